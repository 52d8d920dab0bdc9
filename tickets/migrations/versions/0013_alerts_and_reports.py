"""Alerts and their rules, who gets the weekly report, notifications that are about no ticket.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
KINDS_BEFORE = ("escalated", "deadline_near", "agent_answer")
KINDS = (*KINDS_BEFORE, "alert_firing", "alert_ended", "report")
UNSENT = sa.text("state IN ('pending', 'sending')")
FIRING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    _create_rules()
    _create_alerts()
    _create_recipients()
    _change_notifications(KINDS_BEFORE, KINDS, may_lack_ticket=True)


def downgrade() -> None:
    op.execute("DELETE FROM notifications WHERE ticket_id IS NULL")
    _change_notifications(KINDS, KINDS_BEFORE, may_lack_ticket=False)
    for table in ("report_recipients", "alerts", "alert_rules"):
        op.drop_table(table)


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _create_rules() -> None:
    op.create_table(
        "alert_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("signal", sa.String(length=40), nullable=False),
        sa.Column("direction", _one_of("direction", "above", "below"), nullable=False),
        sa.Column("threshold", sa.Double(), nullable=False),
        sa.Column("for_minutes", sa.Integer(), nullable=False),
        sa.Column("window", sa.String(length=8), nullable=False),
        sa.Column("min_sample", sa.Integer(), nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        _moment("removed_at", nullable=True),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        _moment("changed_at"),
        sa.Column(
            "state",
            _one_of("alert_state", "quiet", "pending", "firing", "recovering"),
            nullable=False,
        ),
        _moment("since_at", nullable=True),
        _moment("checked_at", nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        _refers("alert_rules", "changed_by", "agents"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_rules")),
        sa.UniqueConstraint("origin", name=op.f("uq_alert_rules_origin")),
    )


def _create_alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        _moment("fired_at"),
        sa.Column("value", sa.Double(), nullable=False),
        _moment("ended_at", nullable=True),
        sa.Column("ending", _one_of("ending", "kept", "no_data", "changed"), nullable=True),
        _refers("alerts", "rule_id", "alert_rules"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    op.create_index("ix_alerts_fired_at", "alerts", ["fired_at"])
    op.create_index(
        "uq_alerts_firing",
        "alerts",
        ["rule_id"],
        unique=True,
        sqlite_where=FIRING,
        postgresql_where=FIRING,
    )


def _create_recipients() -> None:
    op.create_table(
        "report_recipients",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        _moment("added_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_recipients")),
        sa.UniqueConstraint("address", name=op.f("uq_report_recipients_address")),
    )


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="RESTRICT")


def _change_notifications(
    before: tuple[str, ...], after: tuple[str, ...], *, may_lack_ticket: bool
) -> None:
    # SQLite makes the table anew, and cannot tell by itself what its checks are.
    table = _notifications(before, may_lack_ticket=not may_lack_ticket)
    words = ", ".join(f"'{kind}'" for kind in after)
    with op.batch_alter_table("notifications", copy_from=table) as batch:
        batch.alter_column("ticket_id", existing_type=sa.Integer(), nullable=may_lack_ticket)
        batch.drop_constraint(op.f("ck_notifications_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_notifications_kind"), f"kind IN ({words})")


def _notifications(kinds: tuple[str, ...], *, may_lack_ticket: bool) -> sa.Table:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    return sa.Table(
        "notifications",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=may_lack_ticket),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("target", sa.String(length=500), nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _moment("next_try_at"),
        _moment("created_at"),
        _moment("sent_at", nullable=True),
        sa.Column("last_error", sa.String(length=500), nullable=True),
        sa.Column("dedupe_key", sa.String(length=200), nullable=False),
        sa.CheckConstraint(f"kind IN ({words})", name=op.f("ck_notifications_kind")),
        sa.CheckConstraint(
            "channel IN ('email', 'webhook')", name=op.f("ck_notifications_channel")
        ),
        sa.CheckConstraint(
            "state IN ('pending', 'sending', 'sent', 'failed')",
            name=op.f("ck_notifications_notification_state"),
        ),
        sa.CheckConstraint(
            "(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_notifications_sent_says_when")
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_notifications_attempts_from_0")),
        _refers("notifications", "ticket_id", "tickets"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_notifications_dedupe_key")),
        sa.Index("ix_notifications_ticket_id", "ticket_id"),
        sa.Index("ix_notifications_due", "next_try_at", sqlite_where=UNSENT),
    )
