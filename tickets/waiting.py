"""Tickets put aside until a moment, or until the customer writes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, or_, update
from sqlalchemy.orm import Session

from tickets.schema import TicketRow


def end_waiting(session: Session, conversation_id: str) -> None:
    """The customer wrote: what waited for it is to be done again."""
    is_aside = or_(TicketRow.waiting_for_customer, TicketRow.snoozed_until_at.is_not(None))
    session.execute(
        update(TicketRow)
        .where(TicketRow.conversation_id == conversation_id, is_aside)
        .values(waiting_for_customer=False, snoozed_until_at=None)
    )


def is_awake(now: datetime) -> ColumnElement[bool]:
    """Not put aside until later than now."""
    return or_(TicketRow.snoozed_until_at.is_(None), TicketRow.snoozed_until_at <= now)
