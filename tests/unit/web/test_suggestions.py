from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from knowledge_base.articles import Article
from knowledge_base.search import Searcher
from web.articles import Suggestions


def article(name: str, visibility: str = "customer") -> Article:
    day = datetime.date(2026, 11, 20)
    return Article(
        name, name, f"{name}-en", "tv", "faq", visibility, day, (), f"réponse {name}", None
    )


class Hit:
    def __init__(self, found: Article, is_plausible: bool = True) -> None:
        self.article = found
        self.is_plausible = is_plausible
        self.score = 0.5


class Shelf:
    """Finds everything that it holds."""

    answered = True

    def __init__(self, *hits: Hit) -> None:
        self.hits = hits
        self.asked: dict[str, Any] = {}

    def search(self, text: str, **options: Any) -> Shelf:
        self.asked = options
        return self


def suggestions(monkeypatch: Any, shelf: Shelf) -> Suggestions:
    monkeypatch.setattr(Searcher, "open", lambda *_: shelf)
    return Suggestions(Path("nowhere"), "none")


def test_procedures_for_agents_are_found_and_marked(monkeypatch: Any) -> None:
    shelf = Shelf(Hit(article("faq")), Hit(article("procedure", "internal")))

    found = suggestions(monkeypatch, shelf).find("tv", ("faq",), "fr")

    assert shelf.asked["include_internal"] is True
    assert [(one.id, one.is_internal, one.was_tried) for one in found] == [
        ("faq", False, True),
        ("procedure", True, False),
    ]


def test_an_english_customer_gets_the_english_title_where_there_is_one(monkeypatch: Any) -> None:
    found = suggestions(monkeypatch, Shelf(Hit(article("faq")))).find("tv", (), "en")

    assert (found[0].title, found[0].answer) == ("faq-en", "réponse faq")


def test_what_is_not_plausible_is_not_shown(monkeypatch: Any) -> None:
    shelf = Shelf(Hit(article("faq"), is_plausible=False))

    assert suggestions(monkeypatch, shelf).find("tv", (), "fr") == []


def test_articles_near_a_draft_are_those_that_its_phrasings_plausibly_find(
    monkeypatch: Any,
) -> None:
    shelf = Shelf(Hit(article("near")), Hit(article("far"), is_plausible=False))

    found = suggestions(monkeypatch, shelf).near(("tv",), but="draft")

    assert [(one.id, one.led_to) for one in found] == [("near", 1)]


def test_without_an_index_nothing_is_suggested_and_loading_is_not_tried_again(
    tmp_path: Path, monkeypatch: Any
) -> None:
    shelves = Suggestions(tmp_path / "none", "none")

    assert shelves.find("tv", (), "fr") == []
    monkeypatch.setattr(Searcher, "open", None)
    assert shelves.find("tv", (), "fr") == []
