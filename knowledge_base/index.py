"""Builds and loads the search index, one folder a version, named in the `current` file.

The only file that knows faiss.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np

from knowledge_base.articles import Article
from knowledge_base.embedder import Embedder

ENGINE = "1"
CURRENT = "current"


class IndexMissingError(RuntimeError):
    """There is no index to search; the message says how to build it."""


@dataclass(frozen=True)
class Index:
    version: str
    article_vectors: faiss.Index


def version_of(articles: Sequence[Article], model: str) -> str:
    digest = hashlib.sha256(f"{ENGINE}\n{model}\n".encode())
    for article in articles:
        digest.update(repr(article).encode())
    return digest.hexdigest()[:16]


def build(articles: Sequence[Article], embedder: Embedder, folder: Path) -> str:
    version = version_of(articles, embedder.name)
    target = folder / version
    if not target.exists():
        target.mkdir(parents=True)
        rows = np.stack([_mean(article, embedder) for article in articles])
        index = faiss.IndexFlatIP(rows.shape[1])
        index.add(rows)
        faiss.write_index(index, str(target / "articles.faiss"))
    new = folder / f"{CURRENT}.new"
    new.write_text(version, encoding="utf-8")
    new.replace(folder / CURRENT)
    return version


def load(folder: Path) -> Index:
    try:
        version = (folder / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise IndexMissingError(
            f"No index in {folder}: run `python -m knowledge_base build`."
        ) from error
    return Index(version, faiss.read_index(str(folder / version / "articles.faiss")))


def _mean(article: Article, embedder: Embedder) -> np.ndarray:
    rows = embedder.passages([article.title, f"{article.title}\n{article.answer}", *article.questions])
    mean = rows.mean(axis=0)
    return mean / np.linalg.norm(mean)
