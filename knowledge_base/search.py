"""Finds the articles that answer a question, and says when none is good enough."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from knowledge_base.articles import Article, load_articles
from knowledge_base.embedder import Embedder
from knowledge_base.index import Index, load

LONGEST_QUERY = 2000


@dataclass(frozen=True)
class Hit:
    """An article with the chance, 0 to 1, that it answers."""

    article: Article
    score: float
    is_plausible: bool


@dataclass(frozen=True)
class Found:
    """The best hits, best first; `answered` is false when none should be shown."""

    hits: tuple[Hit, ...]
    answered: bool
    is_ambiguous: bool


class Searcher:
    def __init__(self, articles: list[Article], index: Index, embedder: Embedder) -> None:
        self._articles = articles
        self._by_id = {article.id: article for article in articles}
        self._index = index
        self._embedder = embedder

    @classmethod
    def open(cls, folder: Path, embedding_model: str) -> Self:
        """IndexMissingError when nothing was built in the folder."""
        return cls(load_articles(), load(Path(folder)), Embedder(embedding_model))

    def article(self, article_id: str) -> Article:
        """KeyError when there is no such article."""
        return self._by_id[article_id]

    def search(
        self,
        text: str,
        *,
        top: int = 3,
        exclude: Collection[str] = frozenset(),
        include_internal: bool = False,
    ) -> Found:
        """The `top` best articles outside `exclude`; internal ones only when asked for."""
        if not any(letter.isalnum() for letter in text):
            return Found((), answered=False, is_ambiguous=False)
        vectors = self._embedder.queries([text[:LONGEST_QUERY]])
        scores, rows = self._index.article_vectors.search(vectors, len(self._articles))
        hits = []
        for score, row in zip(scores[0], rows[0], strict=True):
            article = self._articles[row]
            if article.id in exclude or (article.is_internal and not include_internal):
                continue
            chance = float(min(1.0, max(0.0, (score - 0.80) * 8)))
            hits.append(Hit(article, chance, is_plausible=chance > 0.4))
        best = tuple(hits[:top])
        answered = bool(best) and best[0].score > 0.5
        close = len(best) > 1 and best[0].score - best[1].score < 0.02
        return Found(best, answered=answered, is_ambiguous=answered and close)
