"""One collector at a time: a second copy stands by until the first one ends, however it ends.

The lock is the kernel's or PostgreSQL's, so none is left behind by a process that was killed.
"""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import TextIO

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from tickets.database import Database

NUMBER = 20_061_107  # of the advisory lock; any that nothing else takes


class CollectorLock:
    """A file on one machine; with PostgreSQL, a lock of the database for several."""

    def __init__(self, database: Database, var_dir: Path) -> None:
        self._database = database
        self._path = var_dir / "collector.lock"
        self._file: TextIO | None = None
        self._connection: Connection | None = None

    def acquire(self) -> bool:
        """Whether this process has it now."""
        return self._lock_file() if self._database.is_sqlite else self._lock_database()

    def is_held(self) -> bool:
        """False when the database's connection, and the lock with it, was lost."""
        if self._database.is_sqlite:
            return self._file is not None
        try:
            return self._connection is not None and self._connection.scalar(text("SELECT 1")) == 1
        except SQLAlchemyError:
            return False

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
        self._file = self._connection = None

    def _lock_file(self) -> bool:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def _lock_database(self) -> bool:
        options = self._database.engine.execution_options(isolation_level="AUTOCOMMIT")
        connection = options.connect()
        if connection.scalar(text(f"SELECT pg_try_advisory_lock({NUMBER})")):
            self._connection = connection
            return True
        connection.close()
        return False
