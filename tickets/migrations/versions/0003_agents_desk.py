"""The agents' desk: people, their work on tickets, notifications, drafts.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
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
TABLES = (
    "article_drafts",
    "notification_targets",
    "notifications",
    "corrections",
    "canned_replies",
    "ticket_notes",
    "audit_events",
    "sign_in_tries",
    "agent_sessions",
    "agents",
    "teams",
)


def upgrade() -> None:
    _create_people()
    _create_sign_ins()
    _create_audit_events()
    _create_work()
    _create_notifications()
    _create_notification_targets()
    _create_article_drafts()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _moment(name: str, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _refers(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def _create_people() -> None:
    op.create_table(
        "teams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("themes", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("name", name=op.f("uq_teams_name")),
    )
    op.create_table(
        "agents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("display_name", sa.String(length=100), nullable=False),
        sa.Column("role", _one_of("role", "agent", "supervisor", "admin"), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        _moment("created_at"),
        sa.Column("preferences", JSON, nullable=False),
        sa.CheckConstraint("login = lower(login)", name=op.f("ck_agents_login_is_lower_case")),
        _refers("agents", "team_id", "teams", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agents")),
        sa.UniqueConstraint("login", name=op.f("uq_agents_login")),
    )


def _create_audit_events() -> None:
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Integer(), nullable=False),
        _moment("at"),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject_kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("detail", JSON, nullable=False),
        _refers("audit_events", "agent_id", "agents", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
    )
    op.create_index("ix_audit_events_agent_id", "audit_events", ["agent_id"])
    op.create_index("ix_audit_events_at", "audit_events", ["at"])
    op.create_index("ix_audit_events_subject", "audit_events", ["subject_kind", "subject"])


def _create_sign_ins() -> None:
    op.create_table(
        "agent_sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        _moment("created_at"),
        _moment("seen_at"),
        _moment("expires_at"),
        _moment("revoked_at", nullable=True),
        _refers("agent_sessions", "agent_id", "agents", "CASCADE"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_agent_sessions")),
    )
    op.create_index("ix_agent_sessions_agent_id", "agent_sessions", ["agent_id"])
    op.create_table(
        "sign_in_tries",
        sa.Column("login_hash", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        _moment("failed_at"),
        _moment("locked_until_at", nullable=True),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_sign_in_tries_failures_from_0")),
        sa.PrimaryKeyConstraint("login_hash", name=op.f("pk_sign_in_tries")),
    )


def _create_work() -> None:
    op.create_table(
        "ticket_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _moment("created_at"),
        _refers("ticket_notes", "ticket_id", "tickets", "RESTRICT"),
        _refers("ticket_notes", "agent_id", "agents", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_notes")),
    )
    op.create_index("ix_ticket_notes_ticket_id", "ticket_notes", ["ticket_id"])
    op.create_table(
        "canned_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        _moment("updated_at"),
        _refers("canned_replies", "created_by", "agents", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_replies")),
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("field", _one_of("field", "theme", "priority", "tone"), nullable=False),
        sa.Column("from_value", sa.String(length=32), nullable=False),
        sa.Column("to_value", sa.String(length=32), nullable=False),
        _moment("at"),
        _refers("corrections", "ticket_id", "tickets", "RESTRICT"),
        _refers("corrections", "agent_id", "agents", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index("ix_corrections_ticket_id", "corrections", ["ticket_id"])


def _create_notifications() -> None:
    kinds = _one_of("kind", "escalated", "deadline_near", "agent_answer")
    states = _one_of("notification_state", "pending", "sending", "sent", "failed")
    op.create_table(
        "notifications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", kinds, nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("channel", _one_of("channel", "email", "webhook"), nullable=False),
        sa.Column("target", sa.String(length=500), nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("state", states, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _moment("next_try_at"),
        _moment("created_at"),
        _moment("sent_at", nullable=True),
        sa.Column("last_error", sa.String(length=500), nullable=True),
        sa.Column("dedupe_key", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_notifications_sent_says_when")
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_notifications_attempts_from_0")),
        _refers("notifications", "ticket_id", "tickets", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_notifications_dedupe_key")),
    )
    op.create_index("ix_notifications_ticket_id", "notifications", ["ticket_id"])
    _create_partial_index(
        "ix_notifications_due", "notifications", "next_try_at", "state IN ('pending', 'sending')"
    )


def _create_notification_targets() -> None:
    op.create_table(
        "notification_targets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("min_priority", _one_of("min_priority", "P0", "P1", "P2", "P3"), nullable=False),
        sa.Column("channel", _one_of("channel", "email", "webhook"), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        _refers("notification_targets", "team_id", "teams", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification_targets")),
    )


def _create_article_drafts() -> None:
    states = _one_of("draft_state", "draft", "published", "retired")
    op.create_table(
        "article_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("article_id", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("theme", _one_of("theme", *THEMES), nullable=False),
        sa.Column("questions", JSON, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("state", states, nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=False),
        _moment("updated_at"),
        _moment("published_at", nullable=True),
        sa.CheckConstraint(
            "state <> 'published' OR published_at IS NOT NULL",
            name=op.f("ck_article_drafts_published_says_when"),
        ),
        _refers("article_drafts", "ticket_id", "tickets", "RESTRICT"),
        _refers("article_drafts", "created_by", "agents", "RESTRICT"),
        _refers("article_drafts", "updated_by", "agents", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_drafts")),
    )
    op.create_index("ix_article_drafts_ticket_id", "article_drafts", ["ticket_id"])
    for state in ("draft", "published"):
        name = f"uq_article_drafts_one_{state}"
        _create_partial_index(
            name, "article_drafts", "article_id", f"state = '{state}'", is_unique=True
        )


def _create_partial_index(
    name: str, table: str, column: str, condition: str, is_unique: bool = False
) -> None:
    where = sa.text(condition)
    op.create_index(
        name, table, [column], unique=is_unique, sqlite_where=where, postgresql_where=where
    )
