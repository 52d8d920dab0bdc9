"""The audit log: who read or changed what of a customer's data. Only ever added to.

It holds ids and words of the domain, never a customer's words; nobody's passwords either.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.desk_views import AuditView
from tickets.people_schema import AuditEventRow

Detail = dict[str, str | int | bool | None]


@dataclass(frozen=True)
class AuditFilters:
    """Which entries to show; what is None does not matter."""

    agent_id: int | None = None
    action: str | None = None
    subject_kind: str | None = None
    subject: str | None = None
    since_at: datetime | None = None
    until_at: datetime | None = None


def record(
    session: Session,
    at: datetime,
    action: str,
    *,
    agent_id: int | None,
    subject_kind: str,
    subject: str,
    detail: Detail | None = None,
) -> None:
    """Write an entry down in the transaction of the act itself."""
    session.add(
        AuditEventRow(
            at=at,
            agent_id=agent_id,
            action=action,
            subject_kind=subject_kind,
            subject=subject,
            detail=detail or {},
        )
    )


class Audit:
    """Writes entries of what is only read, and finds entries again."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def record(
        self,
        action: str,
        *,
        agent_id: int | None,
        subject_kind: str,
        subject: str,
        detail: Detail | None = None,
    ) -> None:
        """Write an entry down by itself: `ticket_read`, `customer_exported`…"""
        with self._database.session() as session:
            record(
                session,
                self._clock(),
                action,
                agent_id=agent_id,
                subject_kind=subject_kind,
                subject=subject,
                detail=detail,
            )

    def search(
        self, filters: AuditFilters, before_id: int | None = None, limit: int = 100
    ) -> list[AuditView]:
        """The newest entries first; `before_id` is the last one of the page before."""
        query = _matching(filters).order_by(AuditEventRow.id.desc()).limit(limit)
        if before_id is not None:
            query = query.where(AuditEventRow.id < before_id)
        with self._database.reading() as session:
            return [AuditView.of(row) for row in session.scalars(query)]


def _matching(filters: AuditFilters) -> Select[AuditEventRow]:
    query = select(AuditEventRow)
    for name in ("agent_id", "action", "subject_kind", "subject"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(getattr(AuditEventRow, name) == wanted)
    if filters.since_at is not None:
        query = query.where(AuditEventRow.at >= filters.since_at)
    if filters.until_at is not None:
        query = query.where(AuditEventRow.at < filters.until_at)
    return query
