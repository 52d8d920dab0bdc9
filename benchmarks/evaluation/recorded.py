"""What was found elsewhere and written down: intents in Rasa's environment, conversations with the
running product."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.customers.scoring import Outcome
from benchmarks.evaluation.measures import Judged, Measure, macro_f1, right_share, wrong_share
from benchmarks.evaluation.styles import styles_of
from benchmarks.evaluation.task import Task
from bot.language import ENGLISH, FRENCH

OURS = "config.yml"
SETTLED = "settled"
STYLES = {"long": "rambling"}
EMERGENCY, OTHER = "emergency", "other"
# Below it nothing is understood, as config.yml says.
UNDERSTOOD_FROM = 0.35


def intents(path: Path) -> Iterator[Task]:
    """From a file of `benchmarks.intents --predictions`, one task, other pipelines beside ours."""
    rows: dict[str, list[Judged]] = defaultdict(list)
    for row in _rows(path):
        judged = Judged.of(row["expected"], row["found"], styles_of(row["text"]))
        rows[row["pipeline"]].append(judged)
    ours = rows.pop(OURS, [])
    measures = (Measure("accuracy", right_share), Measure("macro-F1", macro_f1))
    yield Task("intents", path.stem, ours, measures, rows)


def emergencies(path: Path) -> Iterator[Task]:
    """From such a file of rows that are `emergency` or `other`: who goes to a person at once."""
    rows = [row for row in _rows(path) if row["pipeline"] == OURS]
    for expected, name, measure in (
        (EMERGENCY, "emergencies", Measure("recognised", right_share)),
        (OTHER, "no emergencies", Measure("false alarms", wrong_share, more_is_better=False)),
    ):
        judged = [
            Judged.of(expected, _alarm(row), styles_of(row["text"]))
            for row in rows
            if row["expected"] == expected
        ]
        yield Task(name, path.stem, judged, (measure,))


def _alarm(row: dict[str, str]) -> str:
    is_understood = float(row["confidence"]) >= UNDERSTOOD_FROM
    return EMERGENCY if row["found"] == EMERGENCY and is_understood else OTHER


def conversations(path: Path) -> Iterator[Task]:
    """From a file of `benchmarks.customers --scores`."""
    scores = list(_rows(path))
    due = [row for row in scores if row["should_resolve"] == "True"]
    rightly = [_judged(row, row["outcome"] == Outcome.resolved_rightly) for row in due]
    yield Task("conversations", path.stem, rightly, (Measure("resolved rightly", right_share),))
    for outcome in (Outcome.resolved_wrongly, Outcome.lost):
        rows = [_judged(row, row["outcome"] != outcome) for row in scores]
        measure = Measure(str(outcome), wrong_share, more_is_better=False)
        yield Task(f"conversations, {outcome}", path.stem, rows, (measure,))


def _judged(row: dict[str, str], is_right: bool) -> Judged:
    found = SETTLED if is_right else f"{row['outcome']} ({row['character']})"
    language = ENGLISH if row["style"] == "english" else FRENCH
    styles = styles_of(row["told"], STYLES.get(row["style"], row["style"]), language)
    return Judged(SETTLED, found, is_right, styles)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
