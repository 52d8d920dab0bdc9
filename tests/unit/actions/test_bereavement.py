"""A death in the family is heard, a dead box is not, and its article comes first."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from actions.bereavement import ARTICLE, is_bereaved, with_own_article_first
from knowledge_base.search import Found, Hit

BEREAVED = "mon mari est mort, je veux arrêter son forfait"


def hit(article_id: str, score: float, *, is_plausible: bool) -> Hit:
    article: Any = SimpleNamespace(id=article_id)
    return Hit(article, score, is_plausible)


def first_of(found: Found, text: str) -> str:
    return with_own_article_first(found, text).hits[0].article.id


@pytest.mark.parametrize(
    "text",
    [
        "mon père est décédé, je dois résilier sa ligne",
        "Bonjour, ma grand-mère nous a quittés",
        "suite au décès de mon épouse la facture continue",
        "je viens de perdre ma mère",
        "ma sœur est malheureusement décédée",
        "my husband recently passed away",
        "I need to close my late father's line",
    ],
)
def test_a_death_is_heard(text: str) -> None:
    assert is_bereaved(text)


@pytest.mark.parametrize(
    "text",
    [
        "la box de mon père est morte",
        "mon portable est mort",
        "mon fils est mort de rire, la télé ne marche plus",
        "ma femme dit que la box est morte",
        "my dad's box died",
        "my son lost his phone",
    ],
)
def test_a_dead_device_is_none(text: str) -> None:
    assert not is_bereaved(text)


def test_the_article_about_a_death_comes_before_a_likelier_one() -> None:
    hits = (hit("resilier-mobile", 0.9, is_plausible=True), hit(ARTICLE, 0.1, is_plausible=True))
    found = Found(hits, answered=True, is_ambiguous=True)

    first = with_own_article_first(found, BEREAVED)

    assert [one.article.id for one in first.hits] == [ARTICLE, "resilier-mobile"]
    assert first.answered
    assert not first.is_ambiguous


def test_another_matter_of_the_bereaved_keeps_its_own_article() -> None:
    hits = (hit("tv-ne-marche-pas", 0.9, is_plausible=True), hit(ARTICLE, 0, is_plausible=False))

    assert first_of(Found(hits, answered=True, is_ambiguous=False), BEREAVED) == "tv-ne-marche-pas"


def test_without_a_death_nothing_changes() -> None:
    hits = (hit("resilier-mobile", 0.9, is_plausible=True), hit(ARTICLE, 0.1, is_plausible=True))
    found = Found(hits, answered=True, is_ambiguous=False)

    assert with_own_article_first(found, "je veux arrêter mon forfait") is found
