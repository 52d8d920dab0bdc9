"""Who speaks in a conversation: given to an agent, given back to the bot, in one transaction.

The conversation is always held before the ticket, so that two transactions never wait for each
other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tickets.errors import NotInControl, TakenBy, UnknownTicket, WrongState
from tickets.messages import handle_pending, locked_conversation
from tickets.people_schema import AgentRow
from tickets.references import parse_reference
from tickets.schema import ConversationRow, TicketRow
from tickets.transitions import locked_ticket
from tickets.vocabulary import Controller, TicketState

_HELD_STATES = (TicketState.escalated, TicketState.in_progress)


@dataclass(frozen=True)
class Held:
    """A ticket and its conversation, which nobody else changes before the transaction ends."""

    conversation: ConversationRow
    ticket: TicketRow


def hold(session: Session, reference: str) -> Held:
    """Lock the conversation, then the ticket; only then look at either."""
    conversation_id = session.scalar(
        select(TicketRow.conversation_id).where(TicketRow.reference == parse_reference(reference))
    )
    if conversation_id is None:
        raise UnknownTicket
    return Held(locked_conversation(session, conversation_id), locked_ticket(session, reference))


def require_free(session: Session, held: Held, agent: AgentRow) -> None:
    """Raise `TakenBy` when another agent has the ticket or speaks in its conversation."""
    has_ticket = held.ticket.assignee_id if held.ticket.state in _HELD_STATES else None
    for owner_id in (has_ticket, held.conversation.agent_id):
        if owner_id not in (None, agent.id):
            raise TakenBy(session.get_one(AgentRow, owner_id).display_name)


def require_in_progress(ticket: TicketRow) -> None:
    """Raise `WrongState` unless an agent works on the ticket."""
    if ticket.state is not TicketState.in_progress:
        raise WrongState(ticket.state, TicketState.in_progress)


def has_bots_voice(held: Held) -> bool:
    """Whether the bot speaks in the conversation."""
    return held.conversation.controller is Controller.bot


def require_voice(agent: AgentRow, held: Held) -> None:
    """Raise `NotInControl` unless this agent speaks in the conversation."""
    if held.conversation.agent_id != agent.id:
        raise NotInControl(held.conversation.controller)


def give_to_agent(held: Held, agent: AgentRow) -> None:
    """From now the bot is silent."""
    held.conversation.controller = Controller.agent
    held.conversation.agent_id = agent.id


def give_to_bot(session: Session, held: Held, at: datetime) -> None:
    """The bot speaks again, if it was this ticket's agent who spoke.

    What the customer wrote to the agent counts as handled, so that the bot does not answer it.
    """
    speaker_id = held.conversation.agent_id
    if speaker_id is not None and speaker_id == held.ticket.assignee_id:
        handle_pending(session, held.conversation.id, at)
        held.conversation.controller = Controller.bot
        held.conversation.agent_id = None
