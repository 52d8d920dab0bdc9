"""Targets that come from the settings; agents' answers that customers have not read.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

UNREAD = sa.text("author = 'agent' AND delivered_at IS NULL")
FROM_SETTINGS = sa.text("from_settings")


def upgrade() -> None:
    op.add_column(
        "notification_targets",
        sa.Column("from_settings", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index(
        "uq_notification_targets_from_settings",
        "notification_targets",
        ["channel", "address"],
        unique=True,
        sqlite_where=FROM_SETTINGS,
        postgresql_where=FROM_SETTINGS,
    )
    op.create_index(
        "ix_messages_unread_answers",
        "messages",
        ["created_at"],
        sqlite_where=UNREAD,
        postgresql_where=UNREAD,
    )


def downgrade() -> None:
    op.drop_index("ix_messages_unread_answers", "messages")
    op.drop_index("uq_notification_targets_from_settings", "notification_targets")
    op.drop_column("notification_targets", "from_settings")
