"""Tickets on the agents' desk: who has them, why and when; the queue's version; triggers.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

RESOLUTIONS = ("fixed", "explained", "workaround", "goodwill", "referred", "no_action")
OLD_REASONS = (
    "attempts_exhausted",
    "customer_request",
    "no_answer_found",
    "grave",
    "bot_failure",
)
NEW_REASONS = (*OLD_REASONS, "agent_takeover")

# One text for both databases; SQLite keeps it word for word, so that the downgrade finds it again.
NEW_COLUMNS = {
    "conversations": ("agent_id INTEGER",),
    "messages": ("agent_id INTEGER",),
    "tickets": (
        "assignee_id INTEGER",
        "team_id INTEGER",
        "escalated_at {moment}",
        "taken_at {moment}",
        "first_agent_message_at {moment}",
        "presence_lost_at {moment}",
        "snoozed_until_at {moment}",
        "waiting_for_customer BOOLEAN DEFAULT FALSE NOT NULL",
        "resolution_kind VARCHAR(32)",
        "resolution_note TEXT",
        "born_article_id VARCHAR(100)",
        "search_words TEXT DEFAULT '' NOT NULL",
    ),
}
NEW_CONSTRAINTS = {
    "conversations": (
        "CONSTRAINT fk_conversations_agent_id_agents"
        " FOREIGN KEY(agent_id) REFERENCES agents (id) ON DELETE RESTRICT",
        "CONSTRAINT ck_conversations_agent_control_says_who"
        " CHECK ((controller = 'agent') = (agent_id IS NOT NULL))",
    ),
    "messages": (
        "CONSTRAINT fk_messages_agent_id_agents"
        " FOREIGN KEY(agent_id) REFERENCES agents (id) ON DELETE RESTRICT",
        "CONSTRAINT ck_messages_agent_spoke CHECK (agent_id IS NULL OR author = 'agent')",
    ),
    "tickets": (
        "CONSTRAINT fk_tickets_assignee_id_agents"
        " FOREIGN KEY(assignee_id) REFERENCES agents (id) ON DELETE RESTRICT",
        "CONSTRAINT fk_tickets_team_id_teams"
        " FOREIGN KEY(team_id) REFERENCES teams (id) ON DELETE SET NULL",
        "CONSTRAINT ck_tickets_in_progress_says_who"
        " CHECK (state <> 'in_progress' OR assignee_id IS NOT NULL)",
        "CONSTRAINT ck_tickets_resolution_kind CHECK"
        f" (resolution_kind IN ({', '.join(map(repr, RESOLUTIONS))}))",
    ),
}

_BOT_SPEAKS_UNDER_AN_AGENT = (
    "NEW.author = 'bot' AND EXISTS (SELECT 1 FROM conversations"
    " WHERE id = NEW.conversation_id AND controller = 'agent')"
)
# Name, moment and table, condition, message.
GUARDS = (
    ("audit_no_update", "UPDATE ON audit_events", "", "audit_events: only ever added"),
    ("audit_no_delete", "DELETE ON audit_events", "", "audit_events: only ever added"),
    (
        "messages_bot_is_silent",
        "INSERT ON messages",
        _BOT_SPEAKS_UNDER_AN_AGENT,
        "messages.author: the bot is silent while an agent has the conversation",
    ),
)
_RAISE_VERSION = (
    "INSERT INTO queue_version (id, value) VALUES (1, 1)"
    " ON CONFLICT (id) DO UPDATE SET value = queue_version.value + 1"
)


def upgrade() -> None:
    op.create_table(
        "queue_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_queue_version_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_version")),
    )
    for table in NEW_COLUMNS:
        for column in _columns(table):
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
        _add_constraints(table)
    _set_reasons(OLD_REASONS, NEW_REASONS)
    _fill_new_columns()
    op.create_index("ix_tickets_assignee_id_state", "tickets", ["assignee_id", "state"])
    op.create_index("ix_tickets_first_agent_message_at", "tickets", ["first_agent_message_at"])
    _create_triggers()


def downgrade() -> None:
    _drop_triggers()
    op.execute("UPDATE conversations SET controller = 'bot', agent_id = NULL")
    op.drop_index("ix_tickets_first_agent_message_at", "tickets")
    op.drop_index("ix_tickets_assignee_id_state", "tickets")
    op.execute(
        "UPDATE tickets SET escalation_reason = 'customer_request'"
        " WHERE escalation_reason = 'agent_takeover'"
    )
    _set_reasons(NEW_REASONS, OLD_REASONS)
    for table in NEW_COLUMNS:
        _drop_new_columns(table)
    op.drop_table("queue_version")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _columns(table: str) -> list[str]:
    moment = "DATETIME" if _is_sqlite() else "TIMESTAMP WITH TIME ZONE"
    return [column.format(moment=moment) for column in NEW_COLUMNS[table]]


def _add_constraints(table: str) -> None:
    if _is_sqlite():
        _rebuild(table, lambda sql: _with(sql, NEW_CONSTRAINTS[table]))
        return
    for constraint in NEW_CONSTRAINTS[table]:
        op.execute(f"ALTER TABLE {table} ADD {constraint}")


def _drop_new_columns(table: str) -> None:
    if _is_sqlite():
        added = (*_columns(table), *NEW_CONSTRAINTS[table])
        _rebuild(table, lambda sql: _without(sql, added))
        return
    for column in _columns(table):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column.split()[0]}")


def _with(sql: str, constraints: Sequence[str]) -> str:
    return f"{sql.rstrip().removesuffix(')')}{''.join(f', {added}' for added in constraints)})"


def _without(sql: str, added: Sequence[str]) -> str:
    for part in added:
        sql = sql.replace(f", {part}", "", 1)
    return sql


def _set_reasons(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    name, listed = "ck_tickets_escalation_reason", ", ".join(map(repr, after))
    if _is_sqlite():
        replaced = ", ".join(map(repr, before))
        _rebuild("tickets", lambda sql: sql.replace(f"({replaced})", f"({listed})", 1))
        return
    op.execute(f"ALTER TABLE tickets DROP CONSTRAINT {name}")
    op.execute(f"ALTER TABLE tickets ADD CONSTRAINT {name} CHECK (escalation_reason IN ({listed}))")


def _rebuild(table: str, edit: Callable[[str], str]) -> None:
    """SQLite alters no constraint: a new table takes over rows, indexes and triggers."""
    bind = op.get_bind()
    kept = bind.exec_driver_sql(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", (table,)
    ).all()
    created = next(sql for kind, sql in kept if kind == "table")
    rebuilt = re.sub(rf'^CREATE TABLE "?{table}"?', f"CREATE TABLE {table}_new", edit(created))
    if edit(created) == created:
        raise RuntimeError(f"the table {table} is not as the earlier migrations made it")
    bind.exec_driver_sql(rebuilt)
    info = bind.exec_driver_sql(f"PRAGMA table_info({table}_new)").mappings()
    columns = ", ".join(column["name"] for column in info)
    bind.exec_driver_sql(f"INSERT INTO {table}_new ({columns}) SELECT {columns} FROM {table}")  # noqa: S608
    bind.exec_driver_sql(f"DROP TABLE {table}")
    bind.exec_driver_sql(f"ALTER TABLE {table}_new RENAME TO {table}")
    for kind, sql in kept:
        if kind != "table":
            bind.exec_driver_sql(sql)


def _fill_new_columns() -> None:
    bind = op.get_bind()
    bind.exec_driver_sql(
        "UPDATE tickets SET escalated_at = (SELECT max(happened_at) FROM events"
        " WHERE ticket_id = tickets.id AND to_state = 'escalated')"
    )
    rows = bind.execute(
        sa.text("SELECT id, reference, customer_name, contact, problem FROM tickets")
    ).all()
    for ticket_id, *texts in rows:
        bind.execute(
            sa.text("UPDATE tickets SET search_words = :words WHERE id = :id"),
            {"id": ticket_id, "words": _folded(" ".join(filter(None, texts)))},
        )


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", letters))


def _create_triggers() -> None:
    for name, moment, condition, message in GUARDS:
        if _is_sqlite():
            op.execute(_sqlite_guard(name, moment, condition, message))
        else:
            op.execute(_postgresql_guard(name, condition, message))
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {moment} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
    if _is_sqlite():
        for act in ("insert", "update"):
            op.execute(
                f"CREATE TRIGGER tickets_raise_version_on_{act} AFTER {act} ON tickets"
                f" BEGIN {_RAISE_VERSION}; END"
            )
        return
    op.execute(
        "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_events"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_no_delete()"
    )
    op.execute(
        "CREATE FUNCTION raise_queue_version() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN {_RAISE_VERSION}; RETURN NULL; END $$"
    )
    # Deferred to the commit: every transaction then locks this one row last, and but for a moment.
    op.execute(
        "CREATE CONSTRAINT TRIGGER tickets_raise_version AFTER INSERT OR UPDATE ON tickets"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_queue_version()"
    )


def _drop_triggers() -> None:
    if _is_sqlite():
        for name in (
            *(guard[0] for guard in GUARDS),
            "tickets_raise_version_on_insert",
            "tickets_raise_version_on_update",
        ):
            op.execute(f"DROP TRIGGER {name}")
        return
    op.execute("DROP TRIGGER tickets_raise_version ON tickets")
    op.execute("DROP FUNCTION raise_queue_version()")
    op.execute("DROP TRIGGER audit_no_truncate ON audit_events")
    for name, moment, _, _ in GUARDS:
        op.execute(f"DROP TRIGGER {name} ON {moment.split()[-1]}")
        op.execute(f"DROP FUNCTION {name}()")


def _sqlite_guard(name: str, moment: str, condition: str, message: str) -> str:
    when = f"WHEN {condition}" if condition else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {moment} FOR EACH ROW {when} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _postgresql_guard(name: str, condition: str, message: str) -> str:
    refusal = f"RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation';"
    body = f"IF {condition} THEN {refusal} END IF; RETURN NEW;" if condition else refusal
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
