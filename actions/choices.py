"""The question between close articles: what tells their cases apart, else their titles."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.executor import CollectingDispatcher

from actions import composition
from actions.answers import shown_title
from knowledge_base.articles import Article

NONE_OF_THESE = {"fr": "Aucune de ces pistes", "en": "None of these"}

# The id of an article, and the title of the button that stands for it.
Choice = dict[str, str]


def choices_between(articles: Sequence[Article], language: str) -> list[Choice]:
    """What the customer chooses from, in the articles' order."""
    distinction = composition.distinctions().between([article.id for article in articles])
    if distinction is None:
        return [{"id": article.id, "title": shown_title(article, language)} for article in articles]
    return [
        {"id": article.id, "title": distinction.cases[article.id][language]} for article in articles
    ]


def question_between(choices: Sequence[Choice], language: str) -> str:
    """What tells the choices apart, asked in the customer's language."""
    distinctions = composition.distinctions()
    declared = distinctions.between([choice["id"] for choice in choices])
    return (declared.question if declared else distinctions.otherwise)[language]


def ask_choice(dispatcher: CollectingDispatcher, choices: Sequence[Choice], language: str) -> None:
    """Each choice a button, and one for none of them; a single one is asked about as such."""
    titles = [{"title": choice["title"], "payload": choice["title"]} for choice in choices]
    none = {"title": NONE_OF_THESE[language], "payload": "/report_unsolved"}
    response = "utter_ask_choice" if len(choices) > 1 else "utter_ask_choice_single"
    dispatcher.utter_message(
        response=response, question=question_between(choices, language), buttons=[*titles, none]
    )
