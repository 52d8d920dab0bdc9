"""Clicked links are found by their mention without the others.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_CLICKED = sa.text("clicked_at IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_chat_links_clicked",
        "chat_links",
        ["mention_id", "id"],
        sqlite_where=_CLICKED,
        postgresql_where=_CLICKED,
    )


def downgrade() -> None:
    op.drop_index("ix_chat_links_clicked", "chat_links")
