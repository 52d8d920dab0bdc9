"""Brings the schema to the version of the code. It never drops data on its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from tickets.database import Database, unreachable
from tickets.errors import InvalidValue

# Any number does, as long as every process that migrates takes the same.
_MIGRATION_LOCK = 7_305_114


def upgrade(url: str, revision: str = "head") -> None:
    """Run the migrations that are missing; several processes may try at once."""
    _migrate(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str = "base") -> None:
    """Undo migrations down to a revision, with the data they held."""
    _migrate(url, lambda config: command.downgrade(config, revision))


def _migrate(url: str, run: Callable[[Config], None]) -> None:
    database = Database(url)
    try:
        with _exclusive_connection(database) as connection:
            config = Config()
            config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
            config.set_main_option("path_separator", "os")
            config.attributes["connection"] = connection
            run(config)
    except DatabaseError as error:
        raise unreachable(error) from error
    except CommandError as error:  # a revision that this code does not know
        expected = "should be a database of this version or an older one, not of a newer"
        raise InvalidValue("DATABASE_URL", expected) from error
    finally:
        database.close()


@contextmanager
def _exclusive_connection(database: Database) -> Iterator[Connection]:
    with database.engine.connect() as connection:
        if database.is_sqlite:
            _suspend_foreign_keys(connection)
        with connection.begin():
            if not database.is_sqlite:
                connection.execute(
                    text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK}
                )
            yield connection
            if database.is_sqlite:
                _require_sound_references(connection)


def _suspend_foreign_keys(connection: Connection) -> None:
    # To alter a table, SQLite makes a new one and drops the old: with foreign keys on, the drop
    # deletes what refers to it. The pragma does nothing inside a transaction, hence before it.
    driver: sqlite3.Connection = connection.connection.dbapi_connection  # type: ignore[assignment]
    driver.execute("PRAGMA foreign_keys = OFF")


def _require_sound_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"the migration broke {len(broken)} references; it was rolled back")
