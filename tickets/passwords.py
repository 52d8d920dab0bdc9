"""Passwords: hashed with argon2id, checked in constant work, made up when none is given.

The only file that knows the hashing library.
"""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tickets.errors import InvalidValue
from tickets.folding import fold

MIN_CHARS = 12
MAX_CHARS = 256

_hasher = PasswordHasher()


def hash_of(password: str) -> str:
    """The argon2id hash, salted, with its parameters in it."""
    return _hasher.hash(_bytes(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password made this hash; without a hash it takes as long and says no."""
    try:
        is_match = _hasher.verify(password_hash or _nobodys_hash(), _bytes(password))
    except (VerificationError, InvalidHashError):
        return False
    return is_match and password_hash is not None


def new_password() -> str:
    """Sixteen random characters."""
    return secrets.token_urlsafe(12)


def require_strong(password: str, login: str) -> None:
    """Raise `InvalidValue` for what is short, endless, or the login."""
    if not MIN_CHARS <= len(password) <= MAX_CHARS:
        raise InvalidValue("password", f"should hold {MIN_CHARS} to {MAX_CHARS} characters")
    if fold(password) == fold(login):
        raise InvalidValue("password", "should not be the login")
    if len(set(password)) < MIN_CHARS // 3:
        raise InvalidValue("password", "should not repeat a few characters")


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_bytes(16))


def _bytes(password: str) -> bytes:
    return password[: MAX_CHARS + 1].encode("utf-8", "surrogatepass")
