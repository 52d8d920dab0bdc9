"""What is counted over judged rows, and how sure it is. Pure.

Intervals are the middle 95 % of a thousand seeded resamples of the rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 1000
SEED = 20261120
WORST = 10

Places = NDArray[np.intp]


@dataclass(frozen=True)
class Judged:
    """One row: what it should be, what was found, whether that is right, and how it is written."""

    expected: str
    found: str
    is_right: bool
    styles: frozenset[str] = frozenset()

    @classmethod
    def of(cls, expected: str, found: str, styles: frozenset[str] = frozenset()) -> Judged:
        """Right when both are the same."""
        return cls(expected, found, expected == found, styles)


class Answers:
    """Judged rows as arrays, of which a resample is quickly taken."""

    def __init__(self, rows: Sequence[Judged]) -> None:
        names = sorted({name for row in rows for name in (row.expected, row.found)})
        numbers = {name: number for number, name in enumerate(names)}
        self.labels = len(names)
        self.expected = np.array([numbers[row.expected] for row in rows], dtype=np.intp)
        self.found = np.array([numbers[row.found] for row in rows], dtype=np.intp)
        self.right = np.array([row.is_right for row in rows], dtype=bool)
        self._numbers = numbers

    def number_of(self, label: str) -> int:
        """-1 when no row has it."""
        return self._numbers.get(label, -1)


Formula = Callable[[Answers, Places], float]


@dataclass(frozen=True)
class Measure:
    """A formula over the rows at some places; with most, more is better."""

    name: str
    formula: Formula
    more_is_better: bool = True


@dataclass(frozen=True)
class Figure:
    """A value with its interval, over so many rows."""

    value: float
    low: float
    high: float
    rows: int

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}-{self.high:.3f}]"


def right_share(answers: Answers, places: Places) -> float:
    return float(answers.right[places].mean())


def wrong_share(answers: Answers, places: Places) -> float:
    return 1.0 - right_share(answers, places)


def macro_f1(answers: Answers, places: Places) -> float:
    """Mean over the labels that rows should have of 2·right / (expected + found)."""
    expected, found = answers.expected[places], answers.found[places]
    should = np.bincount(expected, minlength=answers.labels)
    called = np.bincount(found, minlength=answers.labels)
    right = np.bincount(expected[expected == found], minlength=answers.labels)
    asked = should > 0
    return float((2 * right[asked] / (should[asked] + called[asked])).mean())


def precision_of(label: str) -> Formula:
    """Share of right ones among the rows that were given the label; 0 when none was."""

    def formula(answers: Answers, places: Places) -> float:
        called = answers.found[places] == answers.number_of(label)
        return float(answers.right[places][called].mean()) if called.any() else 0.0

    return formula


def figure(rows: Sequence[Judged], measure: Measure) -> Figure | None:
    """None without rows."""
    if not rows:
        return None
    answers, everywhere = Answers(rows), np.arange(len(rows))
    random = np.random.default_rng(SEED)
    drawn = [random.integers(0, len(rows), len(rows)) for _ in range(RESAMPLES)]
    values = [measure.formula(answers, places) for places in drawn]
    low, high = np.quantile(values, (0.025, 0.975))
    return Figure(measure.formula(answers, everywhere), float(low), float(high), len(rows))


def confusions(rows: Sequence[Judged]) -> list[tuple[str, str, int]]:
    """Expected, found and how often, the commonest mistakes first."""
    mistakes = Counter((row.expected, row.found) for row in rows if not row.is_right)
    return [(expected, found, times) for (expected, found), times in mistakes.most_common(WORST)]
