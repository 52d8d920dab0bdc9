from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from scripts.builder import Builder, SetupError
from scripts.progress import Progress
from scripts.steps import Command, Stamps, Step

ENOUGH_GIGABYTES = 10**9


def python(code: str) -> list[Command]:
    return [Command([sys.executable, "-c", code])]


def step(name: str, code: str, *, needs: tuple[str, ...] = (), gigabytes: float = 0) -> Step:
    return Step(
        name, f"The {name}", lambda: python(code), ("input",), (), needs=needs, gigabytes=gigabytes
    )


def writes(name: str) -> str:
    return f"open('order', 'a').write('{name} ')"


@pytest.fixture
def said() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "input").write_text("1")
    return tmp_path


def build(root: Path, said: io.StringIO, *steps: Step) -> None:
    stamps = Stamps(root, root / "stamps", {})
    with Progress(said) as progress:
        Builder(root, root / "log", stamps, progress).build(steps)


def test_a_step_runs_after_those_it_needs(root: Path, said: io.StringIO) -> None:
    late = step("late", writes("late"), needs=("middle",))
    middle = step("middle", writes("middle"), needs=("early",))

    build(root, said, late, middle, step("early", writes("early")))

    assert (root / "order").read_text() == "early middle late "


def test_independent_steps_run_side_by_side(root: Path, said: io.StringIO) -> None:
    os.mkfifo(root / "pipe")

    build(
        root,
        said,
        step("reader", "open('pipe').read()"),
        step("writer", "open('pipe', 'w').write('met')"),
    )

    assert said.getvalue().count("✓") == 2


def test_nothing_runs_again_when_nothing_changed(root: Path, said: io.StringIO) -> None:
    build(root, said, step("index", writes("index")))
    build(root, said, step("index", writes("index")))

    assert (root / "order").read_text() == "index "


def test_a_changed_input_is_built_again(root: Path, said: io.StringIO) -> None:
    build(root, said, step("index", writes("index")))
    (root / "input").write_text("2")
    build(root, said, step("index", writes("index")))

    assert (root / "order").read_text() == "index index "


def test_a_failure_is_one_line_with_its_cause_and_its_log(root: Path, said: io.StringIO) -> None:
    with pytest.raises(SetupError) as failure:
        build(root, said, step("index", "print('reading'); exit('article 7 has no title')"))

    assert str(failure.value) == (
        "The index failed: article 7 has no title (exit code 1; all of it: log/setup-index.log)"
    )
    assert "reading" in (root / "log/setup-index.log").read_text()


def test_after_a_failure_nothing_that_needs_it_runs(root: Path, said: io.StringIO) -> None:
    with pytest.raises(SetupError):
        build(root, said, step("early", "exit(1)"), step("late", writes("late"), needs=("early",)))

    assert not (root / "order").exists()


def test_a_failure_stops_what_runs_beside_it(root: Path, said: io.StringIO) -> None:
    os.mkfifo(root / "never-written")

    with pytest.raises(SetupError, match="The other failed"):
        build(root, said, step("endless", "open('never-written')"), step("other", "exit(1)"))


def test_a_failed_step_is_done_again(root: Path, said: io.StringIO) -> None:
    with pytest.raises(SetupError):
        build(root, said, step("index", "exit(1)"))

    build(root, said, step("index", writes("index")))

    assert (root / "order").read_text() == "index "


def test_a_program_that_is_missing_is_named(root: Path, said: io.StringIO) -> None:
    missing = Step("index", "The index", lambda: [Command(["no-such-program"])], ("input",))

    with pytest.raises(SetupError, match="no-such-program cannot be started"):
        build(root, said, missing)


def test_too_little_disk_is_said_before_anything_is_done(root: Path, said: io.StringIO) -> None:
    with pytest.raises(SetupError, match=r"Not enough disk for The env: it needs .* are free"):
        build(root, said, step("env", writes("env"), gigabytes=ENOUGH_GIGABYTES))

    assert not (root / "order").exists()
