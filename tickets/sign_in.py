"""Counts failed sign-ins by login, known or not, and locks a login for longer and longer.

Only the login's SHA-256 is kept: people type passwords into the wrong field.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tickets.errors import LockedOut
from tickets.people_schema import SignInTryRow

FREE_TRIES = 5
FIRST_LOCK_SECONDS = 30
LONGEST_LOCK_SECONDS = 3600
FORGOTTEN_AFTER = timedelta(hours=24)


def lock_seconds(failures: int) -> int:
    """For how long the login is locked after so many failures: 0, then 30, 60, 120… 3600."""
    if failures < FREE_TRIES:
        return 0
    doublings = min(failures - FREE_TRIES, 10)
    return min(FIRST_LOCK_SECONDS << doublings, LONGEST_LOCK_SECONDS)


def count_try(session: Session, login: str, at: datetime) -> None:
    """Count a try as failed before it is checked, so that tries at once all count.

    Raises `LockedOut` when this one comes too early; it is not counted then.
    """
    row = _held(session, login, at)
    if row.locked_until_at is not None and row.locked_until_at > at:
        raise LockedOut(row.locked_until_at)
    is_forgotten = row.failed_at <= at - FORGOTTEN_AFTER
    row.failures = 1 if is_forgotten else row.failures + 1
    row.failed_at = at
    seconds = lock_seconds(row.failures)
    row.locked_until_at = at + timedelta(seconds=seconds) if seconds else None


def forget_tries(session: Session, login: str) -> None:
    """The login is free again: after a right password, or a new one given by an admin."""
    session.execute(delete(SignInTryRow).where(SignInTryRow.login_hash == _hash(login)))


def forget_old_tries(session: Session, at: datetime) -> None:
    """Remove what no lock counts any more."""
    session.execute(delete(SignInTryRow).where(SignInTryRow.failed_at <= at - FORGOTTEN_AFTER))


def _held(session: Session, login: str, at: datetime) -> SignInTryRow:
    key = _hash(login)
    row = session.get(SignInTryRow, key, with_for_update=True)
    if row is not None:
        return row
    try:
        with session.begin_nested():
            session.add(SignInTryRow(login_hash=key, failures=0, failed_at=at))
    except IntegrityError:
        pass  # another process counted its first failure between our look and our insert
    return session.get_one(SignInTryRow, key, with_for_update=True)


def _hash(login: str) -> str:
    return hashlib.sha256(login.encode("utf-8", "surrogatepass")).hexdigest()
