"""Who is told of tickets outside the console: addresses of mail and of webhooks."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tickets import audit
from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.desk_schema import NotificationTargetRow
from tickets.desk_views import TargetView
from tickets.errors import InvalidValue, NotFound
from tickets.folding import storable
from tickets.vocabulary import NotificationChannel, Priority


class Targets:
    """The store of notification targets."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def add(
        self,
        channel: NotificationChannel,
        address: str,
        *,
        team_id: int | None = None,
        min_priority: Priority = Priority.P3,
        by: int | None = None,
    ) -> TargetView:
        """Tell this address of a team's tickets, or of all, from a priority upwards."""
        row = NotificationTargetRow(
            team_id=team_id,
            min_priority=min_priority,
            channel=channel,
            address=clean_address(channel, address),
        )
        with self._database.session() as session:
            session.add(row)
            session.flush()
            audit.record(
                session,
                self._clock(),
                "target_added",
                agent_id=by,
                subject_kind="target",
                subject=str(row.id),
            )
            return TargetView.of(row)

    def remove(self, target_id: int, *, by: int | None = None) -> None:
        """Tell this address nothing any more."""
        with self._database.session() as session:
            session.delete(_of_people(session, target_id))
            audit.record(
                session,
                self._clock(),
                "target_removed",
                agent_id=by,
                subject_kind="target",
                subject=str(target_id),
            )

    def follow_settings(self, addresses: Iterable[tuple[NotificationChannel, str]]) -> None:
        """Tell the addresses of the settings of every ticket; those no longer set, nothing."""
        wanted = {(channel, clean_address(channel, address)) for channel, address in addresses}
        try:
            with self._database.session() as session:
                _follow(session, wanted)
        except IntegrityError:
            pass  # another process, with the same settings, was faster

    def list(self) -> list[TargetView]:
        """Every target, the oldest first."""
        query = select(NotificationTargetRow).order_by(NotificationTargetRow.id)
        with self._database.reading() as session:
            return [TargetView.of(row) for row in session.scalars(query)]


def _of_people(session: Session, target_id: int) -> NotificationTargetRow:
    row = session.get(NotificationTargetRow, target_id, with_for_update=True)
    if row is None:
        raise NotFound("target_id")
    if row.from_settings:
        raise InvalidValue("target_id", "comes from NOTIFY_EMAILS or NOTIFY_WEBHOOK_URL; change it")
    return row


def _follow(session: Session, wanted: set[tuple[NotificationChannel, str]]) -> None:
    rows = session.scalars(select(NotificationTargetRow).filter_by(from_settings=True)).all()
    for row in rows:
        if (row.channel, row.address) not in wanted:
            session.delete(row)
    for channel, address in sorted(wanted - {(row.channel, row.address) for row in rows}):
        session.add(
            NotificationTargetRow(
                min_priority=Priority.P3, channel=channel, address=address, from_settings=True
            )
        )


def clean_address(channel: NotificationChannel, address: str) -> str:
    """The address without blanks around it, or `InvalidValue`."""
    cleaned = storable(address).strip()
    if len(cleaned) > 500 or any(char.isspace() for char in cleaned):
        raise InvalidValue("address", "should hold at most 500 characters and no space")
    if channel is NotificationChannel.email and "@" not in cleaned[1:-1]:
        raise InvalidValue("address", "should look like support@example.org")
    if channel is NotificationChannel.webhook and not cleaned.startswith(("https://", "http://")):
        raise InvalidValue("address", "should begin with https:// or http://")
    return cleaned
