"""Two plain rankings that the search has to beat: BM25, and e5 alone as its authors use it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from knowledge_base.articles import Article
from knowledge_base.embedder import TextEmbedder
from knowledge_base.normalise import fold
from knowledge_base.topic_model import Floats

SATURATION = 1.2
LENGTH_SHARE = 0.75
FOUND = 10


class Bm25:
    """Okapi BM25 over the folded words of title, phrasings and answers."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._ids = [article.id for article in articles]
        self._counts = [Counter(_words(article)) for article in articles]
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
    """Cosine of the question with the mean vector of an article's title, answer and phrasings."""

    def __init__(self, articles: Sequence[Article], embedder: TextEmbedder) -> None:
        self._ids = [article.id for article in articles]
        self._embedder = embedder
        self._rows = np.stack([self._mean(article) for article in articles])

    def found(self, text: str) -> tuple[str, ...]:
        similarities = self._rows @ self._embedder.queries([text])[0]
        return tuple(self._ids[row] for row in np.argsort(-similarities)[:FOUND])

    def _mean(self, article: Article) -> Floats:
        texts = [article.title, f"{article.title}\n{article.answer}", *article.questions]
        mean: Floats = self._embedder.passages(texts).mean(axis=0)
        return mean / np.linalg.norm(mean)


def _words(article: Article) -> list[str]:
    texts = [article.title, article.title_en or "", *article.questions, article.answer]
    return fold(" ".join([*texts, article.answer_en or ""])).replace("'", " ").split()


def _saturated(count: int, norm: float) -> float:
    return count * (SATURATION + 1) / (count + norm)
