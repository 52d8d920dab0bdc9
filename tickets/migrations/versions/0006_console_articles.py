"""Articles written or retired in the console: who may read them, their English, what is retired.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NEW_COLUMNS = {
    "visibility": "VARCHAR(32) DEFAULT 'customer' NOT NULL CONSTRAINT ck_article_drafts_visibility"
    " CHECK (visibility IN ('customer', 'internal'))",
    "title_en": "VARCHAR(200)",
    "answer_en": "TEXT",
}
BORN = sa.text("born_article_id IS NOT NULL")


def upgrade() -> None:
    # SQLite takes a constraint with its column only, without rebuilding the table.
    for name, kind in NEW_COLUMNS.items():
        op.execute(f"ALTER TABLE article_drafts ADD COLUMN {name} {kind}")
    op.create_table(
        "retired_articles",
        sa.Column("article_id", sa.String(length=100), nullable=False),
        sa.Column("retired_by", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["retired_by"],
            ["agents.id"],
            name=op.f("fk_retired_articles_retired_by_agents"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_retired_articles")),
    )
    op.create_index(
        "ix_tickets_born_article_id",
        "tickets",
        ["born_article_id"],
        sqlite_where=BORN,
        postgresql_where=BORN,
    )


def downgrade() -> None:
    op.drop_index("ix_tickets_born_article_id", "tickets")
    op.drop_table("retired_articles")
    for name in reversed(NEW_COLUMNS):
        op.execute(f"ALTER TABLE article_drafts DROP COLUMN {name}")
