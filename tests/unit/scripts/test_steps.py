from __future__ import annotations

from pathlib import Path

import pytest

from scripts.steps import Command, Stamps, Step, environment_with_file


def step(**changes: object) -> Step:
    declared: dict[str, object] = {
        "name": "index",
        "title": "The index",
        "commands": lambda: [Command(["true"])],
        "inputs": ("articles/**/*", "config.yml"),
        "outputs": ("made",),
        "settings": ("MODEL",),
    }
    return Step(**{**declared, **changes})  # type: ignore[arg-type]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/one.md").write_text("one")
    (tmp_path / "config.yml").write_text("a: 1")
    (tmp_path / "made").write_text("made")
    return tmp_path


def stamps(root: Path, **environment: str) -> Stamps:
    return Stamps(root, root / "stamps", environment)


def done(root: Path, **environment: str) -> Stamps:
    kept = stamps(root, **environment)
    kept.keep(step(), kept.fingerprint(step()))
    return kept


def test_a_step_that_was_never_done_is_due(root: Path) -> None:
    assert not stamps(root).is_current(step())


def test_a_step_that_was_done_is_current(root: Path) -> None:
    assert done(root).is_current(step())


def test_a_touched_file_with_the_same_content_changes_nothing(root: Path) -> None:
    kept = done(root)

    (root / "config.yml").write_text("a: 1")

    assert kept.is_current(step())


@pytest.mark.parametrize("changed", ["config.yml", "articles/one.md", "articles/deep/new.md"])
def test_a_changed_or_new_input_makes_a_step_due(root: Path, changed: str) -> None:
    kept = done(root)

    (root / changed).parent.mkdir(exist_ok=True)
    (root / changed).write_text("another content")

    assert not kept.is_current(step())


def test_a_removed_or_renamed_input_makes_a_step_due(root: Path) -> None:
    kept = done(root)

    (root / "articles/one.md").rename(root / "articles/two.md")

    assert not kept.is_current(step())


def test_a_missing_output_makes_a_step_due(root: Path) -> None:
    kept = done(root)

    (root / "made").unlink()

    assert not kept.is_current(step())


def test_a_changed_setting_makes_a_step_due(root: Path) -> None:
    done(root, MODEL="small")

    assert not stamps(root, MODEL="large").is_current(step())


def test_what_tools_make_among_the_inputs_is_no_input(root: Path) -> None:
    kept = done(root)

    (root / "articles/__pycache__").mkdir()
    (root / "articles/__pycache__/one.pyc").write_text("compiled")

    assert kept.is_current(step())


def test_a_step_without_inputs_is_always_due(root: Path) -> None:
    unconditional = step(inputs=())
    kept = stamps(root)

    kept.keep(unconditional, kept.fingerprint(unconditional))

    assert not kept.is_current(unconditional)


def test_a_step_cut_short_is_due_again(root: Path) -> None:
    kept = done(root)

    kept.forget(step())

    assert not kept.is_current(step())


def test_the_environment_wins_over_the_settings_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text("# MODEL=commented\nMODEL=file\nVAR_DIR='elsewhere'\n")
    monkeypatch.setenv("MODEL", "environment")

    values = environment_with_file(file)

    assert (values["MODEL"], values["VAR_DIR"]) == ("environment", "elsewhere")
