"""Turns a question's scores into a ranked, calibrated answer. Pure.

Every constant was measured on the repository's own held-out questions and by cross-validation:
docs/decisions/0003-retrieval.md has the figures.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.normalise import normalise

Floats = NDArray[np.float32]

SIMILARITY_WEIGHT = 10.0
TEMPERATURE = 0.6
# Evidence is a lead over "out of scope" in log-odds.
ANSWERED_FROM = 1.6
# Few words gather little evidence, whatever they ask.
SHORT_WORDS = 5
SHORT_ANSWERED_FROM = 0.4
PLAUSIBLE_FROM = 0.0
PLAUSIBLE_WITHIN = 2.5
CLOSE = 0.5
# Below it were none of 511 in-scope development rows, and a third of the out-of-scope ones.
ELSEWHERE_BELOW = -3.0
NONE_AT_ALL = float("-inf")


@dataclass(frozen=True)
class Ranked:
    """An article by its row, with the chance that it answers and whether it may be proposed."""

    row: int
    score: float
    is_plausible: bool


@dataclass(frozen=True)
class Ranking:
    """`lead` is the best one's, in log-odds over out of scope."""

    best: tuple[Ranked, ...]
    is_answered: bool
    is_ambiguous: bool
    lead: float = NONE_AT_ALL


def evidence(topic_scores: Floats, similarities: Floats) -> Floats:
    """Each article's lead over out of scope (the last topic score), nearness to it included."""
    nearness = similarities - similarities.mean()
    lead: Floats = topic_scores[:-1] - topic_scores[-1] + SIMILARITY_WEIGHT * nearness
    return lead


def answered_from(question: str) -> float:
    """The least lead with which an article answers the question."""
    is_short = len(normalise(question).split()) <= SHORT_WORDS
    return SHORT_ANSWERED_FROM if is_short else ANSWERED_FROM


def rank(
    lead: Floats, allowed: NDArray[np.bool_], top: int, answered_from: float = ANSWERED_FROM
) -> Ranking:
    """The `top` best of the allowed rows."""
    rows = [int(row) for row in np.argsort(-lead, kind="stable") if allowed[row]]
    if not rows:
        return Ranking((), is_answered=False, is_ambiguous=False)
    chances = _chances(lead, allowed)
    first = float(lead[rows[0]])
    plausible_from = max(PLAUSIBLE_FROM, first - PLAUSIBLE_WITHIN)
    best = tuple(
        Ranked(row, float(chances[row]), bool(lead[row] >= plausible_from)) for row in rows[:top]
    )
    is_answered = first >= answered_from
    is_close = len(rows) > 1 and first - float(lead[rows[1]]) < CLOSE
    return Ranking(best, is_answered, is_answered and is_close, first)


def _chances(lead: Floats, allowed: NDArray[np.bool_]) -> Floats:
    """Softmax of the allowed rows beside out of scope, whose lead over itself is 0."""
    scaled = np.where(allowed, lead, -np.inf) / TEMPERATURE
    highest = max(0.0, float(scaled.max()))
    weights = np.exp(scaled - highest)
    chances: Floats = weights / (weights.sum() + np.exp(-highest))
    return chances
