"""Plain rankings that the search has to beat: BM25, e5 alone as its authors use it, and the same
answer to everything."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge_base.articles import Article
from knowledge_base.embedder import TextEmbedder
from knowledge_base.index import Index
from knowledge_base.normalise import fold
from knowledge_base.questions import Question

SATURATION = 1.2
LENGTH_SHARE = 0.75
FOUND = 10


@dataclass(frozen=True)
class Finding:
    """The ids, best first, and how sure the ranking is of the first, on a scale of its own."""

    ids: tuple[str, ...]
    confidence: float


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

    def found(self, text: str) -> Finding:
        words = fold(text).replace("'", " ").split()
        scores = [
            sum(self._weight(word) * _saturated(counts[word], norm) for word in words)
            for counts, norm in zip(self._counts, self._norms, strict=True)
        ]
        best = np.argsort(scores)[::-1][:FOUND]
        return Finding(tuple(self._ids[row] for row in best), scores[best[0]])

    def _weight(self, word: str) -> float:
        holders = self._holders[word]
        return math.log(1 + (len(self._ids) - holders + 0.5) / (holders + 0.5))


class PlainEmbedding:
    """Cosine of the question's vector with each article's, as the index holds them."""

    def __init__(self, index: Index, embedder: TextEmbedder) -> None:
        self._index = index
        self._embedder = embedder

    def found(self, text: str) -> Finding:
        similarities = self._index.similarities(self._embedder.queries([text])[0])
        customers = [
            row for row, article in enumerate(self._index.articles) if not article.is_internal
        ]
        best = sorted(customers, key=lambda row: -similarities[row])[:FOUND]
        ids = tuple(self._index.articles[row].id for row in best)
        return Finding(ids, float(similarities[best[0]]))


class Commonest:
    """The id that the most questions accept: what knowing only how often each is asked is worth."""

    def __init__(self, questions: Sequence[Question]) -> None:
        accepted = Counter(topic for question in questions for topic in question.topics)
        self._ids = tuple(topic for topic, _ in accepted.most_common(FOUND))

    def found(self, _: str) -> Finding:
        return Finding(self._ids, 0.0)


def _words(article: Article) -> list[str]:
    texts = [article.title, article.title_en or "", *article.questions, article.answer]
    return fold(" ".join([*texts, article.answer_en or ""])).replace("'", " ").split()


def _saturated(count: int, norm: float) -> float:
    return count * (SATURATION + 1) / (count + norm)
