"""The people of the tests: Alice owns, Bob shares her team, Charlie must be refused.

Diane leads, Eve manages people. None of them can sign in: tests of passwords make their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from tickets.database import Database
from tickets.desk_views import AgentView, TeamView
from tickets.people_schema import AgentRow, TeamRow
from tickets.vocabulary import Role, Theme

HIRED_AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Cast:
    """Two teams and five people."""

    fixed: TeamView
    mobile: TeamView
    alice: AgentView
    bob: AgentView
    charlie: AgentView
    diane: AgentView
    eve: AgentView


def hire(
    database: Database, name: str, role: Role = Role.agent, team: TeamView | None = None
) -> AgentView:
    """An active agent, without the cost of a password."""
    row = AgentRow(
        login=name.lower(),
        display_name=name,
        role=role,
        team_id=team.id if team else None,
        password_hash="none",
        is_active=True,
        created_at=HIRED_AT,
        preferences={},
    )
    with database.session() as session:
        session.add(row)
    return AgentView.of(row)


def gather(database: Database, name: str, *themes: Theme) -> TeamView:
    """A team."""
    row = TeamRow(name=name, themes=[theme.value for theme in themes])
    with database.session() as session:
        session.add(row)
    return TeamView.of(row)


def assemble(database: Database) -> Cast:
    """The whole cast."""
    fixed = gather(database, "Fixe", Theme.internet_fixe, Theme.tv)
    mobile = gather(database, "Mobile", Theme.reseau_mobile)
    return Cast(
        fixed=fixed,
        mobile=mobile,
        alice=hire(database, "Alice", team=fixed),
        bob=hire(database, "Bob", team=fixed),
        charlie=hire(database, "Charlie", team=mobile),
        diane=hire(database, "Diane", Role.supervisor),
        eve=hire(database, "Eve", Role.admin),
    )
