"""A solved ticket's words as the first words of an article, personal data taken out.

People make an article of them; nothing here judges whether they are good enough.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tickets.people_schema import AgentRow
from tickets.redaction import redact
from tickets.schema import MessageRow, TicketRow
from tickets.vocabulary import Author, Theme, Visibility

MAX_TITLE_CHARS = 60
MAX_ANSWER_CHARS = 4000
FEWEST_TELLING_CHARS = 20
MOST_FIRST_WORDS = 5
_OWN_NUMBER = re.compile(r"^\s*(?:\d+[.)]|[-•*])\s+")


@dataclass(frozen=True)
class DraftText:
    """What a person writes of an article."""

    title: str
    theme: Theme
    questions: tuple[str, ...]
    answer: str
    visibility: Visibility = Visibility.customer
    title_en: str | None = None
    answer_en: str | None = None


def text_of(session: Session, ticket: TicketRow) -> DraftText:
    """Questions: the problem and what the customer wrote first. Steps: what the agents said, then
    the resolution note."""
    said = _said_about(session, ticket)
    names = [ticket.customer_name, ticket.contact, *_speakers(session, said)]
    problem = redact(ticket.problem, names)
    told = [*_telling(said, Author.agent), ticket.resolution_note or ""]
    steps = [_OWN_NUMBER.sub("", line, count=1) for text in told for line in text.splitlines()]
    first_words = _telling(said, Author.customer)[:MOST_FIRST_WORDS]
    return DraftText(
        title=shorten(problem, MAX_TITLE_CHARS, placeholder="…"),
        theme=ticket.theme,
        questions=_redacted([ticket.problem, *first_words], names),
        answer=_numbered(_redacted(steps, names))[:MAX_ANSWER_CHARS],
    )


def _said_about(session: Session, ticket: TicketRow) -> Sequence[MessageRow]:
    """The conversation's messages since its ticket before, if any, was over."""
    is_theirs = MessageRow.conversation_id == ticket.conversation_id
    before = select(func.max(TicketRow.state_changed_at)).where(
        TicketRow.conversation_id == ticket.conversation_id, TicketRow.id < ticket.id
    )
    over_at = session.scalar(before)
    if over_at is not None:
        is_theirs &= MessageRow.created_at > over_at
    return session.scalars(select(MessageRow).where(is_theirs).order_by(MessageRow.seq)).all()


def _speakers(session: Session, said: Sequence[MessageRow]) -> list[str]:
    agent_ids = {message.agent_id for message in said if message.agent_id is not None}
    names = select(AgentRow.display_name).where(AgentRow.id.in_(agent_ids))
    return list(session.scalars(names))


def _telling(said: Sequence[MessageRow], author: Author) -> list[str]:
    """What one side said, without thanks and greetings."""
    texts = (message.text for message in said if message.author is author)
    return [text for text in texts if len(text) > FEWEST_TELLING_CHARS]


def _redacted(texts: Sequence[str], names: Sequence[str | None]) -> tuple[str, ...]:
    cleaned = (" ".join(redact(text, names).split()) for text in texts)
    return tuple(dict.fromkeys(text for text in cleaned if text))


def _numbered(steps: Sequence[str]) -> str:
    return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1))
