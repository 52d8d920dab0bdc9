"""Who works here: admins make accounts and teams, change roles, give new passwords."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import Response

from tickets.desk_views import AgentView
from tickets.errors import InvalidValue
from tickets.vocabulary import Role, Theme
from web.console.access import AsAdmin, SignedIn
from web.console.parts import Console, FromConsole

router = APIRouter(prefix="/console", include_in_schema=False)
Text = Annotated[str, Form()]


@dataclass(frozen=True)
class Secret:
    """A password that is shown once, to the admin who passes it on."""

    agent: AgentView
    password: str


@router.get("/people")
def show_people(console: FromConsole, signed: AsAdmin) -> Response:
    return console.views.page("people.html", signed, **_context(console), secret=None)


@router.post("/people")
def add_agent(
    console: FromConsole,
    signed: AsAdmin,
    login: Text,
    display_name: Text,
    role: Annotated[Role, Form()],
    team_id: Text = "",
) -> Response:
    agent, password = console.agents.create(
        login, display_name, role, team_id=_team(team_id), by=signed.agent.id
    )
    return _people(console, signed, Secret(agent, password))


@router.post("/people/{agent_id}")
def change_agent(
    console: FromConsole,
    signed: AsAdmin,
    agent_id: int,
    role: Annotated[Role, Form()],
    team_id: Text = "",
) -> Response:
    agent, by = console.agents.get(agent_id), signed.agent.id
    if agent.role is not role:
        console.agents.set_role(agent_id, role, by=by)
    if agent.team_id != _team(team_id):
        console.agents.set_team(agent_id, _team(team_id), by=by)
    return _people(console, signed)


@router.post("/people/{agent_id}/active")
def change_active(
    console: FromConsole, signed: AsAdmin, agent_id: int, is_active: Annotated[bool, Form()]
) -> Response:
    console.agents.set_active(agent_id, is_active, by=signed.agent.id)
    return _people(console, signed)


@router.post("/people/{agent_id}/password")
def give_password(console: FromConsole, signed: AsAdmin, agent_id: int) -> Response:
    password = console.agents.reset_password(agent_id, by=signed.agent.id)
    return _people(console, signed, Secret(console.agents.get(agent_id), password))


@router.post("/teams")
def add_team(
    console: FromConsole,
    signed: AsAdmin,
    name: Text,
    theme: Annotated[list[Theme] | None, Form()] = None,
) -> Response:
    console.teams.create(name, theme or [], by=signed.agent.id)
    return _people(console, signed)


@router.post("/teams/{team_id}")
def change_team(
    console: FromConsole,
    signed: AsAdmin,
    team_id: int,
    name: Text,
    theme: Annotated[list[Theme] | None, Form()] = None,
) -> Response:
    console.teams.change(team_id, name, theme or [], by=signed.agent.id)
    return _people(console, signed)


@router.post("/teams/{team_id}/remove")
def remove_team(console: FromConsole, signed: AsAdmin, team_id: int) -> Response:
    console.teams.remove(team_id, by=signed.agent.id)
    return _people(console, signed)


def _people(console: Console, signed: SignedIn, secret: Secret | None = None) -> Response:
    response = console.views.partial("_people.html", signed, **_context(console), secret=secret)
    return console.views.with_toast(response, "people.saved", signed.language)


def _context(console: Console) -> dict[str, Any]:
    agents = sorted(console.agents.list(), key=lambda agent: not agent.is_active)
    teams = console.teams.list()
    names = {team.id: team.name for team in teams}
    return {"agents": agents, "teams": teams, "names": names, "roles": list(Role), "themes": Theme}


def _team(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit():
        raise InvalidValue("team_id", "should be a team of the list, or none")
    return int(text)
