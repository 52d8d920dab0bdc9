"""Texts as sparse TF-IDF vectors of words and of letters; plain numpy, so that a search loads fast.

Grams are counted over normalised text; each of the two blocks has unit length.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge_base.normalise import normalise

FEWEST_TEXTS = 2
LETTER_GRAMS = range(2, 6)
# A letter gram starts with a mark that no normalised word holds, so that the two blocks never meet.
LETTER_MARK = "#"


@dataclass(frozen=True)
class SparseVector:
    columns: NDArray[np.int64]
    values: NDArray[np.float32]


class Vocabulary:
    """The grams that at least two of the texts hold, each with its inverse document frequency."""

    def __init__(self, grams: Sequence[str], weights: NDArray[np.float32]) -> None:
        self.grams = list(grams)
        self.weights = weights
        self._columns = {gram: column for column, gram in enumerate(self.grams)}

    @classmethod
    def of(cls, texts: Sequence[str]) -> Vocabulary:
        counts: Counter[str] = Counter()
        for text in texts:
            words = normalise(text).split()
            counts.update(set(_word_grams(words)) | set(_letter_grams(words)))
        kept = sorted(gram for gram, count in counts.items() if count >= FEWEST_TEXTS)
        weights = [math.log((1 + len(texts)) / (1 + counts[gram])) + 1 for gram in kept]
        return cls(kept, np.asarray(weights, dtype=np.float32))

    def vector(self, text: str) -> SparseVector:
        words = normalise(text).split()
        blocks = [self._block(_word_grams(words)), self._block(_letter_grams(words))]
        return SparseVector(
            np.concatenate([columns for columns, _ in blocks]),
            np.concatenate([values for _, values in blocks]),
        )

    def _block(self, grams: Iterable[str]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        counts = Counter(self._columns[gram] for gram in grams if gram in self._columns)
        columns = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
        frequencies = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        values = (1 + np.log(frequencies)) * self.weights[columns]
        length = float(np.linalg.norm(values))
        return columns, values / length if length else values


def _word_grams(words: Sequence[str]) -> Iterator[str]:
    yield from words
    yield from (f"{first} {second}" for first, second in pairwise(words))


def _letter_grams(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        padded = f" {word} "
        for size in LETTER_GRAMS:
            for start in range(len(padded) - size + 1):
                yield LETTER_MARK + padded[start : start + size]
