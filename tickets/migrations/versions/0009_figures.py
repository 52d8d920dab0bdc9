"""Figures: what changed, hours and days summed up, questions without an answer.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SOURCES = ("tickets", "mentions", "spend")
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
    "figure_changes",
    "figure_hours",
    "figure_days",
    "figure_samples",
    "figure_state",
    "unanswered_questions",
)

_OF_OPENING = (
    "INSERT INTO figure_changes (source, at) SELECT 'mentions', m.created_at FROM chat_openings o"
    " JOIN chat_links l ON l.id = o.link_id JOIN mentions m ON m.id = l.mention_id"
    " WHERE o.conversation_id = NEW.conversation_id"
)
_OF_MENTION = (
    "INSERT INTO figure_changes (source, at) SELECT 'mentions', created_at FROM mentions"
    " WHERE id = NEW.mention_id"
)
_TICKET = "INSERT INTO figure_changes (source, at) VALUES ('tickets', NEW.opened_at)"
_MENTION = "INSERT INTO figure_changes (source, at) VALUES ('mentions', NEW.created_at)"
_OF_TICKET = (
    "INSERT INTO figure_changes (source, at) SELECT 'tickets', opened_at FROM tickets"
    " WHERE id = NEW.ticket_id"
)
_OF_CONVERSATION = (
    "INSERT INTO figure_changes (source, at) SELECT 'tickets', opened_at FROM tickets"
    " WHERE conversation_id = NEW.conversation_id"
)
_SPEND = "INSERT INTO figure_changes (source, at) VALUES ('spend', NEW.at)"

_TICKET_COLUMNS = (
    "state, closing, theme, priority, rating, escalation_reason, first_answer_due_at,"
    " resolution_due_at, escalated_at, first_agent_message_at"
)
_MENTION_COLUMNS = (
    "state, complaint, theme, tone, judged_at, corrected_complaint, corrected_theme, corrected_tone"
)
# Name, moment and table, condition, what is done. One text for both databases.
TRIGGERS = (
    ("figures_ticket_opened", "INSERT ON tickets", "", (_TICKET, _OF_OPENING)),
    (
        "figures_ticket_changed",
        f"UPDATE OF {_TICKET_COLUMNS} ON tickets",
        "",
        (_TICKET, _OF_OPENING),
    ),
    ("figures_attempt_made", "INSERT ON attempts", "", (_OF_TICKET,)),
    ("figures_attempt_judged", "UPDATE OF outcome ON attempts", "", (_OF_TICKET,)),
    ("figures_agent_spoke", "INSERT ON messages", "NEW.author = 'agent'", (_OF_CONVERSATION,)),
    ("figures_customer_spoke", "INSERT ON messages", "NEW.author = 'customer'", (_OF_OPENING,)),
    ("figures_chat_opened", "INSERT ON chat_openings", "", (_OF_OPENING,)),
    ("figures_mention_stored", "INSERT ON mentions", "", (_MENTION,)),
    ("figures_mention_judged", f"UPDATE OF {_MENTION_COLUMNS} ON mentions", "", (_MENTION,)),
    ("figures_reply_made", "INSERT ON post_replies", "NEW.state = 'sent'", (_OF_MENTION,)),
    ("figures_reply_sent", "UPDATE OF state ON post_replies", "NEW.state = 'sent'", (_OF_MENTION,)),
    (
        "figures_link_made",
        "INSERT ON chat_links",
        "NEW.clicked_at IS NOT NULL",
        (_OF_MENTION,),
    ),
    ("figures_link_clicked", "UPDATE OF clicked_at ON chat_links", "", (_OF_MENTION,)),
    ("figures_spent", "INSERT ON spend", "", (_SPEND,)),
)
_QUESTION_CHANGES = "unanswered_questions: only ever added, or removed when old"


def upgrade() -> None:
    _create_changes()
    _create_hours()
    _create_days()
    _create_state()
    _create_questions()
    op.create_index("ix_tickets_opened_at", "tickets", ["opened_at"])
    for name, moment, condition, acts in TRIGGERS:
        _create_trigger(name, f"AFTER {moment}", condition, "; ".join(acts))
    _guard_questions()


def downgrade() -> None:
    for name, moment, *_ in (*TRIGGERS, ("questions_no_update", "ON unanswered_questions")):
        _drop_trigger(name, moment.split()[-1])
    op.drop_index("ix_tickets_opened_at", "tickets")
    for table in TABLES:
        op.drop_table(table)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _one_of(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(32), nullable=False)


def _create_changes() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "figure_changes",
        sa.Column("id", big, nullable=False),
        sa.Column("source", _one_of("source", SOURCES), nullable=False),
        _moment("at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_changes")),
    )


def _create_hours() -> None:
    op.create_table(
        "figure_hours",
        sa.Column("source", _one_of("source", SOURCES), nullable=False),
        _moment("hour_at"),
        sa.Column("tally", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("source", "hour_at", name=op.f("pk_figure_hours")),
    )


def _create_days() -> None:
    _create_cells(
        "figure_days",
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
    )
    _create_cells("figure_samples", sa.Column("packed", sa.LargeBinary(), nullable=False))


def _create_cells(table: str, *columns: sa.Column[object]) -> None:
    key = ("kind", "theme", "channel", "priority")
    op.create_table(
        table,
        *(_word(name) for name in key),
        sa.Column("day", sa.Date(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint(*key, "day", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_day", table, ["day"])


def _create_state() -> None:
    op.create_table(
        "figure_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_for", sa.String(64), nullable=False),
        _moment("refreshed_at", nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_figure_state_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_state")),
    )


def _create_questions() -> None:
    op.create_table(
        "unanswered_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        _moment("asked_at"),
        sa.Column("theme", _one_of("theme", THEMES), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unanswered_questions")),
    )
    op.create_index("ix_unanswered_questions_asked_at", "unanswered_questions", ["asked_at"])


def _guard_questions() -> None:
    refusal = (
        f"SELECT RAISE(ABORT, '{_QUESTION_CHANGES}')"
        if _is_sqlite()
        else f"RAISE EXCEPTION '{_QUESTION_CHANGES}' USING ERRCODE = 'check_violation'"
    )
    _create_trigger("questions_no_update", "BEFORE UPDATE ON unanswered_questions", "", refusal)


def _create_trigger(name: str, moment: str, condition: str, acts: str) -> None:
    if _is_sqlite():
        when = f"WHEN {condition} " if condition else ""
        op.execute(f"CREATE TRIGGER {name} {moment} FOR EACH ROW {when}BEGIN {acts}; END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {acts}; RETURN NULL; END $$"
    )
    when = f"WHEN ({condition}) " if condition else ""
    op.execute(f"CREATE TRIGGER {name} {moment} FOR EACH ROW {when}EXECUTE FUNCTION {name}()")


def _drop_trigger(name: str, table: str) -> None:
    if _is_sqlite():
        op.execute(f"DROP TRIGGER {name}")
        return
    op.execute(f"DROP TRIGGER {name} ON {table}")
    op.execute(f"DROP FUNCTION {name}()")
