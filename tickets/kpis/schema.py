"""The tables behind the figures. All but the questions are derived and can be made again.

Triggers note in `figure_changes` which hour of which source changed; `rollup` does the rest.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tickets.columns import Base, UtcDateTime, one_of
from tickets.kpis.definitions import Source
from tickets.vocabulary import Theme

BigId = BigInteger().with_variant(Integer, "sqlite")


class FigureChangeRow(Base):
    """A ticket opened then, a mention posted then, or a spend of then, is new or changed."""

    __tablename__ = "figure_changes"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    source: Mapped[Source] = mapped_column(one_of(Source, "source"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class FigureHourRow(Base):
    """What one clock hour of one source comes to, for each theme, channel and priority in it."""

    __tablename__ = "figure_hours"

    source: Mapped[Source] = mapped_column(one_of(Source, "source"), primary_key=True)
    hour_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tally: Mapped[dict[str, Any]] = mapped_column(JSON)


class FigureDayRow(Base):
    """Counts of one local day; an empty theme, channel or priority stands for all of them."""

    __tablename__ = "figure_days"

    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    theme: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    priority: Mapped[str] = mapped_column(String(32), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    total: Mapped[int]
    counts: Mapped[dict[str, int]] = mapped_column(JSON)

    __table_args__ = (Index("ix_figure_days_day", "day"),)


class FigureSampleRow(Base):
    """Durations of one local day, as `samples` packs them."""

    __tablename__ = "figure_samples"

    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    theme: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    priority: Mapped[str] = mapped_column(String(32), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    packed: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (Index("ix_figure_samples_day", "day"),)


class FigureStateRow(Base):
    """For which time zone and opening hours the figures were made, and when last."""

    __tablename__ = "figure_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_for: Mapped[str] = mapped_column(String(64))
    refreshed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)


class UnansweredQuestionRow(Base):
    """What a customer asked and no article answered, without personal data."""

    __tablename__ = "unanswered_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    theme: Mapped[Theme] = mapped_column(one_of(Theme, "theme"))
    text_hash: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index("ix_unanswered_questions_asked_at", "asked_at"),)
