"""Who among the agents may do what. Pure: the rows are looked up elsewhere."""

from __future__ import annotations

from tickets.errors import NotOfTheTeam, NotYours, RoleRequired
from tickets.people_schema import AgentRow
from tickets.schema import TicketRow
from tickets.vocabulary import Role


def require_role(agent: AgentRow, role: Role) -> None:
    """Raise `RoleRequired` unless the agent's role includes it."""
    if not agent.role.includes(role):
        raise RoleRequired(role)


def require_may_work_on(agent: AgentRow, ticket: TicketRow) -> None:
    """A team's ticket is for its members, for agents of no team, and for supervisors."""
    is_open_to_all = ticket.team_id is None or agent.team_id is None
    if is_open_to_all or agent.team_id == ticket.team_id or agent.role.includes(Role.supervisor):
        return
    raise NotOfTheTeam


def require_owner(agent: AgentRow, ticket: TicketRow) -> None:
    """Raise `NotYours` unless the agent has the ticket."""
    if ticket.assignee_id != agent.id:
        raise NotYours


def require_owner_or_supervisor(agent: AgentRow, ticket: TicketRow) -> None:
    """Raise `NotYours` unless the agent has the ticket or leads those who have it."""
    if not agent.role.includes(Role.supervisor):
        require_owner(agent, ticket)
