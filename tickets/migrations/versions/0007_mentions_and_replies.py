"""What happens on X: mentions, replies and their templates, links to the chat, settings, spend.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"
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
TONES = ("calm", "frustrated", "angry")
TABLES = (
    "collector_marks",
    "opt_outs",
    "spend",
    "collector_settings",
    "mentions",
    "reply_templates",
    "chat_links",
    "chat_openings",
    "post_replies",
)


def upgrade() -> None:
    _create_collector_marks()
    _create_opt_outs()
    _create_spend()
    _create_collector_settings()
    _create_mentions()
    _create_reply_templates()
    _create_chat_links()
    _create_chat_openings()
    _create_post_replies()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _moment(name: str, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _create_collector_marks() -> None:
    op.create_table(
        "collector_marks",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        _moment("at"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_collector_marks")),
    )


def _create_opt_outs() -> None:
    op.create_table(
        "opt_outs",
        sa.Column("author_hash", sa.String(length=64), nullable=False),
        _moment("since_at"),
        sa.PrimaryKeyConstraint("author_hash", name=op.f("pk_opt_outs")),
    )


def _create_spend() -> None:
    op.create_table(
        "spend",
        sa.Column("id", sa.Integer(), nullable=False),
        _moment("at"),
        sa.Column(
            "kind",
            _one_of("spend_kind", "own_read", "read", "post", "post_with_link"),
            nullable=False,
        ),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("micros", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spend")),
    )
    op.create_index("ix_spend_at", "spend", ["at"])


def _create_collector_settings() -> None:
    op.create_table(
        "collector_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mode", _one_of("mode", "dry_run", "approval", "automatic"), nullable=False),
        sa.Column("is_stopped", sa.Boolean(), nullable=False),
        sa.Column("per_author_per_day", sa.Integer(), nullable=False),
        sa.Column("per_hour", sa.Integer(), nullable=False),
        sa.Column("per_day", sa.Integer(), nullable=False),
        sa.Column("dollars_per_day", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.String(length=5), nullable=False),
        sa.Column("quiet_to", sa.String(length=5), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        _moment("changed_at"),
        sa.CheckConstraint("id = 1", name=op.f("ck_collector_settings_one_row")),
        sa.CheckConstraint(
            "per_author_per_day >= 0 AND per_hour >= 0 AND per_day >= 0 AND dollars_per_day >= 0",
            name=op.f("ck_collector_settings_caps_from_0"),
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"],
            ["agents.id"],
            name=op.f("fk_collector_settings_changed_by_agents"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collector_settings")),
    )


def _create_mentions() -> None:
    op.create_table(
        "mentions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.String(length=32), nullable=True),
        sa.Column("root_id", sa.String(length=32), nullable=True),
        sa.Column("edit_ids", JSON, nullable=False),
        sa.Column("interaction_key", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("author_handle", sa.String(length=50), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("reply_settings", sa.String(length=32), nullable=False),
        sa.Column("names_us", sa.Boolean(), nullable=False),
        sa.Column("source", _one_of("source", "poll", "stream", "replay"), nullable=False),
        sa.Column("state", _one_of("mention_state", "received", "judged", "gone"), nullable=False),
        _moment("created_at"),
        _moment("stored_at"),
        _moment("checked_at"),
        _moment("judged_at", nullable=True),
        sa.Column("complaint", sa.Boolean(), nullable=True),
        sa.Column("theme", _one_of("theme", *THEMES), nullable=True),
        sa.Column("tone", _one_of("tone", *TONES), nullable=True),
        sa.Column("respond", sa.Boolean(), nullable=True),
        sa.Column("classification", JSON, nullable=True),
        sa.Column("verdict", sa.String(length=32), nullable=True),
        sa.Column("corrected_complaint", sa.Boolean(), nullable=True),
        sa.Column("corrected_theme", _one_of("corrected_theme", *THEMES), nullable=True),
        sa.Column("corrected_tone", _one_of("corrected_tone", *TONES), nullable=True),
        sa.Column("corrected_by", sa.Integer(), nullable=True),
        _moment("corrected_at", nullable=True),
        sa.CheckConstraint(
            "state <> 'gone' OR (text = '' AND post_id IS NULL AND author_id IS NULL"
            " AND author_handle IS NULL)",
            name=op.f("ck_mentions_gone_keeps_nothing_personal"),
        ),
        sa.CheckConstraint(
            "state <> 'judged' OR (complaint IS NOT NULL AND judged_at IS NOT NULL)",
            name=op.f("ck_mentions_judged_says_what"),
        ),
        sa.ForeignKeyConstraint(
            ["corrected_by"],
            ["agents.id"],
            name=op.f("fk_mentions_corrected_by_agents"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentions")),
        sa.UniqueConstraint("post_id", name=op.f("uq_mentions_post_id")),
        sa.UniqueConstraint("root_id", name=op.f("uq_mentions_root_id")),
    )
    op.create_index("ix_mentions_author_id", "mentions", ["author_id"])
    op.create_index("ix_mentions_checked_at", "mentions", ["checked_at"])
    op.create_index("ix_mentions_created_at", "mentions", ["created_at"])
    op.create_index("ix_mentions_state_id", "mentions", ["state", "id"])


def _create_reply_templates() -> None:
    op.create_table(
        "reply_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme", _one_of("theme", *THEMES), nullable=False),
        sa.Column("tone_group", _one_of("tone_group", "calm", "upset"), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("text", sa.String(length=280), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        _moment("approved_at", nullable=True),
        _moment("used_at", nullable=True),
        sa.CheckConstraint(
            "(approved_by IS NULL) = (approved_at IS NULL)",
            name=op.f("ck_reply_templates_approved_says_who_and_when"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"],
            ["agents.id"],
            name=op.f("fk_reply_templates_approved_by_agents"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_templates")),
        sa.UniqueConstraint(
            "theme",
            "tone_group",
            "language",
            "text",
            name=op.f("uq_reply_templates_theme_tone_group_language_text"),
        ),
    )


def _create_chat_links() -> None:
    op.create_table(
        "chat_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("mention_id", sa.Integer(), nullable=False),
        _moment("created_at"),
        _moment("expires_at"),
        _moment("revoked_at", nullable=True),
        _moment("clicked_at", nullable=True),
        sa.ForeignKeyConstraint(
            ["mention_id"],
            ["mentions.id"],
            name=op.f("fk_chat_links_mention_id_mentions"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_chat_links_token_hash")),
    )
    op.create_index("ix_chat_links_mention_id", "chat_links", ["mention_id"])


def _create_chat_openings() -> None:
    op.create_table(
        "chat_openings",
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        _moment("opened_at"),
        sa.Column("has_consent", sa.Boolean(), nullable=False),
        sa.Column("handle", sa.String(length=50), nullable=True),
        sa.CheckConstraint(
            "handle IS NULL OR has_consent", name=op.f("ck_chat_openings_handle_needs_consent")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_chat_openings_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["link_id"],
            ["chat_links.id"],
            name=op.f("fk_chat_openings_link_id_chat_links"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_chat_openings")),
    )
    op.create_index("ix_chat_openings_link_id", "chat_openings", ["link_id"])


def _create_post_replies() -> None:
    op.create_table(
        "post_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mention_id", sa.Integer(), nullable=False),
        sa.Column("interaction_key", sa.String(length=64), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=280), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            _one_of("reply_state", "pending", "approved", "sending", "sent", "rejected", "unknown"),
            nullable=False,
        ),
        sa.Column(
            "rejection",
            _one_of(
                "rejection",
                "dry_run",
                "refused",
                "post_gone",
                "post_edited",
                "opted_out",
                "too_old",
                "refused_by_x",
                "not_sent",
            ),
            nullable=True,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("cost_micros", sa.Integer(), nullable=False),
        _moment("created_at"),
        _moment("next_try_at"),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        _moment("decided_at", nullable=True),
        _moment("sending_at", nullable=True),
        _moment("sent_at", nullable=True),
        sa.Column("sent_post_id", sa.String(length=32), nullable=True),
        sa.Column("target_id", sa.String(length=32), nullable=True),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "(state = 'rejected') = (rejection IS NOT NULL)",
            name=op.f("ck_post_replies_rejected_says_why"),
        ),
        sa.CheckConstraint(
            "(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_post_replies_sent_says_when")
        ),
        sa.CheckConstraint(
            "state NOT IN ('sending', 'unknown') OR sending_at IS NOT NULL",
            name=op.f("ck_post_replies_sending_says_since_when"),
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_post_replies_attempts_from_0")),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["agents.id"],
            name=op.f("fk_post_replies_decided_by_agents"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["link_id"],
            ["chat_links.id"],
            name=op.f("fk_post_replies_link_id_chat_links"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["mention_id"],
            ["mentions.id"],
            name=op.f("fk_post_replies_mention_id_mentions"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["reply_templates.id"],
            name=op.f("fk_post_replies_template_id_reply_templates"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_replies")),
        sa.UniqueConstraint("interaction_key", name=op.f("uq_post_replies_interaction_key")),
        sa.UniqueConstraint("sent_post_id", name=op.f("uq_post_replies_sent_post_id")),
    )
    op.create_index("ix_post_replies_mention_id", "post_replies", ["mention_id"])
    op.create_index("ix_post_replies_sending_at", "post_replies", ["sending_at"])
    op.create_index("ix_post_replies_state_next_try_at", "post_replies", ["state", "next_try_at"])
