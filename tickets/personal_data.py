"""What is stored about one customer: handed out whole, or erased.

Erasing leaves what the figures need (times, states, counts) and nothing that names or quotes.
Rasa's trackers are the affair of `trackers`; backups are not reached from here.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Delete, delete, exists, inspect, or_, select, update
from sqlalchemy.orm import Session

from tickets.columns import Base
from tickets.database import Database
from tickets.desk_schema import ArticleDraftRow, CorrectionRow, NotificationRow, TicketNoteRow
from tickets.lifecycle import FINAL
from tickets.schema import (
    ConversationRow,
    EventRow,
    MessageRow,
    StatusGuessRow,
    TicketRow,
)
from tickets.transitions import read_ticket
from tickets.x_schema import ChatOpeningRow

_NOT_HANDED_OUT = frozenset(
    {
        "token_hash",
        "turn_owner",
        "turn_until_at",
        "last_seq",
        "client_id",
        "problem_hash",
        "search_words",
        "dedupe_key",
    }
)


def export(database: Database, reference: str) -> dict[str, Any]:
    """Everything stored of the conversation that this ticket belongs to, ready for JSON."""
    with database.reading() as session:
        conversation_id = read_ticket(session, reference).conversation_id
        conversation = session.get_one(ConversationRow, conversation_id)
        return {
            "conversation": _plain(conversation),
            "from_x": _origin(session, conversation_id),
            "messages": [_plain(row) for row in _messages(session, conversation_id)],
            "tickets": [_whole_ticket(session, row) for row in _tickets(session, conversation_id)],
        }


def conversation_of(database: Database, reference: str) -> str:
    """The id of the conversation that this ticket belongs to."""
    with database.reading() as session:
        return read_ticket(session, reference).conversation_id


def silent_since(database: Database, moment: datetime) -> Sequence[str]:
    """The conversations, not yet erased, whose tickets are over and where nobody spoke since."""
    spoke = exists().where(
        MessageRow.conversation_id == ConversationRow.id, MessageRow.created_at > moment
    )
    goes_on = exists().where(
        TicketRow.conversation_id == ConversationRow.id,
        or_(TicketRow.state.not_in(FINAL), TicketRow.state_changed_at > moment),
    )
    query = select(ConversationRow.id).where(
        ConversationRow.erased_at.is_(None),
        ConversationRow.started_at <= moment,
        ~spoke,
        ~goes_on,
    )
    with database.reading() as session:
        return session.scalars(query).all()


def erase(database: Database, reference: str, at: datetime) -> int:
    """Remove the personal data of the ticket's whole conversation; how many messages it held."""
    return erase_conversation(database, conversation_of(database, reference), at)


def erase_conversation(database: Database, conversation_id: str, at: datetime) -> int:
    """Remove the personal data of a conversation and its tickets; how many messages it held."""
    with database.session() as session:
        conversation = session.get_one(ConversationRow, conversation_id, with_for_update=True)
        conversation.token_hash = None
        conversation.erased_at = at
        for ticket in _tickets(session, conversation_id):
            _erase_ticket(session, ticket)
        _erase_words(session, conversation_id)
        message_count = conversation.last_seq
    database.empty_the_log()
    return message_count


def sender_ids(database: Database, conversation_id: str) -> list[str]:
    """How Rasa knows the dialogues, past and present, of a conversation."""
    with database.reading() as session:
        dialogues = session.get_one(ConversationRow, conversation_id).dialogue
    return [conversation_id, *(f"{conversation_id}.{n}" for n in range(1, dialogues + 1))]


def _erase_words(session: Session, conversation_id: str) -> None:
    is_theirs = MessageRow.conversation_id == conversation_id
    session.execute(
        update(MessageRow).where(is_theirs).values(text="", payload=None, client_id=None)
    )
    opened_from = ChatOpeningRow.conversation_id == conversation_id
    session.execute(update(ChatOpeningRow).where(opened_from).values(handle=None))
    session.execute(delete(StatusGuessRow).where(StatusGuessRow.conversation_id == conversation_id))


def _erase_ticket(session: Session, ticket: TicketRow) -> None:
    notes = update(TicketNoteRow).where(TicketNoteRow.ticket_id == ticket.id)
    session.execute(notes.values(text=""))
    session.execute(delete(NotificationRow).where(NotificationRow.ticket_id == ticket.id))
    session.execute(_unread_drafts(ticket))
    ticket.customer_name = None
    ticket.contact = None
    ticket.problem = ""
    ticket.problem_hash = secrets.token_hex(32)  # the old one could be found again by guessing
    ticket.rating_comment = None
    ticket.resolution_note = None
    ticket.search_words = ""
    ticket.factors = []  # "vulnerable_customer" is about the person; the score stays


def _unread_drafts(ticket: TicketRow) -> Delete:
    """Drafts of an article hold the customer's words until a supervisor has published them."""
    return delete(ArticleDraftRow).where(
        ArticleDraftRow.ticket_id == ticket.id, ArticleDraftRow.published_at.is_(None)
    )


def _origin(session: Session, conversation_id: str) -> dict[str, Any] | None:
    """How the chat was opened from a public post, when it was."""
    row = session.get(ChatOpeningRow, conversation_id)
    return _plain(row) if row else None


def _messages(session: Session, conversation_id: str) -> Sequence[MessageRow]:
    query = select(MessageRow).filter_by(conversation_id=conversation_id).order_by(MessageRow.seq)
    return session.scalars(query).all()


def _tickets(session: Session, conversation_id: str) -> Sequence[TicketRow]:
    query = select(TicketRow).filter_by(conversation_id=conversation_id).order_by(TicketRow.id)
    return session.scalars(query).all()


def _whole_ticket(session: Session, ticket: TicketRow) -> dict[str, Any]:
    return {
        **_plain(ticket),
        "attempts": [_plain(attempt) for attempt in ticket.attempts],
        "events": _of_ticket(session, EventRow, ticket),
        "notes": _of_ticket(session, TicketNoteRow, ticket),
        "corrections": _of_ticket(session, CorrectionRow, ticket),
        "notifications": _of_ticket(session, NotificationRow, ticket),
    }


def _of_ticket(session: Session, kind: type[Base], ticket: TicketRow) -> list[dict[str, Any]]:
    query = select(kind).filter_by(ticket_id=ticket.id).order_by("id")
    return [_plain(row) for row in session.scalars(query)]


def _plain(row: Base) -> dict[str, Any]:
    names = [attribute.key for attribute in inspect(row).mapper.column_attrs]
    return {name: _json(getattr(row, name)) for name in names if name not in _NOT_HANDED_OUT}


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
