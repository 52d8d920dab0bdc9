"""Stand-ins for what judging posts needs: a judge of one word, and vectors of hashed words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from collector.cleaning import CleanPost
from collector.opinions import LABELS, Opinions, Output, two_sided
from collector.sentence_encoder import WIDTH
from tests.fakes.embedder import HashedWords


class OneWordJudge:
    """ "panne" complains; nothing else is known."""

    name = "one word"

    def judge(self, posts: Sequence[CleanPost]) -> Opinions:
        complains = two_sided([3.0 if "panne" in post.words else -3.0 for post in posts])
        return {
            Output.complaint: complains,
            Output.respond: complains,
            Output.theme: _even(Output.theme, posts),
            Output.tone: _even(Output.tone, posts),
        }


class HashedEncoder:
    """As wide as the real encoder; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        rows = np.zeros((len(texts), WIDTH), dtype=np.float32)
        if texts:
            narrow = HashedWords().queries(texts)
            rows[:, : narrow.shape[1]] = narrow
        return rows


def _even(output: Output, posts: Sequence[CleanPost]) -> NDArray[np.float64]:
    width = len(LABELS[output])
    return np.full((len(posts), width), 1 / width)
