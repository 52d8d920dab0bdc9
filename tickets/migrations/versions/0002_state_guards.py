"""Triggers: a move that is not drawn is refused, and events are only ever added.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# From, to, and how it is closed ('' when it is not).
MOVES = (
    ("open", "escalated", ""),
    ("open", "resolved", ""),
    ("open", "cancelled", ""),
    ("open", "closed", "unconfirmed"),
    ("escalated", "in_progress", ""),
    ("escalated", "cancelled", ""),
    ("in_progress", "escalated", ""),
    ("in_progress", "resolved", ""),
    ("resolved", "closed", "confirmed"),
    ("resolved", "escalated", ""),
    ("closed", "escalated", ""),
)
_DRAWN = ", ".join(f"'{' '.join(move)}'" for move in MOVES)
# One text for both databases: PostgreSQL takes no subquery, hence no VALUES, in a trigger's WHEN.
UNDRAWN = f"""NOT (
    (OLD.state = NEW.state AND coalesce(OLD.closing, '') = coalesce(NEW.closing, ''))
    OR (OLD.state || ' ' || NEW.state || ' ' || coalesce(NEW.closing, '')) IN ({_DRAWN})
)"""

# Name, moment and table, condition, message.
GUARDS = (
    ("tickets_state_moves", "UPDATE ON tickets", UNDRAWN, "tickets.state: this move is not drawn"),
    (
        "tickets_state_begins",
        "INSERT ON tickets",
        "NEW.state <> 'open'",
        "tickets.state: a ticket begins open",
    ),
    ("events_no_update", "UPDATE ON events", "", "events: only ever added, never changed"),
    ("events_no_delete", "DELETE ON events", "", "events: only ever added, never removed"),
)


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, moment, condition, message in GUARDS:
        if is_sqlite:
            op.execute(_sqlite_trigger(name, moment, condition, message))
        else:
            op.execute(_postgresql_function(name, message))
            op.execute(_postgresql_trigger(name, moment, condition))
    if not is_sqlite:
        op.execute(_POSTGRESQL_NO_TRUNCATE)


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        op.execute("DROP TRIGGER events_no_truncate ON events")
    for name, moment, _, _ in GUARDS:
        if is_sqlite:
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {moment.split()[-1]}")
            op.execute(f"DROP FUNCTION {name}()")


def _sqlite_trigger(name: str, moment: str, condition: str, message: str) -> str:
    when = f"WHEN {condition}" if condition else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {moment} FOR EACH ROW {when} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _postgresql_function(name: str, message: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END $$"
    )


def _postgresql_trigger(name: str, moment: str, condition: str) -> str:
    when = f"WHEN ({condition})" if condition else ""
    return f"CREATE TRIGGER {name} BEFORE {moment} FOR EACH ROW {when} EXECUTE FUNCTION {name}()"


_POSTGRESQL_NO_TRUNCATE = (
    "CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events "
    "FOR EACH STATEMENT EXECUTE FUNCTION events_no_delete()"
)
