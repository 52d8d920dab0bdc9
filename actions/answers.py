"""How an article is shown: in the customer's language, where it has a text in it."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from knowledge_base.articles import Article

ENGLISH = "en"


def show_article(
    dispatcher: CollectingDispatcher,
    response: str,
    article: Article,
    language: str,
    written: str | None = None,
) -> None:
    """Say `response` with the article's title and answer, or with what was `written` out of it.

    French for want of English is told.
    """
    is_translated = language == ENGLISH and article.answer_en is not None
    if language == ENGLISH and not is_translated:
        dispatcher.utter_message(response="utter_only_in_french")
    answer = article.answer_en if is_translated else article.answer
    dispatcher.utter_message(
        response=response,
        title=shown_title(article, language),
        answer=_in_one_message(written or answer or ""),
    )


def shown_title(article: Article, language: str) -> str:
    """The title in the customer's language, else the French one."""
    return article.title_en if language == ENGLISH and article.title_en else article.title


def _in_one_message(text: str) -> str:
    """Rasa's REST channel cuts a text into messages at empty lines; a space keeps it whole."""
    return text.replace("\n\n", "\n \n")
