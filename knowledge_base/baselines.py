"""Two plain rankings that the search has to beat: BM25, and e5 alone as its authors use it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from knowledge_base.articles import Article
from knowledge_base.embedder import TextEmbedder
from knowledge_base.index import Index
from knowledge_base.normalise import fold

SATURATION = 1.2
LENGTH_SHARE = 0.75
FOUND = 10


class Bm25:
    """Okapi BM25 over the folded words of title, phrasings and answers."""

    def __init__(self, articles: Sequence[Article]) -> None:
        customers = [article for article in articles if not article.is_internal]
        self._ids = [article.id for article in customers]
        self._counts = [Counter(_words(article)) for article in customers]
        lengths = [counts.total() for counts in self._counts]
        mean = sum(lengths) / len(lengths)
        self._norms = [
            SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length / mean) for length in lengths
        ]
        self._holders = Counter(word for counts in self._counts for word in counts)

    def found(self, text: str) -> tuple[str, ...]:
        words = fold(text).replace("'", " ").split()
        scores = [
            sum(self._weight(word) * _saturated(counts[word], norm) for word in words)
            for counts, norm in zip(self._counts, self._norms, strict=True)
        ]
        return tuple(self._ids[row] for row in np.argsort(scores)[::-1][:FOUND])

    def _weight(self, word: str) -> float:
        holders = self._holders[word]
        return math.log(1 + (len(self._ids) - holders + 0.5) / (holders + 0.5))


class PlainEmbedding:
    """Cosine of the question's vector with each article's, as the index holds them."""

    def __init__(self, index: Index, embedder: TextEmbedder) -> None:
        self._index = index
        self._embedder = embedder

    def found(self, text: str) -> tuple[str, ...]:
        similarities = self._index.similarities(self._embedder.queries([text])[0])
        customers = [
            row for row, article in enumerate(self._index.articles) if not article.is_internal
        ]
        best = sorted(customers, key=lambda row: -similarities[row])[:FOUND]
        return tuple(self._index.articles[row].id for row in best)


def _words(article: Article) -> list[str]:
    texts = [article.title, article.title_en or "", *article.questions, article.answer]
    return fold(" ".join([*texts, article.answer_en or ""])).replace("'", " ").split()


def _saturated(count: int, norm: float) -> float:
    return count * (SATURATION + 1) / (count + norm)
