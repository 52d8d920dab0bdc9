"""Closes what silence closes. Any process may run it at any time, as often as it likes.

Silence is never taken for a yes: a ticket nobody confirmed closes as `unconfirmed`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, or_, select

from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.schema import AttemptRow, MessageRow, TicketRow
from tickets.sign_in import forget_old_tries
from tickets.status import forget_old_guesses
from tickets.transitions import SYSTEM, move
from tickets.vocabulary import AttemptOutcome, Author, TicketState

UNANSWERED_FOR = timedelta(hours=24)
UNRATED_FOR = timedelta(hours=72)


@dataclass(frozen=True)
class SweepReport:
    """How many tickets were closed, by kind."""

    unconfirmed: int
    confirmed: int


class Sweeper:
    """Looks for overdue tickets and closes them one by one."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def run(self) -> SweepReport:
        """Close what is due now."""
        now = self._clock()
        with self._database.session() as session:
            forget_old_guesses(session, now)
            forget_old_tries(session, now)
        return SweepReport(
            unconfirmed=self._close(_unanswered(now), "unanswered", now),
            confirmed=self._close(_unrated(now), "unrated", now),
        )

    def _close(self, due: Select[TicketRow], reason: str, now: datetime) -> int:
        with self._database.reading() as session:
            ids: Sequence[int] = session.scalars(due.with_only_columns(TicketRow.id)).all()
        return sum(self._close_one(due, ticket_id, reason, now) for ticket_id in ids)

    def _close_one(
        self, due: Select[TicketRow], ticket_id: int, reason: str, now: datetime
    ) -> bool:
        with self._database.session() as session:
            # 1. Hold the ticket. 2. Only then ask again whether it is due: meanwhile its customer
            # may have answered, or another process may have closed it.
            session.get(TicketRow, ticket_id, with_for_update=True)
            row = session.scalar(due.where(TicketRow.id == ticket_id))
            if row is None:
                return False
            move(session, row, TicketState.closed, by=SYSTEM, reason=reason, at=now)
            return True


def _unanswered(now: datetime) -> Select[TicketRow]:
    """Tickets that the bot has had for so long while the customer said nothing.

    A proposal waits for its judgement that long anew; without one, nothing else would end a ticket
    whose customer left after a refusal.
    """
    since = now - UNANSWERED_FOR
    spoke_since_or_waits = exists().where(
        MessageRow.conversation_id == TicketRow.conversation_id,
        MessageRow.author == Author.customer,
        or_(MessageRow.created_at > since, MessageRow.handled_at.is_(None)),
    )
    proposed_since = exists().where(
        AttemptRow.ticket_id == TicketRow.id,
        AttemptRow.outcome == AttemptOutcome.proposed,
        AttemptRow.proposed_at > since,
    )
    return select(TicketRow).where(
        TicketRow.state == TicketState.open,
        TicketRow.opened_at <= since,
        ~proposed_since,
        ~spoke_since_or_waits,
    )


def _unrated(now: datetime) -> Select[TicketRow]:
    return select(TicketRow).where(
        TicketRow.state == TicketState.resolved,
        TicketRow.state_changed_at <= now - UNRATED_FOR,
    )
