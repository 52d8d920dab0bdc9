"""Turns a question's scores into a ranked, calibrated answer. Pure.

Every constant was measured on the repository's own held-out questions and by cross-validation:
docs/decisions/0003-retrieval.md has the figures.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

SIMILARITY_WEIGHT = 10.0
TEMPERATURE = 0.6
# Evidence is a lead over "out of scope" in log-odds.
ANSWERED_FROM = 1.6
PLAUSIBLE_FROM = 0.0
PLAUSIBLE_WITHIN = 2.5
CLOSE = 0.5


@dataclass(frozen=True)
class Ranked:
    """An article by its row, with the chance that it answers and whether it may be proposed."""

    row: int
    score: float
    is_plausible: bool


@dataclass(frozen=True)
class Ranking:
    best: tuple[Ranked, ...]
    is_answered: bool
    is_ambiguous: bool


def evidence(topic_scores: Floats, similarities: Floats) -> Floats:
    """Each article's lead over out of scope (the last topic score), nearness to it included."""
    nearness = similarities - similarities.mean()
    lead: Floats = topic_scores[:-1] - topic_scores[-1] + SIMILARITY_WEIGHT * nearness
    return lead


def rank(lead: Floats, allowed: NDArray[np.bool_], top: int) -> Ranking:
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
    is_answered = first >= ANSWERED_FROM
    is_close = len(rows) > 1 and first - float(lead[rows[1]]) < CLOSE
    return Ranking(best, is_answered, is_ambiguous=is_answered and is_close)


def _chances(lead: Floats, allowed: NDArray[np.bool_]) -> Floats:
    """Softmax of the allowed rows beside out of scope, whose lead over itself is 0."""
    scaled = np.where(allowed, lead, -np.inf) / TEMPERATURE
    highest = max(0.0, float(scaled.max()))
    weights = np.exp(scaled - highest)
    chances: Floats = weights / (weights.sum() + np.exp(-highest))
    return chances
