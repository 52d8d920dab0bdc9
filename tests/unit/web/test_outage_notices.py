from __future__ import annotations

from datetime import UTC, datetime

from tickets.views import MessageView
from tickets.vocabulary import Author
from web.outage import notices_of_this_outage


def said(author: Author, notice: str | None = None) -> MessageView:
    payload = {"notice": notice} if notice else None
    at = datetime(2026, 11, 20, tzinfo=UTC)
    return MessageView(1, "c1", 1, author, "…", payload, at, None, None)


def test_notices_are_remembered_while_the_bot_is_silent() -> None:
    messages = [said(Author.bot), said(Author.customer), said(Author.system, "outage")]

    assert notices_of_this_outage([*messages, said(Author.customer)]) == {"outage"}


def test_an_answer_of_the_bot_ends_the_outage() -> None:
    messages = [said(Author.system, "outage"), said(Author.bot), said(Author.customer)]

    assert notices_of_this_outage(messages) == set()


def test_a_ticket_opened_without_the_bot_begins_anew() -> None:
    messages = [
        said(Author.system, "outage"),
        said(Author.system, "ticket_offer"),
        said(Author.system, "ticket_opened"),
        said(Author.customer),
    ]

    assert notices_of_this_outage(messages) == set()
