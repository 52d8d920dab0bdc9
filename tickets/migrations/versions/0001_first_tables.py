"""The first tables: conversations, messages, tickets, attempts, events, guesses.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
STATES = ("open", "escalated", "in_progress", "resolved", "closed", "cancelled")
THEMES = (
    "internet_fixe",
    "reseau_mobile",
    "facturation",
    "resiliation",
    "commande_activation",
    "tv",
    "service_client",
    "offre",
    "messagerie_compte",
    "autre",
)
REASONS = ("attempts_exhausted", "customer_request", "no_answer_found", "grave", "bot_failure")
AUTHORS = ("customer", "bot", "agent", "system")
PENDING = sa.text("author = 'customer' AND handled_at IS NULL")
UNDELIVERED = sa.text("author <> 'customer' AND delivered_at IS NULL")
NOT_FINAL = sa.text("state NOT IN ('closed', 'cancelled')")
UNJUDGED = sa.text("outcome = 'proposed'")


def upgrade() -> None:
    _create_conversations()
    _create_messages()
    _index_messages()
    _create_status_guesses()
    _create_tickets()
    _index_tickets()
    _create_attempts()
    _index_attempts()
    _create_events()


def downgrade() -> None:
    for table in ("events", "attempts", "tickets", "status_guesses", "messages", "conversations"):
        op.drop_table(table)


def _moment(name: str, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _choice(name: str, *values: str, nullable: bool = False) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=nullable)


def _create_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("dialogue", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        _choice("controller", "bot", "agent"),
        _choice("channel", "web", "api", "shell", "x"),
        sa.Column("language", sa.String(length=8), nullable=False),
        _moment("started_at"),
        sa.Column("turn_owner", sa.String(length=32), nullable=True),
        _moment("turn_until_at", nullable=True),
        _moment("erased_at", nullable=True),
        sa.CheckConstraint(
            "(turn_owner IS NULL) = (turn_until_at IS NULL)",
            name=op.f("ck_conversations_turn_owner_has_a_term"),
        ),
        sa.CheckConstraint("dialogue >= 1", name=op.f("ck_conversations_dialogue_from_1")),
        sa.CheckConstraint("last_seq >= 0", name=op.f("ck_conversations_last_seq_from_0")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_conversations_token_hash")),
    )


def _create_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        _choice("author", *AUTHORS),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("payload", JSON, nullable=True),
        sa.Column("client_id", sa.String(length=64), nullable=True),
        _moment("created_at"),
        _moment("handled_at", nullable=True),
        _moment("delivered_at", nullable=True),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_messages_seq_from_1")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_messages_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint(
            "conversation_id", "client_id", name=op.f("uq_messages_conversation_id_client_id")
        ),
        sa.UniqueConstraint("conversation_id", "seq", name=op.f("uq_messages_conversation_id_seq")),
    )


def _index_messages() -> None:
    op.create_index(
        "ix_messages_pending",
        "messages",
        ["conversation_id", "seq"],
        unique=False,
        sqlite_where=PENDING,
        postgresql_where=PENDING,
    )
    op.create_index(
        "ix_messages_undelivered",
        "messages",
        ["conversation_id", "seq"],
        unique=False,
        sqlite_where=UNDELIVERED,
        postgresql_where=UNDELIVERED,
    )


def _create_status_guesses() -> None:
    op.create_table(
        "status_guesses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=True),
        _moment("guessed_at"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_status_guesses_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_guesses")),
    )
    op.create_index(
        op.f("ix_status_guesses_conversation_id"),
        "status_guesses",
        ["conversation_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_status_guesses_guessed_at"), "status_guesses", ["guessed_at"], unique=False
    )


def _create_tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        _choice("state", *STATES),
        _choice("theme", *THEMES),
        _choice("tone", "calm", "frustrated", "angry"),
        _choice("priority", "P0", "P1", "P2", "P3"),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("factors", JSON, nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("problem_hash", sa.String(length=64), nullable=False),
        sa.Column("customer_name", sa.String(length=200), nullable=True),
        sa.Column("contact", sa.String(length=254), nullable=True),
        _choice("escalation_reason", *REASONS, nullable=True),
        _choice("closing", "confirmed", "unconfirmed", nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("rating_comment", sa.Text(), nullable=True),
        _moment("opened_at"),
        _moment("state_changed_at"),
        _moment("first_answer_due_at"),
        _moment("resolution_due_at"),
        sa.CheckConstraint(
            "(state = 'closed') = (closing IS NOT NULL)", name=op.f("ck_tickets_closed_says_how")
        ),
        sa.CheckConstraint(
            "state NOT IN ('escalated', 'in_progress') OR escalation_reason IS NOT NULL",
            name=op.f("ck_tickets_escalated_says_why"),
        ),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("ck_tickets_rating_from_1_to_5")),
        sa.CheckConstraint("score >= 0", name=op.f("ck_tickets_score_from_0")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_tickets_conversation_id_conversations"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("reference", name=op.f("uq_tickets_reference")),
    )


def _index_tickets() -> None:
    op.create_index(
        "ix_tickets_contact_opened_at", "tickets", ["contact", "opened_at"], unique=False
    )
    op.create_index("ix_tickets_conversation_id", "tickets", ["conversation_id"], unique=False)
    op.create_index(
        "ix_tickets_state_due", "tickets", ["state", "first_answer_due_at"], unique=False
    )
    op.create_index(
        "uq_tickets_conversation_id_problem_hash",
        "tickets",
        ["conversation_id", "problem_hash"],
        unique=True,
        sqlite_where=NOT_FINAL,
        postgresql_where=NOT_FINAL,
    )


def _create_attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(length=100), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        _choice("outcome", "proposed", "refused", "accepted"),
        _moment("proposed_at"),
        _moment("judged_at", nullable=True),
        sa.CheckConstraint(
            "(outcome = 'proposed') = (judged_at IS NULL)",
            name=op.f("ck_attempts_judged_says_when"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_attempts_number_from_1")),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
            name=op.f("fk_attempts_ticket_id_tickets"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sa.UniqueConstraint(
            "ticket_id", "article_id", name=op.f("uq_attempts_ticket_id_article_id")
        ),
        sa.UniqueConstraint("ticket_id", "number", name=op.f("uq_attempts_ticket_id_number")),
    )


def _index_attempts() -> None:
    op.create_index(
        "ix_attempts_outcome_proposed_at", "attempts", ["outcome", "proposed_at"], unique=False
    )
    op.create_index(
        "uq_attempts_one_open_proposal",
        "attempts",
        ["ticket_id"],
        unique=True,
        sqlite_where=UNJUDGED,
        postgresql_where=UNJUDGED,
    )


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        _moment("happened_at"),
        _choice("actor_kind", *AUTHORS),
        sa.Column("actor_id", sa.String(length=64), nullable=True),
        _choice("from_state", *STATES, nullable=True),
        _choice("to_state", *STATES),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
            name=op.f("fk_events_ticket_id_tickets"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index("ix_events_ticket_id", "events", ["ticket_id"], unique=False)
    op.create_index(
        "ix_events_to_state_happened_at", "events", ["to_state", "happened_at"], unique=False
    )
