from __future__ import annotations

from knowledge_base.articles import load_articles
from knowledge_base.related import Related


def test_every_customer_article_says_what_to_try_next_and_names_only_articles() -> None:
    articles = {article.id for article in load_articles() if not article.is_internal}
    related = Related.load()

    assert set(related.topics) == articles
    assert {other for others in related.topics.values() for other in others} <= articles


def test_no_article_is_its_own_next_step() -> None:
    related = Related.load()

    assert not [topic for topic, others in related.topics.items() if topic in others]


def test_an_unknown_article_has_no_next_step() -> None:
    assert Related.load().after("no-such-article") == ()
