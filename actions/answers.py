"""How an article is shown: in the language of the customer's own words, where it has both."""

from __future__ import annotations

from knowledge_base.articles import Article
from knowledge_base.language import is_english


def shown_answer(article: Article, customer_text: str) -> tuple[str, str]:
    """Title and answer, in English for English words when the article has an English text."""
    if article.answer_en and article.title_en and is_english(customer_text):
        return article.title_en, _in_one_message(article.answer_en)
    return article.title, _in_one_message(article.answer)


def _in_one_message(text: str) -> str:
    """Rasa's REST channel cuts a text into messages at empty lines; a space keeps it whole."""
    return text.replace("\n\n", "\n \n")
