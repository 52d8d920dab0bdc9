"""What happens to a held ticket: an agent takes it and speaks, or it goes to others.

Who may is asked before, in `desk`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from tickets.control import Held, give_to_agent, give_to_bot
from tickets.errors import InvalidValue
from tickets.escalation import begin_waiting, clear_desk, enter_queue, put_nothing_aside
from tickets.messages import add_message, handle_pending
from tickets.outbox import tell_targets
from tickets.people_schema import AgentRow, TeamRow
from tickets.schema import MessageRow
from tickets.transitions import SYSTEM, Actor, move
from tickets.views import Reply
from tickets.vocabulary import Author, EscalationReason, NotificationKind, TicketState


def agent_actor(agent: AgentRow) -> Actor:
    """The agent, as events name it."""
    return Actor(Author.agent, str(agent.id))


def take(session: Session, held: Held, agent: AgentRow, at: datetime) -> None:
    """The agent has the ticket and the voice."""
    ticket, by = held.ticket, agent_actor(agent)
    if ticket.state is TicketState.open:
        ticket.escalation_reason = reason = EscalationReason.agent_takeover
        begin_waiting(session, ticket, at)
        move(session, ticket, TicketState.escalated, by=by, reason=reason.value, at=at)
        session.flush()  # the database, too, sees both moves
    if ticket.state is TicketState.escalated:
        ticket.taken_at = at
        ticket.assignee_id = agent.id
        move(session, ticket, TicketState.in_progress, by=by, reason="taken", at=at)
    put_nothing_aside(ticket)
    give_to_agent(held, agent)


def speak(session: Session, held: Held, agent: AgentRow, reply: Reply, at: datetime) -> MessageRow:
    """The agent's message; what the customer wrote before it counts as handled."""
    handle_pending(session, held.conversation.id, at)
    row = add_message(session, held.conversation, Author.agent, reply, at)
    row.agent_id = agent.id
    held.ticket.first_agent_message_at = held.ticket.first_agent_message_at or at
    return row


def keep_for(session: Session, held: Held, by: AgentRow, to_agent: AgentRow, at: datetime) -> None:
    """In the queue, for one colleague to take."""
    _leave_desk(session, held, agent_actor(by), "transferred", at)
    held.ticket.assignee_id = to_agent.id
    held.ticket.team_id = to_agent.team_id or held.ticket.team_id


def keep_for_team(session: Session, held: Held, by: AgentRow, team_id: int, at: datetime) -> None:
    """In the queue, for a team, which is told."""
    if session.get(TeamRow, team_id) is None:
        raise InvalidValue("to_team_id", "should be a team of the list")
    held.ticket.team_id = team_id
    _leave_desk(session, held, agent_actor(by), "transferred", at)
    _tell(session, held, at)


def release(session: Session, held: Held, by: AgentRow, at: datetime) -> None:
    """In the queue, for whoever takes it."""
    _leave_desk(session, held, agent_actor(by), "released", at)
    _tell(session, held, at)


def abandon(session: Session, held: Held, at: datetime) -> None:
    """In the queue: its agent has gone."""
    _leave_desk(session, held, SYSTEM, "abandoned", at)
    _tell(session, held, at)


def _leave_desk(session: Session, held: Held, by: Actor, reason: str, at: datetime) -> None:
    give_to_bot(session, held, at)
    if held.ticket.state is TicketState.in_progress:
        enter_queue(session, held.ticket, by=by, reason=reason, at=at)
    clear_desk(held.ticket)


def _tell(session: Session, held: Held, at: datetime) -> None:
    about = f"returned {at.isoformat()}"
    tell_targets(session, held.ticket, NotificationKind.escalated, at, about)
