"""Signed-in browsers, within a transaction. Only the SHA-256 of a token is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Update, func, select, update
from sqlalchemy.orm import Session

from tickets.people_schema import AgentRow, AgentSessionRow

IDLE_FOR = timedelta(hours=12)
SESSION_FOR = timedelta(days=7)
_SEEN_EVERY = timedelta(minutes=1)
_PRESENT_FOR = 2 * _SEEN_EVERY  # an open page asks often enough to be noted once a minute


def begin(session: Session, agent_id: int, at: datetime) -> str:
    """A new session's token."""
    token = secrets.token_urlsafe(32)
    session.add(
        AgentSessionRow(
            token_hash=_hash(token),
            agent_id=agent_id,
            created_at=at,
            seen_at=at,
            expires_at=at + SESSION_FOR,
        )
    )
    return token


def find(session: Session, token: str, at: datetime) -> tuple[AgentRow, bool] | None:
    """The active agent of an open session, and whether it is time to note that it was seen."""
    query = (
        select(AgentRow, AgentSessionRow.seen_at)
        .join(AgentSessionRow, AgentSessionRow.agent_id == AgentRow.id)
        .where(
            AgentSessionRow.token_hash == _hash(token),
            AgentSessionRow.revoked_at.is_(None),
            AgentSessionRow.expires_at > at,
            AgentSessionRow.seen_at > at - IDLE_FOR,
            AgentRow.is_active,
        )
    )
    found = session.execute(query).first()
    return (found[0], found[1] <= at - _SEEN_EVERY) if found else None


def see(session: Session, token: str, at: datetime) -> None:
    """The session was used: it stays open for as long again."""
    session.execute(_update(AgentSessionRow.token_hash == _hash(token)).values(seen_at=at))


def present(session: Session, at: datetime) -> int:
    """How many agents have a page of the console open."""
    query = (
        select(func.count(AgentSessionRow.agent_id.distinct()))
        .join(AgentRow, AgentRow.id == AgentSessionRow.agent_id)
        .where(
            AgentSessionRow.revoked_at.is_(None),
            AgentSessionRow.expires_at > at,
            AgentSessionRow.seen_at > at - _PRESENT_FOR,
            AgentRow.is_active,
        )
    )
    return session.scalar(query) or 0


def end(session: Session, token: str, at: datetime) -> None:
    """This browser is signed out."""
    session.execute(_update(AgentSessionRow.token_hash == _hash(token)).values(revoked_at=at))


def end_all(session: Session, agent_id: int, at: datetime, *, but: str | None = None) -> None:
    """The agent is signed out everywhere, but in the browser that holds this token."""
    is_other = AgentSessionRow.token_hash != _hash(but or "")
    everywhere = _update(AgentSessionRow.agent_id == agent_id, is_other)
    session.execute(everywhere.values(revoked_at=at))


def _update(*conditions: ColumnElement[bool]) -> Update:
    return update(AgentSessionRow).where(AgentSessionRow.revoked_at.is_(None), *conditions)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
