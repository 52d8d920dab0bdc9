"""How good the classifiers are on labelled posts: figures with their uncertainty."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import accuracy_score, f1_score, precision_score

from collector.classify import Classifier
from collector.cleaning import CleanPost, clean
from collector.decisions import Understanding
from collector.opinions import LABELS, NO, YES, Opinions, Output

RESAMPLES = 1000
SEED = 7
ALL = "all together"

Labels = NDArray[np.str_]
Measure = Callable[[Labels, Labels], float]


@dataclass(frozen=True)
class Figure:
    """A value and the middle 95 % of its values on resampled posts."""

    classifier: str
    name: str
    value: float
    low: float
    high: float
    posts: int

    def __str__(self) -> str:
        return (
            f"{self.classifier:<13} {self.name:<22} {self.value:.3f}  "
            f"[{self.low:.3f} {self.high:.3f}]  n={self.posts}"
        )


@dataclass(frozen=True)
class Rows:
    """Posts of a file beside their labels; "" where the file has none."""

    posts: list[CleanPost]
    truths: Mapping[Output, list[str]]


class UnusableFile(Exception):  # noqa: N818 - says what was found
    """A file that holds no posts; the message says what would be right."""


def read_rows(path: Path) -> Rows:
    """Posts of a CSV file with `text` and any of the four outputs as columns."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file, strict=True)
            if "text" not in (table.fieldnames or ()):
                raise UnusableFile(f"{path}: should be a CSV file with a column named text")
            rows = [_checked(row, f"{path}:{table.line_num}") for row in table]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnusableFile(f"{path}: should be a CSV file in UTF-8 ({error})") from error
    if not rows:
        raise UnusableFile(f"{path}: should hold posts below its first line")
    truths = {output: [row.get(output) or "" for row in rows] for output in Output}
    return Rows([clean(row["text"]) for row in rows], truths)


def _checked(row: dict[str | Any, str], place: str) -> dict[str | Any, str]:
    """The row, if each of its labels is one that there is."""
    if None in row:
        raise UnusableFile(f"{place}: too many columns; a text with a comma needs quotes around it")
    for output, labels in LABELS.items():
        if (row.get(output) or labels[0]) not in labels:
            raise UnusableFile(
                f"{place}: {output} should be one of {', '.join(labels)}, or nothing"
            )
    return row | {"text": row["text"] or ""}


def figures(classifier: Classifier, rows: Rows) -> list[Figure]:
    """Every classifier alone, then all together; without labels, the share of complaints."""
    opinions = classifier.opinions(rows.posts)
    told = [
        one
        for name, opinion in opinions.items()
        for one in _all_figures(name, _likeliest(opinion), rows)
    ]
    return [*told, *_all_figures(ALL, _decided(classifier.decide(opinions)), rows)]


def values(
    answers: Sequence[Understanding], truths: Mapping[Output, Sequence[str]]
) -> dict[str, float]:
    """The measures of the outputs that have labels, by name, without their uncertainty."""
    found = {}
    for output, given in _decided(answers).items():
        right = np.array(truths[output])
        told = np.flatnonzero(right != "")
        for what, measure in MEASURES[output].items() if len(told) else ():
            found[f"{output} {what}"] = measure(right[told], given[told])
    return found


def _likeliest(opinions: Opinions) -> dict[Output, Labels]:
    return {
        output: np.array(LABELS[output])[rows.argmax(axis=1)] for output, rows in opinions.items()
    }


def _decided(answers: Sequence[Understanding]) -> dict[Output, Labels]:
    return {
        Output.complaint: np.array([YES if one.complaint else NO for one in answers]),
        Output.theme: np.array([str(one.theme) for one in answers]),
        Output.tone: np.array([str(one.tone) for one in answers]),
        Output.respond: np.array([YES if one.respond else NO for one in answers]),
    }


def _all_figures(name: str, answers: Mapping[Output, Labels], rows: Rows) -> list[Figure]:
    found = []
    for output, given in answers.items():
        truths = np.array(rows.truths[output])
        told = np.flatnonzero(truths != "")
        if len(told):
            found += [
                _figure(name, f"{output} {what}", measure, truths[told], given[told])
                for what, measure in MEASURES[output].items()
            ]
    if Output.complaint in answers and not any(rows.truths[Output.complaint]):
        called = answers[Output.complaint]
        found.append(_figure(name, "called complaints", _share, called, called))
    return found


def _figure(name: str, what: str, measure: Measure, truths: Labels, given: Labels) -> Figure:
    draw = np.random.default_rng(SEED)
    again = [draw.integers(0, len(truths), len(truths)) for _ in range(RESAMPLES)]
    values = [measure(truths[chosen], given[chosen]) for chosen in again]
    low, high = np.percentile(values, [2.5, 97.5])
    return Figure(name, what, measure(truths, given), float(low), float(high), len(truths))


def _macro_f1(truths: Labels, given: Labels) -> float:
    labels: Sequence[str] = sorted(set(truths.tolist()))
    return float(f1_score(truths, given, labels=labels, average="macro", zero_division=0))


def _precision(truths: Labels, given: Labels) -> float:
    return float(precision_score(truths, given, pos_label=YES, zero_division=0))


def _accuracy(truths: Labels, given: Labels) -> float:
    return float(accuracy_score(truths, given))


def _share(_: Labels, given: Labels) -> float:
    return float(np.mean(given == YES))


YES_OR_NO: Mapping[str, Measure] = {"macro-F1": _macro_f1, "precision": _precision}
MEASURES: Mapping[Output, Mapping[str, Measure]] = {
    Output.complaint: YES_OR_NO,
    Output.theme: {"accuracy": _accuracy, "macro-F1": _macro_f1},
    Output.tone: {"macro-F1": _macro_f1, "accuracy": _accuracy},
    Output.respond: YES_OR_NO,
}
