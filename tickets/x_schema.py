"""The tables of what happens on X: mentions in, replies out, links to the chat, and the spend.

What names an author (id, handle, text) lives in `mentions` alone, so that one row is emptied when
the post disappears. A customer who agrees to it has the handle kept beside the chat.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from tickets.columns import Base, Json, UtcDateTime, one_of
from tickets.people_schema import AgentRow
from tickets.schema import ConversationRow
from tickets.vocabulary import Theme, Tone
from tickets.x_vocabulary import (
    CollectorMode,
    MentionSource,
    MentionState,
    ReplyRejection,
    ReplyState,
    SpendKind,
    ToneGroup,
)


class MentionRow(Base):
    """A post that names the operator's account; `root_id` is its first version's id.

    `interaction_key` is the hash of its author and of the exchange on X that it belongs to. Until
    `claimed_until`, a received one is judged by nobody but `claimed_by`.
    """

    __tablename__ = "mentions"

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[str | None] = mapped_column(String(32), unique=True)
    root_id: Mapped[str | None] = mapped_column(String(32), unique=True)
    edit_ids: Mapped[list[str]] = mapped_column(Json)
    interaction_key: Mapped[str] = mapped_column(String(64))
    author_id: Mapped[str | None] = mapped_column(String(32))
    author_handle: Mapped[str | None] = mapped_column(String(50))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(8))
    reply_settings: Mapped[str] = mapped_column(String(32))
    names_us: Mapped[bool]
    source: Mapped[MentionSource] = mapped_column(one_of(MentionSource, "source"))
    state: Mapped[MentionState] = mapped_column(
        one_of(MentionState, "mention_state"), default=MentionState.received
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_by: Mapped[str | None] = mapped_column(String(40))
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    judged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    complaint: Mapped[bool | None]
    theme: Mapped[Theme | None] = mapped_column(one_of(Theme, "theme"))
    tone: Mapped[Tone | None] = mapped_column(one_of(Tone, "tone"))
    respond: Mapped[bool | None]
    classification: Mapped[dict[str, Any] | None] = mapped_column(Json)
    verdict: Mapped[str | None] = mapped_column(String(32))
    corrected_complaint: Mapped[bool | None]
    corrected_theme: Mapped[Theme | None] = mapped_column(one_of(Theme, "corrected_theme"))
    corrected_tone: Mapped[Tone | None] = mapped_column(one_of(Tone, "corrected_tone"))
    corrected_by: Mapped[int | None] = mapped_column(ForeignKey(AgentRow.id, ondelete="RESTRICT"))
    corrected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint(
            "state <> 'gone' OR (text = '' AND post_id IS NULL AND author_id IS NULL"
            " AND author_handle IS NULL)",
            name="gone_keeps_nothing_personal",
        ),
        CheckConstraint(
            "state <> 'judged' OR (complaint IS NOT NULL AND judged_at IS NOT NULL)",
            name="judged_says_what",
        ),
        Index("ix_mentions_state_id", "state", "id"),
        Index("ix_mentions_author_id", "author_id"),
        Index("ix_mentions_checked_at", "checked_at"),
        Index("ix_mentions_created_at", "created_at"),
    )


class ReplyTemplateRow(Base):
    """One wording of a public reply; the rules send it alone only once a person approved it."""

    __tablename__ = "reply_templates"

    id: Mapped[int] = mapped_column(primary_key=True)
    theme: Mapped[Theme] = mapped_column(one_of(Theme, "theme"))
    tone_group: Mapped[ToneGroup] = mapped_column(one_of(ToneGroup, "tone_group"))
    language: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(String(280))
    is_active: Mapped[bool] = mapped_column(default=True)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey(AgentRow.id, ondelete="RESTRICT"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("theme", "tone_group", "language", "text"),
        CheckConstraint(
            "(approved_by IS NULL) = (approved_at IS NULL)", name="approved_says_who_and_when"
        ),
    )


class ChatLinkRow(Base):
    """The way from a public reply into the chat; only the hash of its token is kept."""

    __tablename__ = "chat_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    mention_id: Mapped[int] = mapped_column(ForeignKey(MentionRow.id, ondelete="RESTRICT"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    clicked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_chat_links_mention_id", "mention_id"),
        Index(
            "ix_chat_links_clicked",
            "mention_id",
            "id",
            sqlite_where=sql("clicked_at IS NOT NULL"),
            postgresql_where=sql("clicked_at IS NOT NULL"),
        ),
    )


class ChatOpeningRow(Base):
    """A conversation that began through a link; everybody can read the link, so one may have many.

    `handle` is there only with the customer's consent.
    """

    __tablename__ = "chat_openings"

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey(ConversationRow.id, ondelete="CASCADE"), primary_key=True
    )
    link_id: Mapped[int] = mapped_column(ForeignKey(ChatLinkRow.id, ondelete="RESTRICT"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    has_consent: Mapped[bool]
    handle: Mapped[str | None] = mapped_column(String(50))

    __table_args__ = (
        CheckConstraint("handle IS NULL OR has_consent", name="handle_needs_consent"),
        Index("ix_chat_openings_link_id", "link_id"),
    )


class PostReplyRow(Base):
    """The one public reply to an interaction; `text` holds {link} where the link goes.

    `target_id` is the post's id on X, kept only while it is not certain whether the reply is there.
    """

    __tablename__ = "post_replies"

    id: Mapped[int] = mapped_column(primary_key=True)
    mention_id: Mapped[int] = mapped_column(ForeignKey(MentionRow.id, ondelete="RESTRICT"))
    interaction_key: Mapped[str] = mapped_column(String(64), unique=True)
    template_id: Mapped[int | None] = mapped_column(
        ForeignKey(ReplyTemplateRow.id, ondelete="RESTRICT")
    )
    text: Mapped[str] = mapped_column(String(280))
    link_id: Mapped[int | None] = mapped_column(ForeignKey(ChatLinkRow.id, ondelete="RESTRICT"))
    state: Mapped[ReplyState] = mapped_column(one_of(ReplyState, "reply_state"))
    rejection: Mapped[ReplyRejection | None] = mapped_column(one_of(ReplyRejection, "rejection"))
    attempts: Mapped[int] = mapped_column(default=0)
    cost_micros: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey(AgentRow.id, ondelete="RESTRICT"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sending_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_post_id: Mapped[str | None] = mapped_column(String(32), unique=True)
    target_id: Mapped[str | None] = mapped_column(String(32))
    last_error: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_says_when"),
        CheckConstraint("(state = 'rejected') = (rejection IS NOT NULL)", name="rejected_says_why"),
        CheckConstraint(
            "state NOT IN ('sending', 'unknown') OR sending_at IS NOT NULL",
            name="sending_says_since_when",
        ),
        CheckConstraint("attempts >= 0", name="attempts_from_0"),
        Index("ix_post_replies_mention_id", "mention_id"),
        Index("ix_post_replies_state_next_try_at", "state", "next_try_at"),
        Index("ix_post_replies_sending_at", "sending_at"),
    )


class OptOutRow(Base):
    """An author who wants no reply, known by a hash alone."""

    __tablename__ = "opt_outs"

    author_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    since_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SpendRow(Base):
    """What a call to X costs, in millionths of a dollar; a negative one takes another back."""

    __tablename__ = "spend"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[SpendKind] = mapped_column(one_of(SpendKind, "spend_kind"))
    units: Mapped[int]
    micros: Mapped[int]

    __table_args__ = (Index("ix_spend_at", "at"),)


class CollectorSettingsRow(Base):
    """What people change while the collector runs; without the row, the defaults hold."""

    __tablename__ = "collector_settings"

    id: Mapped[int] = mapped_column(primary_key=True)
    mode: Mapped[CollectorMode] = mapped_column(one_of(CollectorMode, "mode"))
    is_stopped: Mapped[bool]
    per_author_per_day: Mapped[int]
    per_hour: Mapped[int]
    per_day: Mapped[int]
    dollars_per_day: Mapped[int]
    quiet_from: Mapped[str] = mapped_column(String(5))
    quiet_to: Mapped[str] = mapped_column(String(5))
    changed_by: Mapped[int | None] = mapped_column(ForeignKey(AgentRow.id, ondelete="RESTRICT"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint(
            "per_author_per_day >= 0 AND per_hour >= 0 AND per_day >= 0 AND dollars_per_day >= 0",
            name="caps_from_0",
        ),
    )


class CollectorMarkRow(Base):
    """A word the collector keeps of itself: the newest post stored, or a count of some event."""

    __tablename__ = "collector_marks"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
