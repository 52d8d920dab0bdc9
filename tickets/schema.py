"""The tables, as SQLAlchemy maps them. Rules that no table can state live in `lifecycle`.

The migrations create them, with the triggers that guard `tickets.state` and `events`; nothing
calls `create_all`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tickets.columns import Base as Base
from tickets.columns import Json, UtcDateTime, one_of
from tickets.people_schema import AgentRow, TeamRow
from tickets.vocabulary import (
    AttemptOutcome,
    Author,
    Channel,
    ClosingKind,
    Controller,
    EscalationReason,
    Priority,
    ResolutionKind,
    Theme,
    TicketState,
    Tone,
)


class ConversationRow(Base):
    """One customer's chat; `token_hash` is the SHA-256 of the token that the browser holds."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    dialogue: Mapped[int] = mapped_column(default=1)
    last_seq: Mapped[int] = mapped_column(default=0)
    controller: Mapped[Controller] = mapped_column(
        one_of(Controller, "controller"), default=Controller.bot
    )
    agent_id: Mapped[int | None] = mapped_column(ForeignKey(AgentRow.id, ondelete="RESTRICT"))
    channel: Mapped[Channel] = mapped_column(one_of(Channel, "channel"))
    language: Mapped[str] = mapped_column(String(8), default="fr")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    turn_owner: Mapped[str | None] = mapped_column(String(32))
    turn_until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("dialogue >= 1", name="dialogue_from_1"),
        CheckConstraint(
            "(controller = 'agent') = (agent_id IS NOT NULL)", name="agent_control_says_who"
        ),
        CheckConstraint("last_seq >= 0", name="last_seq_from_0"),
        CheckConstraint(
            "(turn_owner IS NULL) = (turn_until_at IS NULL)", name="turn_owner_has_a_term"
        ),
    )


