"""Articles that may help with a ticket, or resemble one: the only file of the web that searches.

The models load at the first question, in a thread; where there is no index, nothing is suggested.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge_base.articles import Article
from knowledge_base.search import Searcher
from web.catalogue import Language

logger = logging.getLogger(__name__)
SHOWN = 5
WORTH_A_LOOK = 3  # an agent judges better than the score does
MOST_PHRASINGS = 20


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`is_internal`: for agents only, never to be sent; `was_tried`: the bot proposed it."""

    id: str
    title: str
    answer: str
    is_internal: bool
    was_tried: bool


@dataclass(frozen=True, slots=True)
class Near:
    """An article that some phrasings of another lead to: the greatest chance that it answers one of
    them, and how many it would be the answer to."""

    id: str
    title: str
    score: float
    led_to: int


class Suggestions:
    def __init__(self, index: Path, embedding_model: str) -> None:
        self._index = index
        self._embedding_model = embedding_model
        self._searcher: Searcher | None = None
        self._is_missing = False
        self._loading = threading.Lock()

    def find(self, text: str, tried: tuple[str, ...], language: Language) -> list[Suggestion]:
        """The best articles, procedures for agents among them; none when not one is plausible."""
        searcher = self._open()
        if searcher is None:
            return []
        found = searcher.search(text, top=SHOWN, include_internal=True)
        hits = found.hits if any(hit.is_plausible for hit in found.hits) else ()
        shown = [hit for place, hit in enumerate(hits) if hit.is_plausible or place < WORTH_A_LOOK]
        return [_suggestion(hit.article, tried, language) for hit in shown]

    def near(self, questions: Sequence[str], but: str) -> list[Near]:
        """What these phrasings plausibly find now, without the article `but`; the nearest first."""
        searcher = self._open()
        if searcher is None:
            return []
        scores: dict[str, float] = {}
        titles: dict[str, str] = {}
        led: Counter[str] = Counter()
        for question in questions[:MOST_PHRASINGS]:
            found = searcher.search(question, exclude={but}, include_internal=True)
            for hit in filter(lambda hit: hit.is_plausible, found.hits):
                titles[hit.article.id] = hit.article.title
                scores[hit.article.id] = max(hit.score, scores.get(hit.article.id, 0.0))
            if found.answered:
                led[found.hits[0].article.id] += 1
        nearest = sorted(scores, key=lambda one: (led[one], scores[one]), reverse=True)
        return [Near(one, titles[one], scores[one], led[one]) for one in nearest[:SHOWN]]

    def _open(self) -> Searcher | None:
        with self._loading:
            if self._searcher is None and not self._is_missing:
                self._searcher = self._load()
            return self._searcher

    def _load(self) -> Searcher | None:
        try:
            return Searcher.open(self._index, self._embedding_model)
        except Exception as error:
            # An agent can work without suggestions; loading is not tried at every ticket.
            logger.warning("the console suggests no articles: %s", error)
            self._is_missing = True
            return None


def _suggestion(article: Article, tried: tuple[str, ...], language: Language) -> Suggestion:
    in_english = language == "en"
    return Suggestion(
        id=article.id,
        title=(in_english and article.title_en) or article.title,
        answer=(in_english and article.answer_en) or article.answer,
        is_internal=article.is_internal,
        was_tried=article.id in tried,
    )
