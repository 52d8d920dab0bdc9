"""The tables of the people on the operator's side: teams, agents, sessions, audit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tickets.columns import Base, Json, UtcDateTime, one_of
from tickets.vocabulary import Role


class TeamRow(Base):
    """Agents who share tickets; tickets of its themes come to it."""

    __tablename__ = "teams"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    themes: Mapped[list[str]] = mapped_column(Json)


class AgentRow(Base):
    """One person who signs in; never deleted, since the history names it."""

    __tablename__ = "agents"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    display_name: Mapped[str] = mapped_column(String(100))
    role: Mapped[Role] = mapped_column(one_of(Role, "role"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey(TeamRow.id, ondelete="SET NULL"))
    password_hash: Mapped[str] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    preferences: Mapped[dict[str, Any]] = mapped_column(Json)

    __table_args__ = (CheckConstraint("login = lower(login)", name="login_is_lower_case"),)


class AgentSessionRow(Base):
    """One signed-in browser; `token_hash` is the SHA-256 of the token that it holds."""

    __tablename__ = "agent_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey(AgentRow.id, ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_agent_sessions_agent_id", "agent_id"),)


class SignInTryRow(Base):
    """Failed sign-ins under one login, whether an agent has it or not."""

    __tablename__ = "sign_in_tries"

    login_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    failed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    locked_until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (CheckConstraint("failures >= 0", name="failures_from_0"),)


class AuditEventRow(Base):
    """One act of a person: written once, never changed; holds no customer's words."""

    __tablename__ = "audit_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey(AgentRow.id, ondelete="RESTRICT"))
    action: Mapped[str] = mapped_column(String(64))
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(100))
    detail: Mapped[dict[str, Any]] = mapped_column(Json)

    __table_args__ = (
        Index("ix_audit_events_agent_id", "agent_id"),
        Index("ix_audit_events_at", "at"),
        Index("ix_audit_events_subject", "subject_kind", "subject"),
    )
