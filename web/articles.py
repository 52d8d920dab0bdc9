"""Articles that may help an agent with a ticket: the only file of the web that searches them.

The models load at the first question, in a thread; where there is no index, nothing is suggested.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from pathlib import Path

from knowledge_base.articles import Article
from knowledge_base.search import Searcher
from web.catalogue import Language

logger = logging.getLogger(__name__)
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`is_internal`: for agents only, never to be sent; `was_tried`: the bot proposed it."""

    id: str
    title: str
    answer: str
    is_internal: bool
    was_tried: bool


class Suggestions:
    def __init__(self, index: Path, embedding_model: str) -> None:
        self._index = index
        self._embedding_model = embedding_model
        self._searcher: Searcher | None = None
        self._is_missing = False
        self._loading = threading.Lock()

    def find(self, text: str, tried: tuple[str, ...], language: Language) -> list[Suggestion]:
        """Plausible articles, the best first, procedures for agents among them."""
        searcher = self._open()
        if searcher is None:
            return []
        found = searcher.search(text, top=SHOWN, include_internal=True)
        return [_suggestion(hit.article, tried, language) for hit in found.hits if hit.is_plausible]

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
