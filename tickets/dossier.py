"""All that a person who opens a ticket needs beside the messages. It only reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tickets.columns import Base
from tickets.database import Database
from tickets.desk_schema import CorrectionRow, TicketNoteRow
from tickets.desk_views import CorrectionView, NoteView
from tickets.schema import AttemptRow, EventRow, TicketRow
from tickets.transitions import read_ticket
from tickets.views import TicketView
from tickets.vocabulary import AttemptOutcome, Author, TicketState

EARLIER_TICKETS = 20
_Row = TypeVar("_Row", bound=Base)


@dataclass(frozen=True)
class AttemptView:
    """One solution that the bot proposed, and what became of it."""

    number: int
    article_id: str
    title: str
    outcome: AttemptOutcome
    proposed_at: datetime
    judged_at: datetime | None

    @classmethod
    def of(cls, row: AttemptRow) -> AttemptView:
        return cls(
            row.number, row.article_id, row.title, row.outcome, row.proposed_at, row.judged_at
        )


@dataclass(frozen=True)
class EventView:
    """One move of the ticket; `actor_id` is an agent's id, as text."""

    happened_at: datetime
    actor_kind: Author
    actor_id: str | None
    from_state: TicketState | None
    to_state: TicketState
    reason: str

    @classmethod
    def of(cls, row: EventRow) -> EventView:
        return cls(
            row.happened_at,
            row.actor_kind,
            row.actor_id,
            row.from_state,
            row.to_state,
            row.reason,
        )


@dataclass(frozen=True)
class Dossier:
    """A ticket and its history; `earlier` holds the customer's other tickets, newest first."""

    ticket: TicketView
    attempts: tuple[AttemptView, ...]
    events: tuple[EventView, ...]
    notes: tuple[NoteView, ...]
    corrections: tuple[CorrectionView, ...]
    earlier: tuple[TicketView, ...]


class Dossiers:
    """Reads dossiers; whoever shows one to a person writes that down in the audit log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, reference: str) -> Dossier:
        """The ticket's dossier, or `UnknownTicket`."""
        with self._database.reading() as session:
            ticket = read_ticket(session, reference)
            return Dossier(
                ticket=TicketView.of(ticket),
                attempts=tuple(AttemptView.of(row) for row in ticket.attempts),
                events=tuple(EventView.of(row) for row in _of(session, EventRow, ticket)),
                notes=tuple(NoteView.of(row) for row in _of(session, TicketNoteRow, ticket)),
                corrections=tuple(
                    CorrectionView.of(row) for row in _of(session, CorrectionRow, ticket)
                ),
                earlier=tuple(TicketView.of(row) for row in _earlier(session, ticket)),
            )


def _of(session: Session, kind: type[_Row], ticket: TicketRow) -> list[_Row]:
    query: Any = select(kind).filter_by(ticket_id=ticket.id).order_by("id")
    return list(session.scalars(query))


def _earlier(session: Session, ticket: TicketRow) -> list[TicketRow]:
    is_theirs = TicketRow.conversation_id == ticket.conversation_id
    if ticket.contact is not None:
        is_theirs = or_(is_theirs, TicketRow.contact == ticket.contact)
    query = (
        select(TicketRow)
        .where(is_theirs, TicketRow.id != ticket.id)
        .order_by(TicketRow.id.desc())
        .limit(EARLIER_TICKETS)
    )
    return list(session.scalars(query))
