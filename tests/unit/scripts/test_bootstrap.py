from __future__ import annotations

import ast
from pathlib import Path

import pytest

from collector.training import MADE_FROM, POSTS
from scripts import bootstrap
from scripts.bootstrap import FOR_RUNNING, STEPS, main, selected

SCRIPTS = Path(bootstrap.__file__).parent
BEFORE_ANYTHING_IS_INSTALLED = [
    "__init__",
    "bootstrap",
    "builder",
    "interpreters",
    "progress",
    "rasa_command",
    "steps",
]


def names(steps: list[bootstrap.Step]) -> list[str]:
    return [step.name for step in steps]


def test_a_step_brings_all_that_it_needs() -> None:
    assert names(selected(["frontend"])) == ["app", "packages", "frontend"]


def test_running_needs_no_test_tools() -> None:
    assert "dev" not in names(selected(FOR_RUNNING))


def test_every_need_is_declared_before_the_step_that_has_it() -> None:
    declared: set[str] = set()
    for step in STEPS:
        assert declared.issuperset(step.needs)
        declared.add(step.name)


def test_every_input_exists() -> None:
    for step in STEPS:
        for pattern in step.inputs:
            assert any(bootstrap.ROOT.glob(pattern)), f"{step.name}: nothing matches {pattern}"


@pytest.mark.parametrize("name", BEFORE_ANYTHING_IS_INSTALLED)
def test_an_old_python_can_read_what_runs_first(name: str) -> None:
    source = (SCRIPTS / f"{name}.py").read_text(encoding="utf-8")

    ast.parse(source, feature_version=(3, 8))


def test_a_step_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["teapot"])

    assert "no step is called teapot; the steps are rasa, app" in capsys.readouterr().err


def test_the_classifiers_are_trained_again_when_what_they_are_made_from_changed() -> None:
    [step] = [step for step in STEPS if step.name == "classifier"]

    watched = {path for pattern in step.inputs for path in bootstrap.ROOT.glob(pattern)}

    assert watched >= {*MADE_FROM, *POSTS.glob("*.csv")}
    assert "classifier" in FOR_RUNNING
