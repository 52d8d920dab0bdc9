"""Has articles fitted to what the customer wrote, and stories shortened, where LLM_ANSWERS is on.

Nothing personal leaves: names, numbers and addresses are taken out first. Whatever goes wrong, the
customer sees the article as it is.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from actions import composition
from knowledge_base.answer_writer import WrittenAnswer
from knowledge_base.articles import Article
from tickets.errors import TicketError
from tickets.redaction import redact

logger = logging.getLogger(__name__)


def write(
    message: str, name: str | None, articles: Sequence[Article], language: str
) -> WrittenAnswer | None:
    """None: show the article itself."""
    writer = composition.answer_writer()
    if writer is None or not articles:
        return None
    try:
        return writer.write(redact(message, [name]), articles, language)
    except TicketError as error:
        logger.warning("the LLM is not asked, its calls can't be counted: %s", error)
        return None


def shorten(story: str, name: str | None) -> str:
    """What to search a long story with; the story itself without the LLM."""
    writer = composition.answer_writer()
    if writer is None:
        return story
    bare = redact(story, [name])
    try:
        shortened = writer.shorten(bare)
    except TicketError as error:
        logger.warning("the LLM is not asked, its calls can't be counted: %s", error)
        return story
    return story if shortened == bare else shortened
