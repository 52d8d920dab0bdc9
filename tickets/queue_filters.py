"""Which tickets an agent wants to see, as conditions on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement

from tickets.desk_views import AgentView
from tickets.lifecycle import FINAL
from tickets.references import parse_reference
from tickets.schema import TicketRow
from tickets.searching import patterns
from tickets.vocabulary import Priority, QueueView, Theme, TicketState, Tone
from tickets.waiting import is_awake


@dataclass(frozen=True)
class QueueFilters:
    """Which tickets to show; what is empty or None does not matter."""

    view: QueueView = QueueView.queue
    states: frozenset[TicketState] = frozenset()
    themes: frozenset[Theme] = frozenset()
    priorities: frozenset[Priority] = frozenset()
    tones: frozenset[Tone] = frozenset()
    assignee_id: int | None = None
    team_id: int | None = None
    text: str = ""
    opened_from_at: datetime | None = None
    opened_to_at: datetime | None = None


def matching(filters: QueueFilters, agent: AgentView, now: datetime) -> list[ColumnElement[bool]]:
    """What a ticket must be to be shown to this agent now."""
    return [
        *_of_view(filters, agent, now),
        *_of_lists(filters),
        *_of_text(filters.text),
        *_of_values(filters),
    ]


def _of_view(filters: QueueFilters, agent: AgentView, now: datetime) -> list[ColumnElement[bool]]:
    match filters.view:
        case QueueView.queue:
            return [TicketRow.state == TicketState.escalated, is_awake(now)]
        case QueueView.mine:
            with_humans = (TicketState.escalated, TicketState.in_progress)
            return [TicketRow.assignee_id == agent.id, TicketRow.state.in_(with_humans)]
        case QueueView.all:
            is_wide = bool(filters.states or filters.text.strip())
            return [] if is_wide else [TicketRow.state.not_in(FINAL)]


def _of_lists(filters: QueueFilters) -> list[ColumnElement[bool]]:
    lists = (
        (TicketRow.state, filters.states),
        (TicketRow.theme, filters.themes),
        (TicketRow.priority, filters.priorities),
        (TicketRow.tone, filters.tones),
    )
    return [column.in_(sorted(wanted)) for column, wanted in lists if wanted]


def _of_text(text: str) -> list[ColumnElement[bool]]:
    reference = parse_reference(text)
    if reference is not None:
        return [TicketRow.reference == reference]
    return [TicketRow.search_words.like(pattern) for pattern in patterns(text)]


def _of_values(filters: QueueFilters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.assignee_id is not None:
        conditions.append(TicketRow.assignee_id == filters.assignee_id)
    if filters.team_id is not None:
        conditions.append(TicketRow.team_id == filters.team_id)
    if filters.opened_from_at is not None:
        conditions.append(TicketRow.opened_at >= filters.opened_from_at)
    if filters.opened_to_at is not None:
        conditions.append(TicketRow.opened_at < filters.opened_to_at)
    return conditions
