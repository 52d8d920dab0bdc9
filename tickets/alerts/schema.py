"""The tables of alerts. A removed rule stays, so that what it told can still be read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from tickets.alerts.rules import AlertState, Ending
from tickets.columns import Base, UtcDateTime, one_of
from tickets.kpis.definitions import Direction
from tickets.people_schema import AgentRow


class AlertRuleRow(Base):
    """A rule, where it stands, and what was read last; `origin` names one that came with us."""

    __tablename__ = "alert_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    origin: Mapped[str | None] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    signal: Mapped[str] = mapped_column(String(40))
    direction: Mapped[Direction] = mapped_column(one_of(Direction, "direction"))
    threshold: Mapped[float]
    for_minutes: Mapped[int]
    window: Mapped[str] = mapped_column(String(8))
    min_sample: Mapped[int]
    is_paused: Mapped[bool] = mapped_column(default=False)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey(AgentRow.id, ondelete="RESTRICT"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[AlertState] = mapped_column(
        one_of(AlertState, "alert_state"), default=AlertState.quiet
    )
    since_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    value: Mapped[float | None]


class AlertRow(Base):
    """One time that a rule fired; `value` is what was read then."""

    __tablename__ = "alerts"

    id: Mapped[int] = mapped_column(primary_key=True)
    rule_id: Mapped[int] = mapped_column(ForeignKey(AlertRuleRow.id, ondelete="RESTRICT"))
    fired_at: Mapped[datetime] = mapped_column(UtcDateTime)
    value: Mapped[float]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ending: Mapped[Ending | None] = mapped_column(one_of(Ending, "ending"))

    __table_args__ = (
        Index(
            "uq_alerts_firing",
            "rule_id",
            unique=True,
            sqlite_where=sql("ended_at IS NULL"),
            postgresql_where=sql("ended_at IS NULL"),
        ),
        Index("ix_alerts_fired_at", "fired_at"),
    )
