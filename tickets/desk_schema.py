"""The tables of the agents' work beside the tickets themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from tickets.columns import Base, Json, UtcDateTime, one_of
from tickets.people_schema import AgentRow, TeamRow
from tickets.schema import TicketRow
from tickets.vocabulary import (
    CorrectionField,
    DraftState,
    NotificationChannel,
    NotificationKind,
    NotificationState,
    Priority,
    Theme,
    Visibility,
)


class TicketNoteRow(Base):
    """What agents tell each other about a ticket; the customer never reads it."""

    __tablename__ = "ticket_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey(TicketRow.id, ondelete="RESTRICT"))
    agent_id: Mapped[int] = mapped_column(ForeignKey(AgentRow.id, ondelete="RESTRICT"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_ticket_notes_ticket_id", "ticket_id"),)


class CannedReplyRow(Base):
    """A reply written once, with placeholders, to be sent often."""

    __tablename__ = "canned_replies"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(8))
    created_by: Mapped[int] = mapped_column(ForeignKey(AgentRow.id, ondelete="RESTRICT"))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CorrectionRow(Base):
    """What the machine judged and an agent judged otherwise: feedback for the classifier."""

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey(TicketRow.id, ondelete="RESTRICT"))
    agent_id: Mapped[int] = mapped_column(ForeignKey(AgentRow.id, ondelete="RESTRICT"))
    field: Mapped[CorrectionField] = mapped_column(one_of(CorrectionField, "field"))
    from_value: Mapped[str] = mapped_column(String(32))
    to_value: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_corrections_ticket_id", "ticket_id"),)


class NotificationRow(Base):
    """One message that leaves the product by mail or webhook, until it is sent or given up.

    Alerts and reports are about no ticket.
    """

    __tablename__ = "notifications"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[NotificationKind] = mapped_column(one_of(NotificationKind, "kind"))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey(TicketRow.id, ondelete="RESTRICT"))
    channel: Mapped[NotificationChannel] = mapped_column(one_of(NotificationChannel, "channel"))
    target: Mapped[str] = mapped_column(String(500))
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    state: Mapped[NotificationState] = mapped_column(
        one_of(NotificationState, "notification_state"), default=NotificationState.pending
    )
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(String(500))
    dedupe_key: Mapped[str] = mapped_column(String(200), unique=True)

    __table_args__ = (
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_says_when"),
        CheckConstraint("attempts >= 0", name="attempts_from_0"),
        Index("ix_notifications_ticket_id", "ticket_id"),
        Index(
            "ix_notifications_due",
            "next_try_at",
            sqlite_where=sql("state IN ('pending', 'sending')"),
            postgresql_where=sql("state IN ('pending', 'sending')"),
        ),
    )


class NotificationTargetRow(Base):
    """Who is told: of one team's tickets or of all, from a priority upwards."""

    __tablename__ = "notification_targets"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey(TeamRow.id, ondelete="CASCADE"))
    min_priority: Mapped[Priority] = mapped_column(one_of(Priority, "min_priority"))
    channel: Mapped[NotificationChannel] = mapped_column(one_of(NotificationChannel, "channel"))
    address: Mapped[str] = mapped_column(String(500))
    from_settings: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))

    __table_args__ = (
        Index(
            "uq_notification_targets_from_settings",
            "channel",
            "address",
            unique=True,
            sqlite_where=sql("from_settings"),
            postgresql_where=sql("from_settings"),
        ),
    )


class ReportRecipientRow(Base):
    """Who gets the weekly report by mail, and in which language."""

    __tablename__ = "report_recipients"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(500), unique=True)
    language: Mapped[str] = mapped_column(String(8))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ArticleDraftRow(Base):
    """An article written in the console, often out of a solved ticket."""

    __tablename__ = "article_drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey(TicketRow.id, ondelete="RESTRICT"))
    article_id: Mapped[str] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(String(200))
    theme: Mapped[Theme] = mapped_column(one_of(Theme, "theme"))
    questions: Mapped[list[str]] = mapped_column(Json)
    answer: Mapped[str] = mapped_column(Text)
    visibility: Mapped[Visibility] = mapped_column(
        one_of(Visibility, "visibility"), server_default=Visibility.customer
    )
    title_en: Mapped[str | None] = mapped_column(String(200))
    answer_en: Mapped[str | None] = mapped_column(Text)
    state: Mapped[DraftState] = mapped_column(
        one_of(DraftState, "draft_state"), default=DraftState.draft
    )
    created_by: Mapped[int] = mapped_column(ForeignKey(AgentRow.id, ondelete="RESTRICT"))
    updated_by: Mapped[int] = mapped_column(ForeignKey(AgentRow.id, ondelete="RESTRICT"))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint(
            "state <> 'published' OR published_at IS NOT NULL", name="published_says_when"
        ),
        Index("ix_article_drafts_ticket_id", "ticket_id"),
        Index(
            "uq_article_drafts_one_draft",
            "article_id",
            unique=True,
            sqlite_where=sql("state = 'draft'"),
            postgresql_where=sql("state = 'draft'"),
        ),
        Index(
            "uq_article_drafts_one_published",
            "article_id",
            unique=True,
            sqlite_where=sql("state = 'published'"),
            postgresql_where=sql("state = 'published'"),
        ),
    )


class RetiredArticleRow(Base):
    """An article that the bot no longer answers with, wherever it was written."""

    __tablename__ = "retired_articles"

    article_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    retired_by: Mapped[int] = mapped_column(ForeignKey(AgentRow.id, ondelete="RESTRICT"))
    retired_at: Mapped[datetime] = mapped_column(UtcDateTime)


class QueueVersionRow(Base):
    """A number that a trigger raises with every change of a ticket."""

    __tablename__ = "queue_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int]

    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
