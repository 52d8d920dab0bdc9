"""The people on the operator's side: their accounts, sign-ins and sessions.

Who may manage them is for the caller to ask; a stored password or session token can't be read.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tickets import agent_sessions, audit, passwords, sign_in
from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.desk_views import AgentView
from tickets.errors import InvalidValue, SignInRefused, UnknownAgent
from tickets.folding import storable
from tickets.people_schema import AgentRow, TeamRow
from tickets.vocabulary import Role

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")


def active_agent(session: Session, agent_id: int) -> AgentRow:
    """The agent, or `UnknownAgent` when nobody active has this id."""
    row = session.get(AgentRow, agent_id)
    if row is None or not row.is_active:
        raise UnknownAgent
    return row


class Agents:
    """The store of accounts and sessions; any number of processes may use one database."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def create(
        self,
        login: str,
        display_name: str,
        role: Role,
        password: str | None = None,
        *,
        team_id: int | None = None,
        by: int | None = None,
    ) -> tuple[AgentView, str]:
        """A new account and its password; one that we make up must be changed at first sign-in."""
        row = AgentRow(
            login=_clean_login(login),
            display_name=_clean_name(display_name),
            role=role,
            team_id=team_id,
            is_active=True,
            must_change_password=password is None,
            created_at=self._clock(),
            preferences={},
        )
        password = password or passwords.new_password()
        passwords.require_strong(password, row.login)
        row.password_hash = passwords.hash_of(password)
        with self._database.session() as session:
            _require_team(session, team_id)
            _add(session, row)
            self._record(session, "agent_created", row.id, by, {"role": role.value})
            return AgentView.of(row), password

    def ensure_first_admin(
        self, login: str, password: str | None = None
    ) -> tuple[AgentView, str] | None:
        """The first admin and the password; None when there is an active admin already."""
        if any(agent.role is Role.admin and agent.is_active for agent in self.list()):
            return None
        return self.create(login, login, Role.admin, password)

    def authenticate(self, login: str, password: str) -> AgentView:
        """The agent, or `SignInRefused` whatever was wrong, or `LockedOut` after many failures."""
        login = storable(login).strip().lower()
        with self._database.session() as session:
            sign_in.count_try(session, login, self._clock())
            found = session.scalar(select(AgentRow).where(AgentRow.login == login, _IS_ACTIVE))
        # Outside the transaction: the check takes long on purpose, and writers wait for us.
        is_right = passwords.is_right(found.password_hash if found else None, password)
        if found is None or not is_right:
            with self._database.session() as session:
                self._record(session, "sign_in_failed", found.id if found else None, None)
            raise SignInRefused
        with self._database.session() as session:
            sign_in.forget_tries(session, login)
        return AgentView.of(found)

    def open_session(self, agent_id: int) -> str:
        """A new session's token; only its SHA-256 is kept."""
        with self._database.session() as session:
            agent = active_agent(session, agent_id)
            self._record(session, "signed_in", agent.id, agent.id)
            return agent_sessions.begin(session, agent.id, self._clock())

    def by_session(self, token: str) -> AgentView | None:
        """The agent of a session that is neither closed, nor idle for 12 h, nor 7 days old."""
        now = self._clock()
        with self._database.reading() as session:
            found = agent_sessions.find(session, token, now)
        if found is None:
            return None
        agent, is_to_be_seen = found
        if is_to_be_seen:
            with self._database.session() as session:
                agent_sessions.see(session, token, now)
        return AgentView.of(agent)

    def present(self) -> int:
        """How many agents have a page of the console open, in whatever process."""
        with self._database.reading() as session:
            return agent_sessions.present(session, self._clock())

    def close_session(self, token: str) -> None:
        """Sign this browser out."""
        with self._database.session() as session:
            agent_sessions.end(session, token, self._clock())

    def close_all_sessions(self, agent_id: int) -> None:
        """Sign the agent out everywhere."""
        with self._database.session() as session:
            agent_sessions.end_all(session, agent_id, self._clock())
            self._record(session, "signed_out_everywhere", agent_id, agent_id)

    def change_password(
        self, agent_id: int, old: str, new: str, *, session_token: str | None = None
    ) -> None:
        """Replace the password and close all sessions but the one of `session_token`."""
        agent = self.get(agent_id)
        self.authenticate(agent.login, old)
        passwords.require_strong(new, agent.login)
        if new == old:
            raise InvalidValue("password", "should differ from the old one")
        new_hash = passwords.hash_of(new)
        with self._database.session() as session:
            row = active_agent(session, agent_id)
            row.password_hash = new_hash
            row.must_change_password = False
            agent_sessions.end_all(session, agent_id, self._clock(), but=session_token)
            self._record(session, "password_changed", agent_id, agent_id)

    def reset_password(self, agent_id: int, *, by: int | None = None) -> str:
        """A made-up password that must be changed; signed out everywhere, unlocked."""
        password = passwords.new_password()
        new_hash = passwords.hash_of(password)
        with self._database.session() as session:
            row = _known(session, agent_id)
            row.password_hash = new_hash
            row.must_change_password = True
            sign_in.forget_tries(session, row.login)
            agent_sessions.end_all(session, agent_id, self._clock())
            self._record(session, "password_reset", agent_id, by)
        return password

    def set_active(self, agent_id: int, is_active: bool, *, by: int | None = None) -> AgentView:
        """Let the agent sign in, or sign it out for good; the last admin stays."""
        with self._database.session() as session:
            row = _known(session, agent_id)
            if not is_active:
                _require_another_admin(session, row)
                agent_sessions.end_all(session, agent_id, self._clock())
            row.is_active = is_active
            action = "agent_activated" if is_active else "agent_deactivated"
            self._record(session, action, agent_id, by)
            return AgentView.of(row)

    def set_role(self, agent_id: int, role: Role, *, by: int | None = None) -> AgentView:
        """Change what the agent may do; the last admin stays one."""
        with self._database.session() as session:
            row = _known(session, agent_id)
            if role is not Role.admin:
                _require_another_admin(session, row)
            row.role = role
            self._record(session, "role_changed", agent_id, by, {"role": role.value})
            return AgentView.of(row)

    def set_team(self, agent_id: int, team_id: int | None, *, by: int | None = None) -> AgentView:
        """Put the agent into a team, or into none."""
        with self._database.session() as session:
            _require_team(session, team_id)
            row = _known(session, agent_id)
            row.team_id = team_id
            self._record(session, "team_changed", agent_id, by, {"team_id": team_id})
            return AgentView.of(row)

    def save_preferences(self, agent_id: int, preferences: dict[str, Any]) -> AgentView:
        """Keep what the agent chose: saved filters, language, sound…"""
        with self._database.session() as session:
            row = active_agent(session, agent_id)
            row.preferences = preferences
            return AgentView.of(row)

    def get(self, agent_id: int) -> AgentView:
        """The account, active or not, or `UnknownAgent`."""
        with self._database.reading() as session:
            row = session.get(AgentRow, agent_id)
        if row is None:
            raise UnknownAgent
        return AgentView.of(row)

    def list(self) -> list[AgentView]:
        """Every account, by name."""
        query = select(AgentRow).order_by(AgentRow.display_name, AgentRow.id)
        with self._database.reading() as session:
            return [AgentView.of(row) for row in session.scalars(query)]

    def _record(
        self,
        session: Session,
        action: str,
        agent_id: int | None,
        by: int | None,
        detail: audit.Detail | None = None,
    ) -> None:
        audit.record(
            session,
            self._clock(),
            action,
            agent_id=by,
            subject_kind="agent",
            subject=str(agent_id) if agent_id is not None else "unknown",
            detail=detail,
        )


