"""One ticket as one agent sees it: the history, the facts, and what this agent may do with it.

It only reads; what is shown as possible is asked again by `tickets.desk` when it is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tickets.chat_links import ChatLinks, Origin
from tickets.desk_views import AgentView, TeamView
from tickets.dossier import Dossier
from tickets.views import ConversationView, TicketView
from tickets.vocabulary import Controller, Role, TicketState
from web.console.casework import Casework
from web.console.parts import Console
from web.console.timeline import Entry, timeline

SHOWN_MESSAGES = 200
ALL_MESSAGES = 10_000
_WITH_HUMANS = frozenset({TicketState.escalated, TicketState.in_progress})


@dataclass(frozen=True)
class Standing:
    """`speaks`: this agent answers the customer; `owns`: the ticket is this agent's."""

    speaks: bool
    owns: bool
    may_take: bool
    may_lead: bool
    speaker_name: str | None
    owner_name: str | None


@dataclass(frozen=True)
class Deadline:
    """One promise: kept at a moment, or still to keep until `due_at`."""

    name: str
    due_at: datetime
    kept_at: datetime | None


@dataclass(frozen=True)
class Case:
    dossier: Dossier
    conversation: ConversationView
    entries: list[Entry]
    is_whole: bool
    names: dict[int, str]
    colleagues: list[AgentView]
    teams: list[TeamView]
    standing: Standing
    deadlines: tuple[Deadline, ...]
    origin: Origin | None

    @property
    def ticket(self) -> TicketView:
        return self.dossier.ticket


def read_case(
    console: Console,
    casework: Casework,
    agent: AgentView,
    reference: str,
    *,
    after_seq: int = 0,
    is_whole: bool = False,
) -> Case:
    dossier = casework.dossiers.read(reference)
    ticket = dossier.ticket
    conversation = casework.conversations.get(ticket.conversation_id)
    limit = ALL_MESSAGES if is_whole else SHOWN_MESSAGES
    messages = casework.conversations.messages(conversation.id, after_seq, limit)
    agents = console.agents.list()
    names = {one.id: one.display_name for one in agents}
    return Case(
        dossier=dossier,
        conversation=conversation,
        entries=timeline(dossier, messages, names),
        is_whole=not messages or messages[0].seq <= after_seq + 1,
        names=names,
        colleagues=[one for one in agents if one.is_active and one.id != agent.id],
        teams=console.teams.list(),
        standing=standing_of(agent, ticket, conversation, names),
        deadlines=deadlines_of(ticket),
        origin=ChatLinks(console.database).origin(conversation.id),
    )


def standing_of(
    agent: AgentView, ticket: TicketView, conversation: ConversationView, names: dict[int, str]
) -> Standing:
    speaker_id = conversation.agent_id
    owner_id = ticket.assignee_id if ticket.state in _WITH_HUMANS else None
    is_free = owner_id in (None, agent.id) and speaker_id is None
    is_open = ticket.state in _WITH_HUMANS or ticket.state is TicketState.open
    owns = owner_id == agent.id and ticket.state is TicketState.in_progress
    leads = agent.role.includes(Role.supervisor) or owner_id == agent.id
    return Standing(
        speaks=speaker_id == agent.id and conversation.controller is Controller.agent,
        owns=owns,
        may_take=is_open and is_free,
        may_lead=leads and ticket.state in _WITH_HUMANS,
        speaker_name=names.get(speaker_id or 0),
        owner_name=names.get(owner_id or 0),
    )


def deadlines_of(ticket: TicketView) -> tuple[Deadline, ...]:
    is_over = ticket.state not in _WITH_HUMANS and ticket.state is not TicketState.open
    solved_at = ticket.state_changed_at if is_over else None
    answered_at = ticket.first_agent_message_at or solved_at
    return (
        Deadline("first_answer", ticket.first_answer_due_at, answered_at),
        Deadline("resolution", ticket.resolution_due_at, solved_at),
    )
