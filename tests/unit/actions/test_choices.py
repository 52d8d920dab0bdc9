from __future__ import annotations

from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.choices import Choice, ask_choice, choices_between
from knowledge_base.articles import load_articles

ARTICLES = {article.id: article for article in load_articles()}


def choices(*ids: str, language: str = "fr") -> list[Choice]:
    return choices_between([ARTICLES[article_id] for article_id in ids], language)


def said(offered: list[Choice], language: str = "fr") -> dict[str, Any]:
    dispatcher = CollectingDispatcher()
    ask_choice(dispatcher, offered, language)
    (message,) = dispatcher.messages
    return message


def asked(offered: list[Choice], language: str = "fr") -> tuple[str, list[str]]:
    message = said(offered, language)
    return message["question"], [button["title"] for button in message["buttons"]]


def test_close_articles_are_told_apart_by_what_separates_them() -> None:
    question, buttons = asked(choices("debit-lent", "box-panne-generale"))

    assert question == "Qu'est-ce qui décrit le mieux votre connexion ?"
    assert buttons == [
        "Ça marche, mais c'est lent",
        "Plus d'Internet du tout",
        "Aucune de ces pistes",
    ]


def test_where_nothing_is_declared_the_titles_are_offered() -> None:
    offered = choices("debit-lent", "portabilite-rio")

    question, buttons = asked(offered)

    assert question == "Laquelle correspond le mieux à votre cas ?"
    assert buttons[:2] == [ARTICLES["debit-lent"].title, ARTICLES["portabilite-rio"].title]


def test_an_english_customer_chooses_in_english() -> None:
    declared = choices("debit-lent", "box-panne-generale", language="en")
    titles = choices("debit-lent", "portabilite-rio", language="en")

    assert [choice["title"] for choice in declared] == [
        "It works, but it is slow",
        "No Internet at all",
    ]
    assert titles[1]["title"] == ARTICLES["portabilite-rio"].title_en
    assert asked(titles, "en")[0] == "Which one fits your case best?"
    assert asked(titles, "en")[1][-1] == "None of these"


def test_a_single_candidate_is_not_called_several() -> None:
    assert said(choices("debit-lent"))["response"] == "utter_ask_choice_single"
    assert said(choices("debit-lent", "portabilite-rio"))["response"] == "utter_ask_choice"
