from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.intents import main, remarks
from benchmarks.labelled import Row


def rows(folder: Path, name: str, *intents: str) -> str:
    path = folder / name
    lines = [f"texte {number},{intent}" for number, intent in enumerate(intents)]
    path.write_text("\n".join(["text,intent", *lines]), encoding="utf-8")
    return str(path)


def test_rows_of_one_intent_are_nothing_to_tell_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    train = rows(tmp_path, "train.csv", "greet", "greet", "oos")

    assert main([train, rows(tmp_path, "test.csv", "greet")]) == 2
    assert "train.csv: rows of two intents are needed" in capsys.readouterr().err


def test_a_pipeline_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = rows(tmp_path, "rows.csv", "greet", "deny")

    assert main([file, file, "--pipelines", "counts,pipelnes.yml"]) == 2
    assert "pipelnes.yml: no such pipeline" in capsys.readouterr().err


def test_without_rasa_the_environment_that_has_it_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", dict(os.environ))
    file = rows(tmp_path, "rows.csv", "greet", "deny")

    assert main([file, file]) == 2
    assert "No module named" in capsys.readouterr().err


def test_rows_that_count_unexpectedly_are_told() -> None:
    train = [Row("bonjour", "greet"), Row("quoi", "oos")]
    test = [Row("salut", "greet"), Row("non", "deny"), Row("hein", "oos")]

    assert list(remarks(train, test)) == [
        "Rows of `oos` in TRAIN, which nothing is trained on: 1",
        "Intents of TEST that TRAIN lacks, so they are missed: deny",
    ]
    assert not list(remarks(train[:1], test[:1]))
