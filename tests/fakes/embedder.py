"""An embedder of hashed words: fast, deterministic, and near for texts that share words."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from knowledge_base.embedder import Vectors
from knowledge_base.normalise import normalise

DIMENSIONS = 64


class HashedWords:
    name = "hashed-words"

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def queries(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return np.stack([_vector(text) for text in texts])

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self.queries(texts)


def _vector(text: str) -> Vectors:
    vector = np.full(DIMENSIONS, 0.01, dtype=np.float32)
    for word in normalise(text).split():
        vector[zlib.crc32(word.encode()) % DIMENSIONS] += 1
    unit: Vectors = vector / np.linalg.norm(vector)
    return unit
