"""The one place where a ticket's state changes: checked, timed and written down as an event.

It decides nothing: which move and why come from `service` and `sweeps`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tickets.errors import UnknownTicket
from tickets.lifecycle import closing_kind, require_transition
from tickets.references import parse_reference
from tickets.schema import EventRow, TicketRow
from tickets.vocabulary import Author, TicketState


@dataclass(frozen=True)
class Actor:
    """Who acts; `id` tells agents apart and is never a name."""

    kind: Author
    id: str | None = None


CUSTOMER = Actor(Author.customer)
BOT = Actor(Author.bot)
SYSTEM = Actor(Author.system)


def locked_ticket(session: Session, reference: str) -> TicketRow:
    """The ticket, so held that nobody else changes it before the transaction ends."""
    return _ticket(session, reference, is_locked=True)


def read_ticket(session: Session, reference: str) -> TicketRow:
    """The ticket as it is now."""
    return _ticket(session, reference, is_locked=False)


def record_opening(session: Session, ticket: TicketRow, *, by: Actor) -> None:
    """The first event of a new ticket."""
    session.add(ticket)
    session.flush()
    session.add(_event(ticket, None, by, "opened", ticket.opened_at))


def move(
    session: Session,
    ticket: TicketRow,
    target: TicketState,
    *,
    by: Actor,
    reason: str,
    at: datetime,
) -> None:
    """Change the state along the drawing, or raise `TransitionRefused`."""
    origin = ticket.state
    require_transition(origin, target)
    ticket.state = target
    ticket.closing = closing_kind(origin, target)
    ticket.state_changed_at = at
    session.add(_event(ticket, origin, by, reason, at))


def _ticket(session: Session, reference: str, *, is_locked: bool) -> TicketRow:
    query = select(TicketRow).where(TicketRow.reference == parse_reference(reference))
    row = session.scalar(query.with_for_update() if is_locked else query)
    if row is None:
        raise UnknownTicket
    return row


def _event(
    ticket: TicketRow, origin: TicketState | None, by: Actor, reason: str, at: datetime
) -> EventRow:
    return EventRow(
        ticket_id=ticket.id,
        happened_at=at,
        actor_kind=by.kind,
        actor_id=by.id,
        from_state=origin,
        to_state=ticket.state,
        reason=reason,
    )
