"""What Rasa remembers of dialogues, in a database of its own beside ours.

Rasa makes the table and writes it; from here rows only go, for they quote customers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Float, String, column, delete, func, inspect, select, table, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from tickets.database import Database, parse_url
from tickets.errors import BackupFailed

_events = table("events", column("sender_id", String), column("timestamp", Float))


def tracker_url(database_url: str, var_dir: Path) -> URL:
    """Where Rasa keeps its trackers when the product's database is `database_url`."""
    url = parse_url(database_url)
    if url.get_backend_name() == "sqlite":
        return url.set(database=str(var_dir / "rasa.db"))
    return url.set(database=f"{url.database}_rasa")


class Trackers:
    """Rasa's trackers; before Rasa first ran there are none."""

    def __init__(self, database_url: str, var_dir: Path) -> None:
        self._database_url = database_url
        self._url = tracker_url(database_url, var_dir)

    @property
    def url(self) -> str:
        """The address, password included."""
        return self._url.render_as_string(hide_password=False)

    @property
    def _is_sqlite(self) -> bool:
        return self._url.get_backend_name() == "sqlite"

    def exist(self) -> bool:
        """Whether Rasa has made its table."""
        with self._open() as database:
            return database is not None

    def make_room(self) -> None:
        """Make the database that a copy comes back to, where Rasa has never run."""
        if self._is_sqlite or self._is_made():
            return
        with self._ours() as ours, ours.engine.connect() as connection:
            name = ours.engine.dialect.identifier_preparer.quote(self._url.database or "")
            connection.execution_options(isolation_level="AUTOCOMMIT")
            try:
                connection.execute(text(f"CREATE DATABASE {name}"))
            except DBAPIError as error:
                raise BackupFailed(
                    f"DATABASE_URL: its user may not make the database {name}; make it beforehand"
                ) from error

    def erase(self, sender_ids: Sequence[str]) -> None:
        """Remove these dialogues whole."""
        with self._open() as database:
            if database is None:
                return
            with database.session() as session:
                session.execute(delete(_events).where(_events.c.sender_id.in_(sender_ids)))
            database.empty_the_log()

    def forget(self, silent_since_at: datetime) -> None:
        """Remove the dialogues in which nothing has happened since then."""
        ended = (
            select(_events.c.sender_id)
            .group_by(_events.c.sender_id)
            .having(func.max(_events.c.timestamp) < silent_since_at.timestamp())
        )
        with self._open() as database:
            if database is not None:
                with database.session() as session:
                    session.execute(delete(_events).where(_events.c.sender_id.in_(ended)))

    @contextmanager
    def _open(self) -> Iterator[Database | None]:
        if not self._is_made():
            yield None
            return
        with closing(Database(self.url)) as database:
            yield database if inspect(database.engine).has_table(_events.name) else None

    def _is_made(self) -> bool:
        """Opening a database that is missing would make it on SQLite and fail on PostgreSQL."""
        if self._is_sqlite:
            return Path(self._url.database or "").is_file()
        named = text("SELECT 1 FROM pg_database WHERE datname = :name")
        with self._ours() as ours, ours.reading() as session:
            return session.scalar(named, {"name": self._url.database}) is not None

    def _ours(self) -> closing[Database]:
        return closing(Database(self._database_url))
