"""The figures that were reached, kept in the repository, and what has become worse since."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.evaluation.measures import Figure
from benchmarks.evaluation.task import Task

# Resamples of rows that are all right are all right as well, though up to three in as many others
# may be wrong at 95 % (the rule of three).
FEWEST_SLIPS = 3
REFERENCE = Path("tests/quality/reference.json")

Reached = dict[str, dict[str, Figure]]


def read_reference(path: Path = REFERENCE) -> Reached:
    """Figures by task and measure."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    return {
        task: {name: Figure(**figure) for name, figure in figures.items()}
        for task, figures in kept.items()
    }


def write_reference(tasks: Sequence[Task], path: Path = REFERENCE) -> None:
    """Keep the figures on the repository's own rows; those of other tasks stay as they are."""
    reached = read_reference(path) if path.exists() else {}
    reached |= {task.name: task.figures() for task in tasks if task.is_own}
    kept = {
        task: {name: asdict(figure) for name, figure in figures.items()}
        for task, figures in sorted(reached.items())
    }
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def losses(tasks: Sequence[Task], reference: Reached) -> Iterator[str]:
    """A line for each figure that has left the interval of what was reached, for the worse."""
    for task in tasks:
        kept = reference.get(task.name, {}) if task.is_own else {}
        found = task.figures() if kept else {}
        for measure in task.measures:
            was, now = kept.get(measure.name), found.get(measure.name)
            if was and now and _is_loss(was, now, more_is_better=measure.more_is_better):
                yield f"{task.name}: {measure.name} is {now.value:.3f}, was {was}"


def unmeasured(tasks: Sequence[Task], reference: Reached) -> set[str]:
    """Tasks of the repository's own rows that the reference does not know."""
    return {task.name for task in tasks if task.is_own} - set(reference)


def _is_loss(was: Figure, now: Figure, *, more_is_better: bool) -> bool:
    slack = FEWEST_SLIPS / was.rows
    if more_is_better:
        return now.value < min(was.low, was.value - slack)
    return now.value > max(was.high, was.value + slack)
