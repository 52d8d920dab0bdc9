"""When an hour's figures were counted, so that an export finds what changed since the last one.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "figure_hours", sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True)
    )
    # Hours counted before this column are counted anew, so that every one says when.
    op.execute("UPDATE figure_state SET made_for = ''")


def downgrade() -> None:
    op.drop_column("figure_hours", "counted_at")
