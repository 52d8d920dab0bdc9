"""What every classifier answers: for each output, one row of probabilities a post. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from collector.cleaning import CleanPost
from tickets.vocabulary import Theme, Tone

Probabilities = NDArray[np.float64]


class Output(StrEnum):
    """What is told of a post."""

    complaint = "complaint"
    theme = "theme"
    tone = "tone"
    respond = "respond"


Opinions = Mapping[Output, Probabilities]

NO, YES = "0", "1"
LABELS: Mapping[Output, tuple[str, ...]] = {
    Output.complaint: (NO, YES),
    Output.theme: tuple(Theme),
    Output.tone: tuple(Tone),
    Output.respond: (NO, YES),
}


class OpinionError(RuntimeError):
    """A classifier can't judge now; the others still can."""


class JudgesPosts(Protocol):
    """One classifier; `name` is the one that settings and reports use."""

    @property
    def name(self) -> str: ...

    def judge(self, posts: Sequence[CleanPost]) -> Opinions:
        """Rows in the order of the posts, columns in the order of `LABELS`; each row sums to 1."""
        ...


def two_sided(log_odds: Sequence[float]) -> Probabilities:
    """Columns NO and YES from the log-odds of YES."""
    yes = 1.0 / (1.0 + np.exp(-np.asarray(log_odds, dtype=np.float64)))
    return np.column_stack([1.0 - yes, yes])
