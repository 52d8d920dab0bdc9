"""Accounts, sign-ins and sessions of the people on the operator's side."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from tests.cast import Cast
from tickets import passwords
from tickets.agents import Agents
from tickets.audit import Audit, AuditFilters
from tickets.database import Database
from tickets.errors import InvalidValue, LockedOut, NotFound, SignInRefused, UnknownAgent
from tickets.teams import Teams
from tickets.vocabulary import Role, Theme

PASSWORD = "une phrase assez longue"


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same algorithm, without the work that makes guessing dear."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", cheap)


@pytest.fixture
def agents(database: Database, clock: Any) -> Agents:
    return Agents(database, clock)


@pytest.fixture
def sofia(agents: Agents) -> int:
    """An agent who signs in as `sofia`; her id."""
    return agents.create("Sofia", "Sofia Roux", Role.agent, PASSWORD)[0].id


def test_an_account_is_made_with_a_password_to_be_changed(agents: Agents) -> None:
    agent, password = agents.create(" Sofia ", " Sofia  Roux ", Role.supervisor)

    assert (agent.login, agent.display_name) == ("sofia", "Sofia Roux")
    assert agent.must_change_password
    assert len(password) >= 12
    assert agents.authenticate("SOFIA", password) == agent


def test_a_given_password_need_not_be_changed(agents: Agents, sofia: int) -> None:
    assert not agents.get(sofia).must_change_password


def test_no_password_is_stored_as_it_is(agents: Agents, sofia: int, database: Database) -> None:
    with database.reading() as session:
        stored = session.scalar(text("SELECT password_hash FROM agents"))

    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored


@pytest.mark.parametrize("login", ["", "a", "a b", "é" * 5, "x" * 65, ".sofia"])
def test_a_login_that_cannot_be_typed_is_refused(agents: Agents, login: str) -> None:
    with pytest.raises(InvalidValue, match=r"^login"):
        agents.create(login, "Sofia", Role.agent, PASSWORD)


@pytest.mark.parametrize("password", ["court", "sofia-la-longue", "aaaaaaaaaaaaaaaa", "x" * 300])
def test_a_weak_password_is_refused(agents: Agents, password: str) -> None:
    with pytest.raises(InvalidValue, match=r"^password"):
        agents.create("sofia-la-longue", "Sofia", Role.agent, password)


def test_a_login_is_given_once(agents: Agents, sofia: int) -> None:
    with pytest.raises(InvalidValue, match="taken"):
        agents.create("SOFIA", "Une autre", Role.agent, PASSWORD)


def test_the_first_admin_is_made_once(agents: Agents) -> None:
    first = agents.ensure_first_admin("admin")

    assert first is not None
    assert agents.authenticate("admin", first[1]).role is Role.admin
    assert agents.ensure_first_admin("admin") is None
    assert agents.ensure_first_admin("other", PASSWORD) is None


def test_wrong_and_unknown_are_refused_alike(agents: Agents, sofia: int) -> None:
    refusals = []
    for login, password in (("sofia", "faux"), ("personne", PASSWORD), ("", ""), ("\0", "\ud800")):
        with pytest.raises(SignInRefused) as refusal:
            agents.authenticate(login, password)
        refusals.append(str(refusal.value))

    assert len(set(refusals)) == 1


@pytest.mark.parametrize("login", ["sofia", "personne"])
def test_after_five_failures_each_try_waits_longer_known_login_or_not(
    agents: Agents, sofia: int, clock: Any, login: str
) -> None:
    for _ in range(5):
        with pytest.raises(SignInRefused):
            agents.authenticate(login, "faux")

    for seconds in (30, 60, 120):
        with pytest.raises(LockedOut) as locked:
            agents.authenticate(login, PASSWORD)
        assert locked.value.until == clock.now + timedelta(seconds=seconds)
        clock.advance(seconds=seconds)
        with pytest.raises(SignInRefused):
            agents.authenticate(login, "faux")


def test_a_right_password_forgets_the_failures(agents: Agents, sofia: int) -> None:
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(SignInRefused):
                agents.authenticate("sofia", "faux")
        assert agents.authenticate("sofia", PASSWORD).id == sofia


def test_failures_are_forgotten_after_a_day(agents: Agents, sofia: int, clock: Any) -> None:
    for _ in range(4):
        with pytest.raises(SignInRefused):
            agents.authenticate("sofia", "faux")
    clock.advance(hours=24)

    for _ in range(4):
        with pytest.raises(SignInRefused):
            agents.authenticate("sofia", "faux")
    assert agents.authenticate("sofia", PASSWORD)


def test_tries_at_once_do_not_slip_past_the_limit(agents: Agents, sofia: int) -> None:
    barrier = Barrier(8)

    def _try(_number: int) -> str:
        barrier.wait(timeout=30)
        try:
            agents.authenticate("sofia", "faux")
        except Exception as error:
            return type(error).__name__
        return "in"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(_try, range(8)))

    assert (answers.count("SignInRefused"), answers.count("LockedOut")) == (5, 3)


def test_a_session_lasts_while_it_is_used_and_a_week_at_most(
    agents: Agents, sofia: int, clock: Any
) -> None:
    token = agents.open_session(sofia)

    for _ in range(16):
        clock.advance(hours=10)
        assert agents.by_session(token)
    clock.advance(hours=8)

    assert agents.by_session(token) is None


def test_an_idle_session_ends(agents: Agents, sofia: int, clock: Any) -> None:
    token = agents.open_session(sofia)
    clock.advance(hours=12)

    assert agents.by_session(token) is None


def test_who_has_a_page_open_is_present_once(
    agents: Agents, sofia: int, cast: Cast, clock: Any
) -> None:
    tokens = [agents.open_session(agent_id) for agent_id in (sofia, sofia, cast.alice.id)]
    both = agents.present()
    agents.close_session(tokens[2])
    one = agents.present()

    clock.advance(minutes=3)
    gone = agents.present()
    agents.by_session(tokens[0])

    assert (both, one, gone, agents.present()) == (2, 1, 0, 1)


def test_no_token_can_be_read_from_the_database(
    agents: Agents, sofia: int, database: Database
) -> None:
    token = agents.open_session(sofia)

    with database.reading() as session:
        assert session.scalar(text("SELECT token_hash FROM agent_sessions")) != token
    assert agents.by_session("") is None
    assert agents.by_session("\ud800") is None


def test_signing_out_ends_one_session_or_all(agents: Agents, sofia: int) -> None:
    here, there, elsewhere = (agents.open_session(sofia) for _ in range(3))

    agents.close_session(here)
    assert agents.by_session(here) is None
    assert agents.by_session(there)
    agents.close_all_sessions(sofia)
    assert agents.by_session(there) is None
    assert agents.by_session(elsewhere) is None


def test_another_password_ends_the_other_sessions(agents: Agents, sofia: int) -> None:
    here, there = agents.open_session(sofia), agents.open_session(sofia)

    agents.change_password(sofia, PASSWORD, "une autre phrase longue", session_token=here)

    assert agents.by_session(here)
    assert agents.by_session(there) is None
    assert agents.authenticate("sofia", "une autre phrase longue")
    with pytest.raises(SignInRefused):
        agents.authenticate("sofia", PASSWORD)


def test_a_password_is_changed_by_who_knows_it(agents: Agents, sofia: int) -> None:
    with pytest.raises(SignInRefused):
        agents.change_password(sofia, "faux", "une autre phrase longue")
    with pytest.raises(InvalidValue):
        agents.change_password(sofia, PASSWORD, PASSWORD)


def test_a_reset_password_unlocks_and_signs_out(agents: Agents, sofia: int) -> None:
    token = agents.open_session(sofia)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            agents.authenticate("sofia", "faux")

    password = agents.reset_password(sofia)

    assert agents.by_session(token) is None
    assert agents.authenticate("sofia", password).must_change_password


def test_who_is_inactive_is_out_at_once(agents: Agents, sofia: int) -> None:
    token = agents.open_session(sofia)

    agents.set_active(sofia, False)

    assert agents.by_session(token) is None
    with pytest.raises(SignInRefused):
        agents.authenticate("sofia", PASSWORD)
    with pytest.raises(UnknownAgent):
        agents.open_session(sofia)


def test_the_last_admin_stays_admin(agents: Agents, cast: Cast) -> None:
    with pytest.raises(InvalidValue, match="no other"):
        agents.set_role(cast.eve.id, Role.agent)
    with pytest.raises(InvalidValue, match="no other"):
        agents.set_active(cast.eve.id, False)

    agents.set_role(cast.diane.id, Role.admin)

    assert agents.set_role(cast.eve.id, Role.agent).role is Role.agent


def test_what_an_agent_chose_is_kept(agents: Agents, cast: Cast) -> None:
    agents.save_preferences(cast.alice.id, {"sound": True, "filters": ["mine"]})

    assert agents.get(cast.alice.id).preferences == {"sound": True, "filters": ["mine"]}


def test_agents_are_listed_by_name(agents: Agents, cast: Cast) -> None:
    names = [agent.display_name for agent in agents.list()]

    assert names == ["Alice", "Bob", "Charlie", "Diane", "Eve"]


def test_a_team_that_goes_leaves_its_agents(agents: Agents, database: Database, cast: Cast) -> None:
    teams = Teams(database)

    teams.remove(cast.fixed.id)

    assert [team.name for team in teams.list()] == ["Mobile"]
    assert agents.get(cast.alice.id).team_id is None
    with pytest.raises(NotFound):
        teams.remove(cast.fixed.id)
    with pytest.raises(InvalidValue, match="team"):
        agents.set_team(cast.alice.id, cast.fixed.id)


def test_teams_have_names_of_their_own(database: Database, cast: Cast) -> None:
    teams = Teams(database)

    changed = teams.change(cast.fixed.id, "Internet", [Theme.tv, Theme.internet_fixe])

    assert changed.themes == (Theme.internet_fixe, Theme.tv)
    with pytest.raises(InvalidValue, match="taken"):
        teams.create("Mobile")
    with pytest.raises(InvalidValue, match=r"^name"):
        teams.create(" ")


def test_people_management_is_in_the_audit_log(
    agents: Agents, database: Database, cast: Cast
) -> None:
    agent, _ = agents.create("sofia", "Sofia", Role.agent, PASSWORD, by=cast.eve.id)
    agents.set_role(agent.id, Role.supervisor, by=cast.eve.id)
    agents.set_team(agent.id, cast.fixed.id, by=cast.eve.id)
    agents.reset_password(agent.id, by=cast.eve.id)

    entries = Audit(database).search(AuditFilters(agent_id=cast.eve.id))

    assert [(entry.action, entry.subject) for entry in reversed(entries)] == [
        (action, str(agent.id))
        for action in ("agent_created", "role_changed", "team_changed", "password_reset")
    ]
    assert PASSWORD not in str(entries)


def test_the_audit_log_is_searched_and_paged(database: Database, cast: Cast, clock: Any) -> None:
    audit = Audit(database, clock)
    for number in range(5):
        audit.record(
            "ticket_read", agent_id=cast.alice.id, subject_kind="ticket", subject=f"FM-{number}"
        )
        clock.advance(hours=1)

    newest = audit.search(AuditFilters(), limit=2)

    assert [entry.subject for entry in newest] == ["FM-4", "FM-3"]
    older = audit.search(AuditFilters(), before_id=newest[-1].id)
    assert [entry.subject for entry in older] == ["FM-2", "FM-1", "FM-0"]
    for filters, count in (
        (AuditFilters(subject_kind="ticket", subject="FM-1"), 1),
        (AuditFilters(agent_id=cast.bob.id), 0),
        (AuditFilters(action="ticket_read"), 5),
        (AuditFilters(since_at=clock.now - timedelta(hours=2)), 2),
        (AuditFilters(until_at=clock.now - timedelta(hours=2)), 3),
    ):
        assert len(audit.search(filters)) == count
