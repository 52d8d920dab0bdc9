"""What Prometheus reads of the action server: actions, searches, and the index they search."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from prometheus_client.core import InfoMetricFamily
from prometheus_client.registry import Collector

from knowledge_base.answer_writer import AnswerWriter, WrittenAnswer
from knowledge_base.articles import Article
from knowledge_base.index import current_version
from knowledge_base.search import Found, Searcher
from telemetry.metrics import Work, new_registry


class Figures:
    """One for the process: `figures()`."""

    def __init__(self) -> None:
        self.registry = new_registry()
        self.actions = Work(self.registry, "actions", "Custom actions", ("action",))
        self.searches = Work(self.registry, "searches", "Searches of the knowledge base")
        self.written_answers = Work(
            self.registry, "written_answers", "Answers asked of the LLM out of articles"
        )

    def watch_index(self, folder: Path) -> None:
        """Add which version of the index is current."""
        self.registry.register(_IndexVersion(folder))


@cache
def figures() -> Figures:
    return Figures()


class _IndexVersion(Collector):
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def describe(self) -> list[InfoMetricFamily]:
        return []

    def collect(self) -> list[InfoMetricFamily]:
        version = current_version(self._folder)
        info = {"version": str(version)} if version else {}
        meaning = "The version of the search index that is current"
        return [InfoMetricFamily("freemobilachat_index", meaning, info)] if info else []


class WatchedSearcher(Searcher):
    """Counts searches by whether they were answered, and times them."""

    def search(self, text: str, **options: Any) -> Found:
        with figures().searches.run() as run:
            found = super().search(text, **options)
            run.outcome = "answered" if found.answered else "refused"
            return found


class WatchedWriter(AnswerWriter):
    """Counts answers by whether the LLM's was used, and times them."""

    def write(
        self, message: str, articles: Sequence[Article], language: str
    ) -> WrittenAnswer | None:
        with figures().written_answers.run() as run:
            written = super().write(message, articles, language)
            if written is None:
                run.outcome = "unused"
            else:
                run.outcome = "written" if written.article else "refused"
            return written
