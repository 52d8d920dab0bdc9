"""The outbox: what is to leave by mail or webhook, kept until it is sent or given up.

Entries are written in the transaction of what they tell, so none is lost and a dead mail server
delays nothing. It sends nothing itself and knows no mail server.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.desk_schema import NotificationRow, NotificationTargetRow
from tickets.desk_views import NotificationView
from tickets.errors import NotFound
from tickets.folding import storable
from tickets.schema import TicketRow
from tickets.transitions import read_ticket
from tickets.vocabulary import NotificationChannel, NotificationKind, NotificationState, Priority

MAX_TRIES = 8
FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=1)
CLAIMED_FOR = timedelta(minutes=2)


def retry_after(attempts: int) -> timedelta:
    """How long to wait after so many failures: 30 s, 1 min, 2 min… at most an hour."""
    doublings = min(max(attempts, 1) - 1, 10)
    return min(FIRST_RETRY * (1 << doublings), LONGEST_RETRY)


def tell_targets(
    session: Session, ticket: TicketRow, kind: NotificationKind, at: datetime, about: str = ""
) -> int:
    """Enqueue for everyone who wants to know of this ticket; how many were not told before.

    `about` tells two occasions of one kind apart; without it, the ticket's last move does.
    """
    occasion = about or ticket.state_changed_at.isoformat()
    return sum(
        enqueue(
            session,
            ticket,
            kind,
            channel=target.channel,
            target=target.address,
            payload=_facts(ticket),
            dedupe_key=f"{kind}:{ticket.id}:{occasion}:{target.id}",
            at=at,
        )
        for target in _targets(session, ticket)
    )


def enqueue(
    session: Session,
    ticket: TicketRow | None,
    kind: NotificationKind,
    *,
    channel: NotificationChannel,
    target: str,
    payload: dict[str, Any],
    dedupe_key: str,
    at: datetime,
) -> bool:
    """Add an entry in the caller's transaction; False when the same key was added before.

    The caller holds the ticket, or what else it is about, so two who enqueue the same key at once
    come one after the other.
    """
    if session.scalar(select(NotificationRow.id).filter_by(dedupe_key=dedupe_key)) is not None:
        return False
    session.add(
        NotificationRow(
            kind=kind,
            ticket_id=ticket.id if ticket else None,
            channel=channel,
            target=target,
            payload=payload,
            next_try_at=at,
            created_at=at,
            dedupe_key=dedupe_key,
        )
    )
    session.flush()
    return True


class Notifications:
    """The outbox as its worker sees it; any number of workers may share it."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def enqueue(
        self,
        reference: str,
        kind: NotificationKind,
        *,
        channel: NotificationChannel,
        target: str,
        payload: dict[str, Any],
        dedupe_key: str,
    ) -> bool:
        """Add an entry by itself; False when the same key was added before."""
        with self._database.session() as session:
            ticket = read_ticket(session, reference)
            session.refresh(ticket, with_for_update=True)
            return enqueue(
                session,
                ticket,
                kind,
                channel=channel,
                target=target,
                payload=payload,
                dedupe_key=dedupe_key,
                at=self._clock(),
            )

    def claim_due(
        self, limit: int = 20, channel: NotificationChannel | None = None
    ) -> list[NotificationView]:
        """Entries to send now, for this worker alone until the claim ends after two minutes.

        A worker that dies in between leaves its entries to the next one: what it had sent already
        is then sent twice, never not at all.
        """
        now = self._clock()
        due = (
            select(NotificationRow)
            .where(IS_UNSENT, NotificationRow.next_try_at <= now)
            .order_by(NotificationRow.next_try_at, NotificationRow.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        if channel is not None:
            due = due.where(NotificationRow.channel == channel)
        with self._database.session() as session:
            rows = session.scalars(due).all()
            for row in rows:
                row.state = NotificationState.sending
                row.attempts += 1
                row.next_try_at = now + CLAIMED_FOR
            return [NotificationView.of(row) for row in rows]

    def mark_sent(self, notification_id: int) -> None:
        """It left."""
        with self._database.session() as session:
            row = _held(session, notification_id)
            row.state = NotificationState.sent
            row.sent_at = self._clock()
            row.last_error = None

    def mark_failed(self, notification_id: int, error: str, *, is_permanent: bool = False) -> bool:
        """It did not leave; True when it will be tried again, False when it is given up."""
        with self._database.session() as session:
            row = _held(session, notification_id)
            is_over = is_permanent or row.attempts >= MAX_TRIES
            row.state = NotificationState.failed if is_over else NotificationState.pending
            row.next_try_at = self._clock() + retry_after(row.attempts)
            row.last_error = storable(error)[:500]
            return not is_over

    def retry_failed(self) -> int:
        """Entries that were given up are due again, with all their tries; how many."""
        given_up = NotificationRow.state == NotificationState.failed
        again = {"state": NotificationState.pending, "attempts": 0, "next_try_at": self._clock()}
        with self._database.session() as session:
            retried = update(NotificationRow).where(given_up).values(again)
            return len(session.scalars(retried.returning(NotificationRow.id)).all())

    def counts(self) -> dict[NotificationState, int]:
        """How many entries are in each state, 0 included."""
        query = select(NotificationRow.state, func.count()).group_by(NotificationRow.state)
        with self._database.reading() as session:
            counts = dict(session.execute(query).all())
        return {state: counts.get(state, 0) for state in NotificationState}


IS_UNSENT = or_(
    NotificationRow.state == NotificationState.pending,
    NotificationRow.state == NotificationState.sending,
)


def _held(session: Session, notification_id: int) -> NotificationRow:
    row = session.get(NotificationRow, notification_id, with_for_update=True)
    if row is None:
        raise NotFound("notification_id")
    return row


def _targets(session: Session, ticket: TicketRow) -> list[NotificationTargetRow]:
    concerns = or_(
        NotificationTargetRow.team_id.is_(None), NotificationTargetRow.team_id == ticket.team_id
    )
    targets = session.scalars(
        select(NotificationTargetRow).where(concerns).order_by(NotificationTargetRow.id.desc())
    )
    ranks = list(Priority)
    rank = ranks.index(ticket.priority)
    return _each_once(target for target in targets if rank <= ranks.index(target.min_priority))


def targets_of_all(session: Session) -> list[NotificationTargetRow]:
    """Who is told of what is no team's: those of every team, whatever their priority."""
    query = select(NotificationTargetRow).filter_by(team_id=None)
    return _each_once(session.scalars(query.order_by(NotificationTargetRow.id.desc())))


def _each_once(newest_first: Iterable[NotificationTargetRow]) -> list[NotificationTargetRow]:
    """An address of several targets is told once, as its first."""
    by_address = {(target.channel, target.address): target for target in newest_first}
    return sorted(by_address.values(), key=lambda target: target.id)


def _facts(ticket: TicketRow) -> dict[str, Any]:
    """What may leave the product: words of the domain, none of the customer's."""
    return {
        "reference": ticket.reference,
        "state": ticket.state.value,
        "theme": ticket.theme.value,
        "priority": ticket.priority.value,
        "tone": ticket.tone.value,
        "reason": ticket.escalation_reason.value if ticket.escalation_reason else None,
        "first_answer_due_at": ticket.first_answer_due_at.isoformat(),
        "resolution_due_at": ticket.resolution_due_at.isoformat(),
    }