_IS_ACTIVE = AgentRow.is_active.is_(True)


def _add(session: Session, row: AgentRow) -> None:
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        raise InvalidValue("login", "is taken; choose another one") from error


def _known(session: Session, agent_id: int) -> AgentRow:
    row = session.get(AgentRow, agent_id, with_for_update=True)
    if row is None:
        raise UnknownAgent
    return row


def _require_team(session: Session, team_id: int | None) -> None:
    if team_id is not None and session.get(TeamRow, team_id) is None:
        raise InvalidValue("team_id", "should be a team of the list, or none")


def _require_another_admin(session: Session, row: AgentRow) -> None:
    # Held, so that two admins who demote each other at once do not both succeed.
    admins = session.scalars(
        select(AgentRow)
        .where(AgentRow.role == Role.admin, _IS_ACTIVE)
        .order_by(AgentRow.id)
        .with_for_update()
    ).all()
    if row in admins and len(admins) == 1:
        raise InvalidValue("role", "should stay admin: there is no other one")


def _clean_login(login: str) -> str:
    cleaned = login.strip().lower()
    if not _LOGIN.fullmatch(cleaned):
        raise InvalidValue("login", "should hold 2 to 64 of a-z, 0-9, dot, hyphen, @")
    return cleaned


def _clean_name(name: str) -> str:
    cleaned = " ".join(storable(name).split())
    if not 1 <= len(cleaned) <= 100:
        raise InvalidValue("display_name", "should hold 1 to 100 characters")
    return cleaned
