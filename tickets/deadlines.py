"""Warnings before a deadline passes, each once. It moves no ticket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, or_, select

from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.outbox import tell_targets
from tickets.priority import DEADLINES
from tickets.schema import TicketRow
from tickets.transitions import locked_ticket
from tickets.vocabulary import NotificationKind, Priority, TicketState

LONGEST_LEAD = timedelta(hours=1)
_WITH_HUMANS = (TicketState.escalated, TicketState.in_progress)


class DeadlineKind(StrEnum):
    """Which promise is near its end."""

    first_answer = "first_answer"
    resolution = "resolution"


@dataclass(frozen=True)
class NearDeadline:
    """A deadline that deserves a warning."""

    reference: str
    kind: DeadlineKind
    due_at: datetime


def lead(
    priority: Priority, kind: DeadlineKind, longest_lead: timedelta = LONGEST_LEAD
) -> timedelta:
    """How long before the deadline the warning comes: a quarter of the delay at most."""
    delays = DEADLINES[priority]
    whole = delays.first_answer if kind is DeadlineKind.first_answer else delays.resolution
    return min(whole / 4, longest_lead)


def near_deadline(
    ticket: TicketRow, now: datetime, longest_lead: timedelta = LONGEST_LEAD
) -> NearDeadline | None:
    """The ticket's next deadline, when it is near and not passed."""
    kind, due_at = DeadlineKind.first_answer, ticket.first_answer_due_at
    if ticket.first_agent_message_at is not None:
        kind, due_at = DeadlineKind.resolution, ticket.resolution_due_at
    if due_at - lead(ticket.priority, kind, longest_lead) <= now < due_at:
        return NearDeadline(ticket.reference, kind, due_at)
    return None


class Deadlines:
    """Looks for near deadlines; any process may run it at any time, as often as it likes."""

    def __init__(
        self, database: Database, clock: Clock = utc_now, longest_lead: timedelta = LONGEST_LEAD
    ) -> None:
        self._database = database
        self._clock = clock
        self._longest_lead = longest_lead

    def near(self) -> list[NearDeadline]:
        """Deadlines that are near now, the nearest first."""
        now = self._clock()
        with self._database.reading() as session:
            tickets = session.scalars(
                select(TicketRow).where(TicketRow.state.in_(_WITH_HUMANS), self._may_be_near(now))
            ).all()
        found = [near_deadline(ticket, now, self._longest_lead) for ticket in tickets]
        return sorted((one for one in found if one is not None), key=lambda one: one.due_at)

    def warn(self) -> int:
        """Enqueue the warnings that were not given yet; how many."""
        return sum(self._warn(near.reference) for near in self.near())

    def _warn(self, reference: str) -> int:
        now = self._clock()
        with self._database.session() as session:
            ticket = locked_ticket(session, reference)
            near = near_deadline(ticket, now, self._longest_lead)
            if near is None or ticket.state not in _WITH_HUMANS:
                return 0
            about = f"{near.kind} {near.due_at.isoformat()}"
            return tell_targets(session, ticket, NotificationKind.deadline_near, now, about)

    def _may_be_near(self, now: datetime) -> ColumnElement[bool]:
        latest = now + self._longest_lead
        return or_(
            TicketRow.first_answer_due_at.between(now, latest),
            TicketRow.resolution_due_at.between(now, latest),
        )
