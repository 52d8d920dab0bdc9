"""An article is shown in the customer's language, and its absence in it is told."""

from __future__ import annotations

import dataclasses

from rasa_sdk.executor import CollectingDispatcher

from actions.answers import show_article, shown_title
from knowledge_base.articles import Article, load_articles

TRANSLATED = next(article for article in load_articles() if article.answer_en)
ONLY_FRENCH = dataclasses.replace(TRANSLATED, title_en=None, answer_en=None)


def said(article: Article, language: str) -> list[tuple[str, str | None]]:
    dispatcher = CollectingDispatcher()
    show_article(dispatcher, "utter_solution", article, language)
    return [(message["response"], message.get("title")) for message in dispatcher.messages]


def test_an_english_customer_reads_the_english_text() -> None:
    assert said(TRANSLATED, "en") == [("utter_solution", TRANSLATED.title_en)]
    assert shown_title(TRANSLATED, "en") == TRANSLATED.title_en


def test_a_french_customer_reads_the_french_text() -> None:
    assert said(TRANSLATED, "fr") == [("utter_solution", TRANSLATED.title)]


def test_an_article_without_an_english_text_is_offered_in_french_and_said_to_be_so() -> None:
    assert said(ONLY_FRENCH, "en") == [
        ("utter_only_in_french", None),
        ("utter_solution", ONLY_FRENCH.title),
    ]
