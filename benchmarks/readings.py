"""How well names and tones are read from single messages, on rows written by hand.

`python -m benchmarks.readings names|tones [FILE]` prints the figures of each half of the rows:
`tuned` rows were looked at while the rules were made, `held_out` ones were not. `--mistakes` lists
the tuned ones that are read wrongly.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from actions.name_lexicon import fold
from actions.names import PersonName, read_name
from actions.person_entities import PersonEntities
from actions.tones import tone_of
from benchmarks.scores import Prediction, accuracy, macro_f1

QUALITY = Path("tests/quality")
TUNED = "tuned"
HALVES = (TUNED, "held_out")
NO_NAME = ""
Row = dict[str, str]


@dataclass(frozen=True)
class Reading:
    """What a row holds and what was read in it, as text; no name is the empty text."""

    text: str
    half: str
    expected: str
    found: str

    @property
    def is_right(self) -> bool:
        return self.expected == self.found


@dataclass(frozen=True)
class Figure:
    """A share from 0 to 1, of so many rows."""

    name: str
    value: float
    rows: int


def name_readings(rows: Sequence[Row]) -> list[Reading]:
    """Rows of `text,first,last,half`; one without first and last holds no name."""
    entities = PersonEntities()
    return [
        Reading(
            row["text"],
            row["half"],
            _spelt(PersonName(row["first"] or None, row["last"] or None)),
            _spelt(read_name(row["text"], entities=entities)),
        )
        for row in rows
    ]


def tone_readings(rows: Sequence[Row]) -> list[Reading]:
    """Rows of `text,tone,half`."""
    return [
        Reading(row["text"], row["half"], row["tone"], tone_of(row["text"]).value) for row in rows
    ]


def name_figures(readings: Sequence[Reading]) -> list[Figure]:
    """Recognised: a name was read; with both parts right; false: read where there is none."""
    named = [reading for reading in readings if reading.expected != NO_NAME]
    nameless = [reading for reading in readings if reading.expected == NO_NAME]
    return [
        _share("names recognised", [reading.found != NO_NAME for reading in named]),
        _share("both parts right", [reading.is_right for reading in named]),
        _share("false names", [reading.found != NO_NAME for reading in nameless]),
    ]


def tone_figures(readings: Sequence[Reading]) -> list[Figure]:
    """Accuracy and macro-F1 over calm, frustrated and angry."""
    predictions = [Prediction(one.text, one.expected, one.found, 1.0) for one in readings]
    return [
        Figure("tone accuracy", accuracy(predictions), len(predictions)),
        Figure("tone macro-F1", macro_f1(predictions), len(predictions)),
    ]


READERS: dict[str, Callable[[Sequence[Row]], list[Reading]]] = {
    "names": name_readings,
    "tones": tone_readings,
}
FIGURES: dict[str, Callable[[Sequence[Reading]], list[Figure]]] = {
    "names": name_figures,
    "tones": tone_figures,
}


def read_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.readings", description=__doc__)
    parser.add_argument("kind", choices=sorted(READERS))
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--mistakes", action="store_true", help="list the tuned rows read wrongly")
    options = parser.parse_args()
    path = options.file or QUALITY / f"{options.kind}.csv"
    readings = READERS[options.kind](read_rows(path))
    for line in _report(options.kind, readings):
        print(line)
    for reading in readings if options.mistakes else ():
        if reading.half == TUNED and not reading.is_right:
            print(f"{reading.expected!r} read as {reading.found!r}: {reading.text}")


def _report(kind: str, readings: Sequence[Reading]) -> Iterator[str]:
    for half in HALVES:
        for figure in FIGURES[kind]([one for one in readings if one.half == half]):
            yield f"{half:<9} {figure.name:<17} {figure.value:.3f}  ({figure.rows} rows)"


def _share(name: str, hits: Sequence[bool]) -> Figure:
    return Figure(name, sum(hits) / len(hits) if hits else 0.0, len(hits))


def _spelt(name: PersonName | None) -> str:
    """First and last name apart, as they sound: accents, capitals and hyphens aside."""
    if name is None or not (name.first or name.last):
        return NO_NAME
    parts = (name.first or "", name.last or "")
    return " | ".join(" ".join(fold(part).replace("-", " ").split()) for part in parts)


if __name__ == "__main__":
    main()
