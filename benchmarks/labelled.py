"""Rows of text and intent, out of CSV files and of Rasa's NLU files; writes nothing."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

COLUMNS = ("text", "intent")


class LabelledRowsError(Exception):
    """A file does not hold labelled rows; the message names the file and what would be right."""


@dataclass(frozen=True)
class Row:
    """What somebody wrote, and what they wanted."""

    text: str
    intent: str


def read_rows(path: Path) -> list[Row]:
    """All rows of a CSV file, of a Rasa NLU file, or of a folder of such files."""
    files = [path] if path.is_file() else sorted([*path.rglob("*.csv"), *path.rglob("*.yml")])
    rows = [row for file in files for row in _rows_of(file)]
    if not rows:
        raise LabelledRowsError(f"{path}: no rows; a CSV with text,intent or Rasa NLU files")
    return rows


def _rows_of(file: Path) -> Iterator[Row]:
    return _csv_rows(file) if file.suffix == ".csv" else _nlu_rows(file)


def _csv_rows(file: Path) -> Iterator[Row]:
    with file.open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader(lines)
        missing = [column for column in COLUMNS if column not in (table.fieldnames or ())]
        if missing:
            raise LabelledRowsError(f"{file}: no column {missing[0]}; first line: text,intent")
        yield from (Row(line["text"], line["intent"]) for line in table)


def _nlu_rows(file: Path) -> Iterator[Row]:
    content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    for block in content.get("nlu") or ():
        if "intent" in block:
            for line in str(block["examples"]).splitlines():
                yield Row(line.removeprefix("- ").strip(), block["intent"])


def folds(rows: Sequence[Row], count: int) -> Iterator[tuple[list[Row], list[Row]]]:
    """Train and test rows, `count` times, each intent spread evenly and always in the same way."""
    by_intent: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_intent[row.intent].append(row)
    fold_of: dict[Row, int] = {}
    shuffler = random.Random(0)  # noqa: S311 - the same folds each time, no secret
    for intent in sorted(by_intent):
        shuffler.shuffle(by_intent[intent])
        fold_of |= {row: place % count for place, row in enumerate(by_intent[intent])}
    for fold in range(count):
        train = [row for row in rows if fold_of[row] != fold]
        yield train, [row for row in rows if fold_of[row] == fold]
