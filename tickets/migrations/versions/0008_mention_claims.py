"""Who is judging a mention, and until when nobody else may.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mentions", sa.Column("claimed_by", sa.String(length=40), nullable=True))
    op.add_column("mentions", sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("mentions", "claimed_until")
    op.drop_column("mentions", "claimed_by")
