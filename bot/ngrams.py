"""Weighs the n-grams of a text by how rare they are (TF-IDF), one text at a time.

scikit-learn's vectorizers do the same for many texts at once; for one short message their checks
take ten times as long as the work.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np

WORD = re.compile(r"\w+")

Cut = Callable[[str], Iterable[str]]


def fold(text: str) -> str:
    """Lower case, without accents.

    >>> fold("Là-Bas")
    'la-bas'
    """
    letters = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def characters(shortest: int, longest: int) -> Cut:
    """Cuts each word, with a space on both sides, into its runs of so many characters."""

    def cut(text: str) -> Iterator[str]:
        for word in text.split():
            spaced = f" {word} "
            for length in range(shortest, min(longest, len(spaced)) + 1):
                for start in range(len(spaced) - length + 1):
                    yield spaced[start : start + length]

    return cut


def words(shortest: int, longest: int) -> Cut:
    """Cuts a text into runs of so many words; punctuation is no word."""

    def cut(text: str) -> Iterator[str]:
        found = WORD.findall(text)
        for length in range(shortest, longest + 1):
            for start in range(len(found) - length + 1):
                yield " ".join(found[start : start + length])

    return cut


@dataclass(frozen=True)
class Ngrams:
    """The n-grams of some training texts, each with its place and its rarity."""

    cut: Cut
    places: Mapping[str, int]
    rarity: np.ndarray

    @classmethod
    def learn(cls, cut: Cut, texts: Sequence[str]) -> Ngrams:
        """Rarity is ln((1 + texts) / (1 + texts with the n-gram)) + 1, as in scikit-learn."""
        holders = Counter(ngram for text in texts for ngram in set(cut(fold(text))))
        places = {ngram: place for place, ngram in enumerate(sorted(holders))}
        counts = np.array([holders[ngram] for ngram in places], dtype=np.float32)
        return cls(cut, places, np.log((1 + len(texts)) / (1 + counts)) + 1)

    def weigh(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Places of the known n-grams of a text, and their weights as a vector of length 1."""
        known = Counter(
            self.places[ngram] for ngram in self.cut(fold(text)) if ngram in self.places
        )
        places = np.fromiter(known, dtype=np.int32, count=len(known))
        counts = np.fromiter(known.values(), dtype=np.float32, count=len(known))
        weights = (1 + np.log(counts)) * self.rarity[places]
        return places, weights / max(float(np.linalg.norm(weights)), 1e-9)
