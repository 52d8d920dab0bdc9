"""The migrations make what the models say, and can be undone."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from tickets.database import Database
from tickets.migrate import downgrade, upgrade
from tickets.schema import Base


def _checks(connection: Connection) -> set[tuple[str, str | None]]:
    inspector = inspect(connection)
    return {
        (table, check["name"])
        for table in inspector.get_table_names()
        for check in inspector.get_check_constraints(table)
    }


def test_an_empty_database_becomes_what_the_models_say(empty_url: str) -> None:
    upgrade(empty_url)

    migrated = Database(empty_url)
    with migrated.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
        checks = _checks(connection)
    migrated.close()

    expected = {
        (table.name, str(constraint.name))
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if str(constraint.name).startswith("ck_")
    }
    assert differences == []
    assert checks == expected


def test_every_step_can_be_undone_and_done_again(empty_url: str) -> None:
    upgrade(empty_url)

    downgrade(empty_url)

    emptied = Database(empty_url)
    assert set(inspect(emptied.engine).get_table_names()) <= {"alembic_version"}
    emptied.close()
    upgrade(empty_url)


def test_rows_survive_an_undone_and_repeated_guard(database_url: str, database: Database) -> None:
    with database.session() as session:
        session.execute(
            text(
                "INSERT INTO conversations (id, dialogue, last_seq, controller, channel, language,"
                " started_at) VALUES ('c', 1, 0, 'bot', 'web', 'fr', '2026-11-20 09:00:00')"
            )
        )

    downgrade(database_url, "0001")
    upgrade(database_url)

    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM conversations")) == 1
