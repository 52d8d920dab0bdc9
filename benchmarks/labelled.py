"""Rows of text and intent, out of CSV files and of Rasa's NLU files; writes nothing."""

from __future__ import annotations

import csv
import io
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

COLUMNS = ("text", "intent")
NLU_SUFFIXES = {".yml", ".yaml"}


class LabelledRowsError(Exception):
    """No labelled rows; the message names file and line and what would be right."""


@dataclass(frozen=True)
class Row:
    """What somebody wrote, and what they wanted."""

    text: str
    intent: str


def read_rows(path: Path) -> list[Row]:
    """All rows of a CSV file, of a Rasa NLU file, or of a folder of such files."""
    files = [path] if not path.is_dir() else sorted([*path.rglob("*.csv"), *path.rglob("*.yml")])
    rows = [row for file in files for row in _rows_of(file)]
    if not rows:
        raise LabelledRowsError(f"{path}: no rows; a CSV with text,intent or Rasa NLU files")
    return rows


def _rows_of(file: Path) -> list[Row]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise LabelledRowsError(f"{file}: should be in UTF-8 ({error})") from error
    return list(_nlu_rows(text, file) if file.suffix in NLU_SUFFIXES else _csv_rows(text, file))


def _csv_rows(text: str, file: Path) -> Iterator[Row]:
    table = csv.DictReader(io.StringIO(text), strict=True)
    try:
        names = table.fieldnames or ()
        if not set(COLUMNS).issubset(names):
            found = f"it is {','.join(names)}" if names else "the file is empty"
            raise ValueError(f"the first line should be {','.join(COLUMNS)}; {found}")
        for line in table:
            yield _row(line)
    except ValueError as error:
        raise LabelledRowsError(f"{file}:{table.line_num or 1}: {error}") from error
    except csv.Error as error:
        raise LabelledRowsError(
            f"{file}:{table.line_num + 1}: this row's quotes are not closed or doubled ({error})"
        ) from error


def _row(line: dict[str | None, Any]) -> Row:
    """The row of a line; ValueError says what is wrong with it."""
    if None in line:
        raise ValueError("too many columns; a text with a comma needs quotes around it")
    text, intent = ((line[column] or "").strip() for column in COLUMNS)
    if not text or not intent:
        raise ValueError(f"the column {'intent' if text else 'text'} is empty")
    return Row(text, intent)


def _nlu_rows(text: str, file: Path) -> Iterator[Row]:
    try:
        for block in (yaml.safe_load(text) or {}).get("nlu") or ():
            if "intent" in block:
                for line in block["examples"].splitlines():
                    yield Row(line.removeprefix("- ").strip(), block["intent"])
    except (yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
        fault = " ".join(str(error).split())
        raise LabelledRowsError(f"{file}: should be one of Rasa's NLU files ({fault})") from error


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
