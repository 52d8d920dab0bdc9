"""Which reference a wrong pair named, so that each reference has a limit of its own.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("status_guesses", sa.Column("reference", sa.String(length=12), nullable=True))
    op.create_index("ix_status_guesses_reference", "status_guesses", ["reference"])


def downgrade() -> None:
    op.drop_index("ix_status_guesses_reference", "status_guesses")
    op.drop_column("status_guesses", "reference")