class MessageRow(Base):
    """One utterance; `seq` counts 1, 2, 3… within its conversation."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    seq: Mapped[int]
    author: Mapped[Author] = mapped_column(one_of(Author, "author"))
    agent_id: Mapped[int | None] = mapped_column(ForeignKey(AgentRow.id, ondelete="RESTRICT"))
    text: Mapped[str] = mapped_column(Text)
    payload: Mapped[dict[str, Any] | None] = mapped_column(Json)
    client_id: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        UniqueConstraint("conversation_id", "client_id"),
        CheckConstraint("seq >= 1", name="seq_from_1"),
        CheckConstraint("agent_id IS NULL OR author = 'agent'", name="agent_spoke"),
        Index(
            "ix_messages_pending",
            "conversation_id",
            "seq",
            sqlite_where=sql("author = 'customer' AND handled_at IS NULL"),
            postgresql_where=sql("author = 'customer' AND handled_at IS NULL"),
        ),
        Index(
            "ix_messages_undelivered",
            "conversation_id",
            "seq",
            sqlite_where=sql("author <> 'customer' AND delivered_at IS NULL"),
            postgresql_where=sql("author <> 'customer' AND delivered_at IS NULL"),
        ),
        Index(
            "ix_messages_unread_answers",
            "created_at",
            sqlite_where=sql("author = 'agent' AND delivered_at IS NULL"),
            postgresql_where=sql("author = 'agent' AND delivered_at IS NULL"),
        ),
    )


class TicketRow(Base):
    """One problem of one customer."""

    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="RESTRICT")
    )
    state: Mapped[TicketState] = mapped_column(
        one_of(TicketState, "state"), default=TicketState.open
    )
    theme: Mapped[Theme] = mapped_column(one_of(Theme, "theme"))
    tone: Mapped[Tone] = mapped_column(one_of(Tone, "tone"))
    priority: Mapped[Priority] = mapped_column(one_of(Priority, "priority"))
    score: Mapped[int]
    factors: Mapped[list[list[Any]]] = mapped_column(Json)
    is_public: Mapped[bool] = mapped_column(default=False)
    problem: Mapped[str] = mapped_column(Text)
    problem_hash: Mapped[str] = mapped_column(String(64))
    customer_name: Mapped[str | None] = mapped_column(String(200))
    contact: Mapped[str | None] = mapped_column(String(254))
    escalation_reason: Mapped[EscalationReason | None] = mapped_column(
        one_of(EscalationReason, "escalation_reason")
    )
    closing: Mapped[ClosingKind | None] = mapped_column(one_of(ClosingKind, "closing"))
    rating: Mapped[int | None]
    rating_comment: Mapped[str | None] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state_changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    first_answer_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    resolution_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey(AgentRow.id, ondelete="RESTRICT"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey(TeamRow.id, ondelete="SET NULL"))
    escalated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    first_agent_message_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    presence_lost_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    snoozed_until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waiting_for_customer: Mapped[bool] = mapped_column(default=False)
    resolution_kind: Mapped[ResolutionKind | None] = mapped_column(
        one_of(ResolutionKind, "resolution_kind")
    )
    resolution_note: Mapped[str | None] = mapped_column(Text)
    born_article_id: Mapped[str | None] = mapped_column(String(100))
    search_words: Mapped[str] = mapped_column(Text, default="")
    attempts: Mapped[list[AttemptRow]] = relationship(order_by="AttemptRow.number", lazy="selectin")

    __table_args__ = (
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating_from_1_to_5"),
        CheckConstraint("(state = 'closed') = (closing IS NOT NULL)", name="closed_says_how"),
        CheckConstraint(
            "state NOT IN ('escalated', 'in_progress') OR escalation_reason IS NOT NULL",
            name="escalated_says_why",
        ),
        CheckConstraint("score >= 0", name="score_from_0"),
        CheckConstraint(
            "state <> 'in_progress' OR assignee_id IS NOT NULL", name="in_progress_says_who"
        ),
        Index("ix_tickets_conversation_id", "conversation_id"),
        Index("ix_tickets_opened_at", "opened_at"),
        Index("ix_tickets_state_due", "state", "first_answer_due_at"),
        Index("ix_tickets_assignee_id_state", "assignee_id", "state"),
        Index("ix_tickets_first_agent_message_at", "first_agent_message_at"),
        Index(
            "ix_tickets_born_article_id",
            "born_article_id",
            sqlite_where=sql("born_article_id IS NOT NULL"),
            postgresql_where=sql("born_article_id IS NOT NULL"),
        ),
        Index("ix_tickets_contact_opened_at", "contact", "opened_at"),
        Index(
            "uq_tickets_conversation_id_problem_hash",
            "conversation_id",
            "problem_hash",
            unique=True,
            sqlite_where=sql("state NOT IN ('closed', 'cancelled')"),
            postgresql_where=sql("state NOT IN ('closed', 'cancelled')"),
        ),
    )


class AttemptRow(Base):
    """One solution proposed by the bot and judged, or not yet, by the customer."""

    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="RESTRICT"))
    number: Mapped[int]
    article_id: Mapped[str] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(Text)
    outcome: Mapped[AttemptOutcome] = mapped_column(
        one_of(AttemptOutcome, "outcome"), default=AttemptOutcome.proposed
    )
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    judged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("ticket_id", "article_id"),
        UniqueConstraint("ticket_id", "number"),
        CheckConstraint("number >= 1", name="number_from_1"),
        CheckConstraint("(outcome = 'proposed') = (judged_at IS NULL)", name="judged_says_when"),
        Index(
            "uq_attempts_one_open_proposal",
            "ticket_id",
            unique=True,
            sqlite_where=sql("outcome = 'proposed'"),
            postgresql_where=sql("outcome = 'proposed'"),
        ),
        Index("ix_attempts_outcome_proposed_at", "outcome", "proposed_at"),
    )


class EventRow(Base):
    """One transition of a ticket: written once, never changed; holds no personal text."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="RESTRICT"))
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_kind: Mapped[Author] = mapped_column(one_of(Author, "actor_kind"))
    actor_id: Mapped[str | None] = mapped_column(String(64))
    from_state: Mapped[TicketState | None] = mapped_column(one_of(TicketState, "from_state"))
    to_state: Mapped[TicketState] = mapped_column(one_of(TicketState, "to_state"))
    reason: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        Index("ix_events_ticket_id", "ticket_id"),
        Index("ix_events_to_state_happened_at", "to_state", "happened_at"),
    )


class StatusGuessRow(Base):
    """One wrong pair of reference and name; kept for an hour to limit guessing."""

    __tablename__ = "status_guesses"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str | None] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    reference: Mapped[str | None] = mapped_column(String(12), index=True)
    guessed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
