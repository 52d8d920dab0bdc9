"""Tickets into the queue: nobody's, of their team, and told to those who want to know.

Used inside the transaction that moves them; it decides nothing.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from tickets.outbox import tell_targets
from tickets.schema import TicketRow
from tickets.teams import team_for
from tickets.transitions import Actor, move
from tickets.vocabulary import NotificationKind, TicketState


def escalate(session: Session, ticket: TicketRow, *, by: Actor, reason: str, at: datetime) -> None:
    """Move the ticket into the queue and tell its people."""
    enter_queue(session, ticket, by=by, reason=reason, at=at)
    tell_targets(session, ticket, NotificationKind.escalated, at)


def enter_queue(
    session: Session, ticket: TicketRow, *, by: Actor, reason: str, at: datetime
) -> None:
    """Move the ticket into the queue."""
    if ticket.state is not TicketState.in_progress:
        begin_waiting(session, ticket, at)
    clear_desk(ticket)
    move(session, ticket, TicketState.escalated, by=by, reason=reason, at=at)
    session.flush()  # the move is written as it is, whatever the caller changes next


def begin_waiting(session: Session, ticket: TicketRow, at: datetime) -> None:
    """From now the customer waits for a first word; a ticket only handed on waits since before."""
    ticket.escalated_at = at
    ticket.first_agent_message_at = None
    ticket.resolution_kind = None
    ticket.resolution_note = None
    ticket.team_id = ticket.team_id or team_for(session, ticket.theme)


def clear_desk(ticket: TicketRow) -> None:
    """Nobody has the ticket, and nothing keeps it aside."""
    ticket.assignee_id = None
    ticket.taken_at = None
    put_nothing_aside(ticket)


def put_nothing_aside(ticket: TicketRow) -> None:
    """Present, awake, waiting for nobody."""
    ticket.presence_lost_at = None
    ticket.snoozed_until_at = None
    ticket.waiting_for_customer = False
