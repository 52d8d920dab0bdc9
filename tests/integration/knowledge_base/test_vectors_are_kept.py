from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge_base.vector_store import VectorStore
from tests.fakes.embedder import HashedWords


def embedded_by(path: Path, *texts: str) -> list[str]:
    embedder = HashedWords()
    with VectorStore(path, embedder) as store:
        rows = store.queries(texts)
    assert np.allclose(rows, HashedWords().queries(texts))
    return embedder.embedded


def test_only_new_texts_are_embedded(tmp_path: Path) -> None:
    first = embedded_by(tmp_path / "v.npz", "un", "deux")
    second = embedded_by(tmp_path / "v.npz", "deux", "trois")

    assert first == ["un", "deux"]
    assert second == ["trois"]


def test_vectors_no_longer_used_are_dropped(tmp_path: Path) -> None:
    embedded_by(tmp_path / "v.npz", "un")
    embedded_by(tmp_path / "v.npz", "deux")

    assert embedded_by(tmp_path / "v.npz", "un") == ["un"]


def test_a_store_that_can_not_be_read_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "v.npz").write_bytes(b"not a store")

    assert embedded_by(tmp_path / "v.npz", "un") == ["un"]
