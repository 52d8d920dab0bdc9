"""Agents who lose their connection: their conversations wait for them for a while, then return."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import Session

from tickets.schema import ConversationRow, TicketRow
from tickets.vocabulary import TicketState
from tickets.waiting import is_awake


def lose(session: Session, agent_id: int, at: datetime) -> None:
    """From now nobody is there in the conversations in which the agent speaks."""
    is_first = TicketRow.presence_lost_at.is_(None)
    session.execute(
        update(TicketRow)
        .where(_is_spoken_in(agent_id), is_first)
        .values(presence_lost_at=at)
        .execution_options(synchronize_session=False)
    )


def regain(session: Session, agent_id: int) -> None:
    """The agent is back."""
    session.execute(
        update(TicketRow)
        .where(TicketRow.assignee_id == agent_id, TicketRow.presence_lost_at.is_not(None))
        .values(presence_lost_at=None)
        .execution_options(synchronize_session=False)
    )


def abandoned(session: Session, since: datetime, now: datetime) -> Sequence[str]:
    """References of tickets whose agent has been gone since then, the longest first.

    One that waits for its customer, or sleeps, needs nobody.
    """
    query = (
        select(TicketRow.reference)
        .where(is_abandoned(since, now))
        .order_by(TicketRow.presence_lost_at)
    )
    return session.scalars(query).all()


def is_abandoned(since: datetime, now: datetime) -> ColumnElement[bool]:
    """The condition of `abandoned`, to be asked again once the ticket is held."""
    return (
        (TicketRow.state == TicketState.in_progress)
        & (TicketRow.presence_lost_at <= since)
        & ~TicketRow.waiting_for_customer
        & is_awake(now)
    )


def _is_spoken_in(agent_id: int) -> ColumnElement[bool]:
    return (
        (TicketRow.assignee_id == agent_id)
        & (TicketRow.state == TicketState.in_progress)
        & exists().where(
            ConversationRow.id == TicketRow.conversation_id, ConversationRow.agent_id == agent_id
        )
    )
