"""The search index on disk: one folder a version, and the `current` file that names the one in use.

A version never changes once it has its name. This is the only file that knows faiss.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import faiss
import numpy as np

from knowledge_base.articles import Article
from knowledge_base.features import Centre, Features
from knowledge_base.lexical import Vocabulary
from knowledge_base.topic_model import Floats, TopicModel

CURRENT = "current"
BUILD_COMMAND = "python -m knowledge_base build"


class IndexUnusableError(RuntimeError):
    """There is no index that fits; the message says how to build one."""


@dataclass(frozen=True)
class Index:
    """Everything that answering a question needs, the articles' texts included."""

    version: str
    embedding_model: str
    articles: tuple[Article, ...]
    features: Features
    topics: TopicModel
    article_vectors: faiss.Index

    def similarities(self, query: Floats) -> Floats:
        """The query vector's cosine with each article's vector, in the articles' order."""
        found, rows = self.article_vectors.search(query[None, :], len(self.articles))
        ordered = np.empty(len(self.articles), dtype=np.float32)
        ordered[rows[0]] = found[0]
        return ordered


def flat_index(vectors: Floats) -> faiss.Index:
    """Exact inner products: at this size an approximate index saves nothing."""
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors))
    return index


def current_version(folder: Path) -> str | None:
    """The version in use, None when nothing was built yet."""
    try:
        return (folder / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None


def save(index: Index, folder: Path) -> None:
    """Write the version whole, then switch to it; the one before stays for who still reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    previous = current_version(folder)
    target = folder / index.version
    if not target.exists():
        unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=folder))
        try:
            _write(index, unfinished)
            unfinished.rename(target)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    _switch(folder, index.version)
    _remove_all_but({index.version, previous}, folder)


def load(folder: Path) -> Index:
    """The current version; IndexUnusableError when there is none or it can't be read."""
    version = current_version(folder)
    if version is None:
        raise IndexUnusableError(f"There is no search index in {folder}: run `{BUILD_COMMAND}`.")
    try:
        return _read(folder / version)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise IndexUnusableError(
            f"The search index {folder / version} can't be read ({error}): remove it and run "
            f"`{BUILD_COMMAND}`."
        ) from error


def _switch(folder: Path, version: str) -> None:
    with tempfile.NamedTemporaryFile(
        "w", dir=folder, prefix="unfinished-", delete=False, encoding="utf-8"
    ) as pointer:
        pointer.write(version)
    Path(pointer.name).replace(folder / CURRENT)


def _remove_all_but(kept: set[str | None], folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name not in kept and not entry.name.startswith("unfinished-"):
            shutil.rmtree(entry, ignore_errors=True)


def _write(index: Index, folder: Path) -> None:
    about = {"version": index.version, "embedding_model": index.embedding_model}
    (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")
    _write_articles(index.articles, folder / "articles.json")
    faiss.write_index(index.article_vectors, str(folder / "articles.faiss"))
    features = index.features
    (folder / "vocabulary.txt").write_text("\n".join(features.vocabulary.grams), encoding="utf-8")
    np.save(folder / "lexical_weights.npy", index.topics.lexical)
    np.savez(
        folder / "dense.npz",
        gram_weights=features.vocabulary.weights,
        embedding_mean=features.embedding.mean,
        universal_mean=features.universal.mean,
        dense=index.topics.dense,
        intercepts=index.topics.intercepts,
    )


def _read(folder: Path) -> Index:
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    dense = np.load(folder / "dense.npz")
    grams = (folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
    features = Features(
        Vocabulary(grams, dense["gram_weights"]),
        Centre(dense["embedding_mean"]),
        Centre(dense["universal_mean"]),
    )
    # Mapped, not read: a question touches some hundred of its thirty thousand rows.
    lexical = np.load(folder / "lexical_weights.npy", mmap_mode="r")
    return Index(
        version=about["version"],
        embedding_model=about["embedding_model"],
        articles=_read_articles(folder / "articles.json"),
        features=features,
        topics=TopicModel(lexical, dense["dense"], dense["intercepts"]),
        article_vectors=faiss.read_index(str(folder / "articles.faiss")),
    )


def _write_articles(articles: Sequence[Article], path: Path) -> None:
    rows = [asdict(article) for article in articles]
    path.write_text(json.dumps(rows, default=str, ensure_ascii=False), encoding="utf-8")


def _read_articles(path: Path) -> tuple[Article, ...]:
    rows = json.loads(path.read_text(encoding="utf-8"))
    return tuple(
        Article(
            **{
                **row,
                "updated_on": date.fromisoformat(row["updated_on"]),
                "questions": tuple(row["questions"]),
            }
        )
        for row in rows
    )
