"""The one way to the database: engine, transactions, and what each of the two products needs.

It knows no table.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from tickets.errors import DatabaseUnreachable, InvalidValue

BUSY_TIMEOUT_MS = 5000
CONNECT_TIMEOUT_SECONDS = 5
_SWITCH_RETRY_SECONDS = 0.01


class Database:
    """An engine and its transactions; make one a process and close it at the end."""

    def __init__(self, url: str) -> None:
        self.url = parse_url(url)
        self.engine = _engine(self.url)
        self.engine.hide_parameters = True  # a failure may be logged, not what customers wrote

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction that may write: committed at exit, rolled back on an error."""
        with _transaction(self.engine) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One transaction that only reads, so that on SQLite it waits for no writer."""
        with _transaction(self.engine.execution_options(sqlite_begin="DEFERRED")) as session:
            yield session

    def ping(self) -> bool:
        """True, or `DatabaseUnreachable`."""
        with self.reading() as session:
            session.execute(text("SELECT 1"))
        return True

    def empty_the_log(self) -> None:
        """Fold SQLite's write-ahead log into its file, so that it keeps nothing erased."""
        if self.is_sqlite:
            with closing(self.engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


@contextmanager
def _transaction(engine: Engine) -> Iterator[Session]:
    try:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session
    except OperationalError as error:
        raise unreachable(error) from error


def unreachable(error: DBAPIError) -> DatabaseUnreachable:
    """The driver's complaint as our own, without its statement and parameters."""
    return DatabaseUnreachable(str(error.orig).strip().partition("\n")[0])


def parse_url(url: str) -> URL:
    """The address, with the driver that is installed; `InvalidValue` when it is none of ours."""
    expected = "should look like sqlite:///var/name.db or postgresql://user@host/name"
    try:
        parsed = make_url(re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url))
    except (ArgumentError, ValueError) as error:  # the latter of a port that is no number
        raise InvalidValue("DATABASE_URL", expected) from error
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise InvalidValue("DATABASE_URL", expected)
    if parsed.get_backend_name() == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise InvalidValue("DATABASE_URL", "should name a file, as in sqlite:///var/name.db")
    return parsed


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        connect_args = {"connect_timeout": CONNECT_TIMEOUT_SECONDS}
        return create_engine(url, pool_pre_ping=True, connect_args=connect_args)
    _make_folder(Path(url.database or "").parent)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        expected = f"should be in a folder that can be made ({folder}: {error.strerror})"
        raise InvalidValue("DATABASE_URL", expected) from error


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # The driver's own BEGIN is deferred: two readers who both go on to write then fail with
    # "database is locked" at once, whatever the timeout. We send BEGIN ourselves.
    connection.isolation_level = None
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    # What is erased is overwritten in the file as well.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")


def _write_ahead(connection: sqlite3.Connection) -> None:
    # While another connection makes the same switch in a new file, SQLite says "database is locked"
    # at once, whatever the timeout.
    deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_SWITCH_RETRY_SECONDS)


def _begin_sqlite(connection: Connection) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {mode}")
