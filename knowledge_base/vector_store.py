"""Keeps the vectors of texts already embedded, so that a rebuild embeds only what is new."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from knowledge_base.embedder import TextEmbedder, Vectors


class VectorStore:
    """An embedder that remembers; on leaving its context it keeps what was used, drops the rest."""

    def __init__(self, path: Path, embedder: TextEmbedder) -> None:
        self.name = embedder.name
        self._path = path
        self._embedder = embedder
        self._known = _read(path)
        self._used: dict[str, Vectors] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._used and error is None:
            _write(self._path, self._used)

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._remembered("query", texts, self._embedder.queries)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._remembered("passage", texts, self._embedder.passages)

    def _remembered(
        self, kind: str, texts: Sequence[str], embed: Callable[[Sequence[str]], Vectors]
    ) -> Vectors:
        keys = [self._key(kind, text) for text in texts]
        missing = {
            key: text for key, text in zip(keys, texts, strict=True) if key not in self._known
        }
        if missing:
            rows = embed(list(missing.values()))
            self._known.update(zip(missing, rows, strict=True))
        self._used.update((key, self._known[key]) for key in keys)
        return np.stack([self._known[key] for key in keys])

    def _key(self, kind: str, text: str) -> str:
        return hashlib.sha256(f"{self.name}\0{kind}\0{text}".encode()).hexdigest()[:32]


def _read(path: Path) -> dict[str, Vectors]:
    try:
        with np.load(path) as stored:
            return dict(zip(stored["keys"].tolist(), stored["rows"], strict=True))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return {}  # a store that can't be read costs time, not correctness


def _write(path: Path, rows: dict[str, Vectors]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"unfinished-{path.name}")
    np.savez(unfinished, keys=np.asarray(list(rows)), rows=np.stack(list(rows.values())))
    unfinished.replace(path)
