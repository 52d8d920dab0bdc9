"""What the topic model sees of a text: words, letters and two sentence vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge_base.embedder import TextEmbedder
from knowledge_base.lexical import SparseVector, Vocabulary
from knowledge_base.stories import opening
from knowledge_base.topic_model import Floats

# Chosen by cross-validation over the phrasings: docs/decisions/0003-retrieval.md.
EMBEDDING_WEIGHT = 1.5
UNIVERSAL_WEIGHT = 1.0
# e5's time grows with each word (0.85 ms), and what comes later is left to the other features.
EMBEDDED_CHARS = 100


def embed(embedder: TextEmbedder, texts: Sequence[str]) -> Floats:
    """One row a text: the vector of its opening."""
    return embedder.queries([opening(text, EMBEDDED_CHARS) for text in texts])


@dataclass(frozen=True)
class Centre:
    """Takes away what all texts share: raw e5 vectors lie within a narrow cone."""

    mean: Floats

    @classmethod
    def of(cls, rows: Floats) -> Centre:
        return cls(rows.mean(axis=0))

    def apply(self, rows: Floats) -> Floats:
        moved = rows - self.mean
        centred: Floats = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
        return centred


@dataclass(frozen=True)
class Features:
    vocabulary: Vocabulary
    embedding: Centre
    universal: Centre

    def lexical(self, text: str) -> SparseVector:
        return self.vocabulary.vector(text)

    def dense(self, embedded: Floats, universal: Floats) -> Floats:
        """One row a text, from its rows of both encoders."""
        return np.hstack(
            [
                EMBEDDING_WEIGHT * self.embedding.apply(embedded),
                UNIVERSAL_WEIGHT * self.universal.apply(universal),
            ]
        ).astype(np.float32)
