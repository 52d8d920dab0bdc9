"""How an article is shown: in the language of the customer's own words, where it has both."""

from __future__ import annotations

from knowledge_base.articles import Article
from knowledge_base.language import is_english


def shown_answer(article: Article, customer_text: str) -> tuple[str, str]:
    """Title and answer, in English for English words when the article has an English text."""
    if article.answer_en and article.title_en and is_english(customer_text):
        return article.title_en, article.answer_en
    return article.title, article.answer
