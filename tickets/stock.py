"""How much of everything there is now, and how long the oldest of it waits: for monitoring.

Counts of whole tables; who asks often keeps the answer for a while.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.desk_schema import NotificationRow
from tickets.messages import IS_PENDING
from tickets.outbox import IS_UNSENT
from tickets.schema import AttemptRow, ConversationRow, MessageRow, TicketRow
from tickets.vocabulary import AttemptOutcome, Channel, Controller, EscalationReason, TicketState


class Stock:
    """Reads only."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def conversations(self) -> dict[Channel, int]:
        """By the way they came in, 0 included."""
        counts = self._counts(ConversationRow.channel)
        return {channel: counts.get(channel, 0) for channel in Channel}

    def tickets(self) -> dict[TicketState, int]:
        """By state, 0 included."""
        counts = self._counts(TicketRow.state)
        return {state: counts.get(state, 0) for state in TicketState}

    def attempts(self) -> dict[AttemptOutcome, int]:
        """By outcome, 0 included."""
        counts = self._counts(AttemptRow.outcome)
        return {outcome: counts.get(outcome, 0) for outcome in AttemptOutcome}

    def escalations(self) -> dict[EscalationReason, int]:
        """Tickets that went to people, by why, 0 included."""
        counts = self._counts(TicketRow.escalation_reason)
        return {reason: counts.get(reason, 0) for reason in EscalationReason}

    def pending_messages(self) -> int:
        """Customers' messages that the bot has not answered yet."""
        return int(self._one(_of_bot(select(func.count()).select_from(MessageRow))) or 0)

    def overdue_tickets(self) -> int:
        """Tickets that wait for an agent and whose first answer is late."""
        late = TicketRow.first_answer_due_at < self._clock()
        waiting = TicketRow.state == TicketState.escalated
        return int(self._one(select(func.count()).select_from(TicketRow).where(waiting, late)) or 0)

    def waits(self) -> dict[str, float]:
        """Seconds that the oldest waits: for the `bot`, an `agent`, a due `notification`; or 0."""
        since = {
            "bot": _of_bot(select(func.min(MessageRow.created_at))),
            "agent": select(func.min(TicketRow.escalated_at)).where(
                TicketRow.state == TicketState.escalated
            ),
            "notification": select(func.min(NotificationRow.next_try_at)).where(IS_UNSENT),
        }
        return {what: self._seconds_since(self._one(query)) for what, query in since.items()}

    def _counts(self, column: InstrumentedAttribute[Any]) -> dict[Any, int]:
        query = select(column, func.count()).where(column.is_not(None)).group_by(column)
        with self._database.reading() as session:
            return dict(session.execute(query).all())

    def _one(self, query: Select[Any]) -> Any:
        with self._database.reading() as session:
            return session.scalar(query)

    def _seconds_since(self, at: datetime | None) -> float:
        return max(0.0, (self._clock() - at).total_seconds()) if at else 0.0


def _of_bot(query: Select[Any]) -> Select[Any]:
    return query.join(ConversationRow).where(
        IS_PENDING, ConversationRow.controller == Controller.bot
    )
