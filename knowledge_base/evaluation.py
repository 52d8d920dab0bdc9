"""How good a search is on labelled questions. Pure: it is given what was found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge_base.questions import Question

REFUSED_SHARES = (0.01, 0.02, 0.05, 0.10, 0.20)
RESAMPLES = 1000
SEED = 20261120


@dataclass(frozen=True)
class Outcome:
    """What a search did with a question: the ids it found, best first, whether it answers, and how
    sure it is of the first, on a scale of its own."""

    question: Question
    found: tuple[str, ...]
    answered: bool
    confidence: float = 0.0


@dataclass(frozen=True)
class Figure:
    """A share with its 95 % bootstrap interval over `count` questions; None without questions."""

    value: float | None
    low: float | None
    high: float | None
    count: int

    def __str__(self) -> str:
        if self.value is None:
            return "no rows"
        return f"{self.value:.3f} [{self.low:.3f}-{self.high:.3f}]"


Measure = Callable[[Outcome], float]


def is_right_within(places: int) -> Measure:
    """1 when one of the first `places` found is acceptable."""
    return lambda outcome: float(_right_at(outcome, outcome.found[:places]) is not None)


def reciprocal_rank(outcome: Outcome) -> float:
    """1 over the place of the first acceptable article, 0 when none was found."""
    place = _right_at(outcome, outcome.found)
    return 1 / (place + 1) if place is not None else 0.0


def is_refused(outcome: Outcome) -> float:
    return float(not outcome.answered)


def in_scope(outcomes: Iterable[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.question.is_in_scope]


def out_of_scope(outcomes: Iterable[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if not outcome.question.is_in_scope]


def summary(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    """The figures that the project goes by, by name."""
    inside, outside = in_scope(outcomes), out_of_scope(outcomes)
    return {
        "topic@1": figure(inside, is_right_within(1)),
        "topic@3": figure(inside, is_right_within(3)),
        "MRR": figure(inside, reciprocal_rank),
        "out of scope refused": figure(outside, is_refused),
        "in scope wrongly refused": figure(inside, is_refused),
    }


def refusals(outcomes: Sequence[Outcome]) -> dict[float, Figure]:
    """Share of out-of-scope questions refused where so many of the in-scope ones are, whatever the
    search's own threshold; empty unless there are questions of both kinds."""
    inside, outside = in_scope(outcomes), out_of_scope(outcomes)
    if not (inside and outside):
        return {}
    sure = [outcome.confidence for outcome in inside]
    least = {share: float(np.quantile(sure, share)) for share in REFUSED_SHARES}
    return {share: figure(outside, _is_less_sure_than(least[share])) for share in REFUSED_SHARES}


def _is_less_sure_than(least: float) -> Measure:
    return lambda outcome: float(outcome.confidence < least)


def figure(outcomes: Sequence[Outcome], measure: Measure) -> Figure:
    """The mean of a measure with its percentile bootstrap interval (seeded)."""
    if not outcomes:
        return Figure(None, None, None, 0)
    values = np.array([measure(outcome) for outcome in outcomes])
    random = np.random.default_rng(SEED)
    draws = random.integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.quantile(values[draws].mean(axis=1), (0.025, 0.975))
    return Figure(float(values.mean()), float(low), float(high), len(values))


def _right_at(outcome: Outcome, found: Collection[str]) -> int | None:
    places = (place for place, topic in enumerate(found) if topic in outcome.question.topics)
    return next(places, None)
