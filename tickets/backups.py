"""Copies a whole database to a file and back, while the product runs.

SQLite by its online backup; PostgreSQL by its own pg_dump and pg_restore. A copy that fails leaves
no half-written file.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import URL

from tickets.database import BUSY_TIMEOUT_MS, parse_url
from tickets.errors import BackupFailed


def backup(url: str, target: Path) -> None:
    """Write a consistent copy of the database to `target`."""
    parsed = parse_url(url)
    unfinished = target.with_name(f"{target.name}.part")
    _begin(unfinished)
    try:
        if parsed.get_backend_name() == "sqlite":
            _copy_sqlite(_sqlite_path(parsed), unfinished)
            _as_one_file(unfinished)
        else:
            _run_postgresql(
                parsed, "pg_dump", ["--format=custom", "--no-owner", f"--file={unfinished}"]
            )
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _begin(unfinished: Path) -> None:
    try:
        unfinished.touch(mode=0o600)  # a copy quotes customers
    except OSError as error:
        raise BackupFailed(
            f"FILE: it cannot be written ({error.strerror}); check path and disk"
        ) from error


def restore(url: str, source: Path, known_by: str = "alembic_version") -> None:
    """Replace what the database holds by a copy that `backup` made.

    `known_by` is a table that a copy of this database has.
    """
    if not source.is_file():
        raise BackupFailed("FILE: there is no such file; give one that backup wrote")
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        _require_own_copy(source, known_by)
        _copy_sqlite(source, _sqlite_path(parsed))
    else:
        options = ["--clean", "--if-exists", "--no-owner", "--single-transaction"]
        _run_postgresql(parsed, "pg_restore", [*options, str(source)])


def _sqlite_path(url: URL) -> Path:
    return Path(url.database or "")


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.is_file():
        raise BackupFailed("DATABASE_URL: there is no database yet; run migrate first")
    timeout = BUSY_TIMEOUT_MS / 1000
    try:
        with (
            closing(sqlite3.connect(source, timeout=timeout)) as origin,
            closing(sqlite3.connect(target, timeout=timeout)) as copy,
        ):
            origin.backup(copy)
    except sqlite3.Error as error:
        raise BackupFailed(f"FILE: the copy failed ({error}); check path and disk") from error


def _as_one_file(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")  # no -wal and -shm files beside it


def _require_own_copy(source: Path, known_by: str) -> None:
    try:
        with closing(sqlite3.connect(source)) as connection:
            connection.execute(f'SELECT 1 FROM "{known_by}"').fetchone()  # noqa: S608 - our own name
            verdict = connection.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as error:
        raise BackupFailed("FILE: should be a copy that backup wrote from SQLite") from error
    if verdict != "ok":
        raise BackupFailed("FILE: the copy is damaged; use another one")


def _run_postgresql(url: URL, program: str, arguments: Sequence[str]) -> None:
    path = shutil.which(program)
    if path is None:
        raise BackupFailed(f"PATH: {program} is missing; install PostgreSQL's client programs")
    # The password goes by the environment: arguments are shown to everyone on the machine.
    address = url.set(drivername="postgresql", password=None).render_as_string()
    secret = {"PGPASSWORD": url.password} if url.password else {}
    outcome = subprocess.run(  # noqa: S603 - a program found by us, arguments never from outside
        [path, f"--dbname={address}", *arguments],
        env={**os.environ, **secret},
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode != 0:
        complaint = outcome.stderr.strip().partition("\n")[0]
        raise BackupFailed(f"DATABASE_URL: {program} failed: {complaint}")
