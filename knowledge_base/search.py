"""Finds the articles that answer a question, and says when none is good enough."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from knowledge_base import index as index_files
from knowledge_base.articles import Article
from knowledge_base.building import SOURCES, Sources
from knowledge_base.embedder import Embedder, TextEmbedder
from knowledge_base.features import embed
from knowledge_base.index import BUILD_COMMAND, Index, IndexUnusableError
from knowledge_base.ranking import (
    ELSEWHERE_BELOW,
    NONE_AT_ALL,
    Floats,
    answered_from,
    evidence,
    rank,
)
from knowledge_base.stories import telling_part
from knowledge_base.universal_encoder import universal_encoder

LONGEST_QUESTION = 4000
# Up to here the whole text measures best, beyond it the sentences that hold the problem do.
LONG_STORY = 350
TELLING_CHARS = 160
SECONDS_BETWEEN_LOOKS = 1.0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Hit:
    """An article with the chance, 0 to 1, that it answers."""

    article: Article
    score: float
    is_plausible: bool


@dataclass(frozen=True)
class Found:
    """The best hits, best first.

    `answered` is false when none should be shown as the answer; `is_ambiguous` is true when asking
    which of them is meant beats showing the first; `lead` is how far the first is ahead of out of
    scope, in log-odds.
    """

    hits: tuple[Hit, ...]
    answered: bool
    is_ambiguous: bool
    lead: float = NONE_AT_ALL

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is so far out of scope that asking for more would lead nowhere."""
        return bool(self.hits) and self.lead < ELSEWHERE_BELOW


NOTHING = Found((), answered=False, is_ambiguous=False)


class Searcher:
    """Answers questions from the current index; a newly built one is picked up while running.

    Without a folder the index stays the one that was given. Threads may share it.
    """

    def __init__(
        self,
        folder: Path | None,
        index: Index,
        embedder: TextEmbedder,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._index = index
        self._embedder = embedder
        self._seconds = seconds
        self._looked_at = seconds()
        self._swap = threading.Lock()

    @classmethod
    def open(cls, folder: Path, embedding_model: str, sources: Sources = SOURCES) -> Self:
        """IndexUnusableError when there is no index, or none for the present articles."""
        current = index_files.current_version(folder)
        if current is not None and not sources.made(current, embedding_model):
            raise IndexUnusableError(
                f"The search index in {folder} was built from other articles, code or model than "
                f"the present ones: run `{BUILD_COMMAND}`."
            )
        return cls(folder, index_files.load(folder), Embedder(embedding_model))

    def article(self, article_id: str) -> Article:
        """KeyError when there is no such article."""
        for article in self._current().articles:
            if article.id == article_id:
                return article
        raise KeyError(article_id)

    def search(
        self,
        text: str,
        *,
        top: int = 3,
        exclude: Collection[str] = frozenset(),
        include_internal: bool = False,
    ) -> Found:
        """The `top` best articles outside `exclude`; internal ones only when asked for."""
        question = text[:LONGEST_QUESTION].strip()
        if not any(letter.isalnum() for letter in question):
            return NOTHING
        index = self._current()
        allowed = np.array(
            [
                article.id not in exclude and (include_internal or not article.is_internal)
                for article in index.articles
            ]
        )
        evidence_of_each = self._evidence(_told_briefly(question, index), index)
        ranking = rank(evidence_of_each, allowed, top, answered_from(question))
        hits = [
            Hit(index.articles[ranked.row], ranked.score, ranked.is_plausible)
            for ranked in ranking.best
        ]
        return Found(tuple(hits), ranking.is_answered, ranking.is_ambiguous, ranking.lead)

    def _evidence(self, question: str, index: Index) -> Floats:
        embedded = embed(self._embedder, [question])
        universal = universal_encoder().encode([question])
        dense = index.features.dense(embedded, universal)[0]
        scores = index.topics.scores(index.features.lexical(question), dense)
        return evidence(scores, index.similarities(embedded[0]))

    def _current(self) -> Index:
        """The index in use, exchanged first when another one has become current."""
        if self._folder is None:
            return self._index
        now = self._seconds()
        if now - self._looked_at >= SECONDS_BETWEEN_LOOKS and self._swap.acquire(blocking=False):
            try:
                self._looked_at = now
                self._exchange(self._folder)
            finally:
                self._swap.release()
        return self._index

    def _exchange(self, folder: Path) -> None:
        version = index_files.current_version(folder)
        if version is None or version == self._index.version:
            return
        try:
            index = index_files.load(folder)
        except IndexUnusableError as error:
            log.warning("The present search index stays in use: %s", error)
            return
        if index.embedding_model != self._embedder.name:
            log.warning(
                "The new search index needs a restart: it was built with EMBEDDING_MODEL=%s",
                index.embedding_model,
            )
            return
        self._index = index


def _told_briefly(question: str, index: Index) -> str:
    def weigh(sentence: str) -> float:
        scores = index.topics.lexical_scores(index.features.lexical(sentence))
        return float(scores[:-1].max())

    return telling_part(question, weigh, TELLING_CHARS) if len(question) > LONG_STORY else question
