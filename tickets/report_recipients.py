"""Who gets the weekly report, and each Monday's entries of the outbox for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tickets import audit
from tickets.agents import active_agent
from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.desk_schema import NotificationRow, ReportRecipientRow
from tickets.errors import InvalidValue, NotFound
from tickets.outbox import enqueue
from tickets.rights import require_role
from tickets.targets import clean_address
from tickets.vocabulary import NotificationChannel, NotificationKind, Role

SENT_AT = time(8)
A_WEEK = timedelta(days=7)
MOST_RECIPIENTS = 50


@dataclass(frozen=True)
class Recipient:
    id: int
    address: str
    language: str


def last_due(now: datetime, zone: ZoneInfo) -> datetime:
    """The latest Monday, 8 o'clock there, that is not to come."""
    local = now.astimezone(zone)
    monday = datetime.combine(local.date() - timedelta(days=local.weekday()), SENT_AT, zone)
    return monday if monday <= local else monday - A_WEEK


class ReportRecipients:
    """The list, which supervisors keep."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def add(self, address: str, language: str, *, by: int) -> Recipient:
        """From the next Monday on; `InvalidValue` for one that is on the list."""
        cleaned = clean_address(NotificationChannel.email, address)
        try:
            with self._database.session() as session:
                require_role(active_agent(session, by), Role.supervisor)
                _require_room(session)
                row = ReportRecipientRow(address=cleaned, language=language, added_at=self._clock())
                session.add(row)
                session.flush()
                self._note(session, "recipient_added", row.id, by)
                return _view(row)
        except IntegrityError as error:
            raise InvalidValue("address", "is on the list already") from error

    def remove(self, recipient_id: int, *, by: int) -> None:
        """No report any more, nor one that waits to leave."""
        with self._database.session() as session:
            require_role(active_agent(session, by), Role.supervisor)
            row = session.get(ReportRecipientRow, recipient_id, with_for_update=True)
            if row is None:
                raise NotFound("recipient_id")
            session.delete(row)
            self._note(session, "recipient_removed", recipient_id, by)

    def has(self, address: str) -> bool:
        """Whether it is on the list now."""
        query = select(ReportRecipientRow.id).filter_by(address=address)
        with self._database.reading() as session:
            return session.scalar(query) is not None

    def enqueue_due(self, zone: ZoneInfo) -> int:
        """Last week's report for everyone on the list since before Monday's hour; how many new.

        Any process may call it at any time: the outbox takes each Monday of each recipient once.
        """
        due = last_due(self._clock(), zone)
        return sum(self._enqueue(recipient_id, due) for recipient_id in self._not_told(due))

    def list(self) -> list[Recipient]:
        """Everyone, by address."""
        query = select(ReportRecipientRow).order_by(ReportRecipientRow.address)
        with self._database.reading() as session:
            return [_view(row) for row in session.scalars(query)]

    def _not_told(self, due: datetime) -> tuple[int, ...]:
        query = select(ReportRecipientRow.id).where(ReportRecipientRow.added_at <= due)
        with self._database.reading() as session:
            keys = {
                _key(due, recipient_id): recipient_id for recipient_id in session.scalars(query)
            }
            known = select(NotificationRow.dedupe_key).where(NotificationRow.dedupe_key.in_(keys))
            told = set(session.scalars(known))
        return tuple(recipient_id for key, recipient_id in keys.items() if key not in told)

    def _enqueue(self, recipient_id: int, due: datetime) -> bool:
        with self._database.session() as session:
            row = session.get(ReportRecipientRow, recipient_id, with_for_update=True)
            return row is not None and enqueue(
                session,
                None,
                NotificationKind.report,
                channel=NotificationChannel.email,
                target=row.address,
                payload=_week_before(due) | {"language": row.language},
                dedupe_key=_key(due, recipient_id),
                at=self._clock(),
            )

    def _note(self, session: Session, action: str, recipient_id: int, by: int) -> None:
        audit.record(
            session,
            self._clock(),
            action,
            agent_id=by,
            subject_kind="report_recipient",
            subject=str(recipient_id),
        )


def _view(row: ReportRecipientRow) -> Recipient:
    return Recipient(row.id, row.address, row.language)


def _require_room(session: Session) -> None:
    known = session.scalar(select(func.count()).select_from(ReportRecipientRow)) or 0
    if known >= MOST_RECIPIENTS:
        raise InvalidValue("recipients", f"should be at most {MOST_RECIPIENTS}; remove one first")


def _key(due: datetime, recipient_id: int) -> str:
    return f"{NotificationKind.report}:{due:%Y-%m-%d}:{recipient_id}"


def _week_before(due: datetime) -> dict[str, Any]:
    """Its days, as addresses of the dashboard have them."""
    monday = due.date()
    return {"from": str(monday - A_WEEK), "to": str(monday - timedelta(days=1))}
