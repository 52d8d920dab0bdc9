"""The queue of tickets as agents look at it: filtered, sorted, a page at a time. It only reads."""

from __future__ import annotations

import base64
import binascii
import json
import statistics
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, exists, func, literal, or_, select

from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.desk_schema import QueueVersionRow
from tickets.desk_views import AgentView
from tickets.errors import InvalidValue
from tickets.lifecycle import FINAL
from tickets.messages import IS_PENDING
from tickets.people_schema import AgentRow, TeamRow
from tickets.queue_filters import QueueFilters, matching
from tickets.schema import MessageRow, TicketRow
from tickets.transitions import read_ticket
from tickets.vocabulary import (
    EscalationReason,
    Priority,
    QueueView,
    Theme,
    TicketState,
    Tone,
)
from tickets.waiting import is_awake

USUAL_WAIT_OVER = timedelta(days=7)
FEWEST_WAITS = 3
MOST_WAITS = 500
LINE_CHARS = 160


@dataclass(frozen=True)
class QueueRow:
    """Everything that a line of the queue shows.

    `due_at` is the next deadline to keep: the first answer's, then the resolution's.
    """

    reference: str
    conversation_id: str
    state: TicketState
    theme: Theme
    tone: Tone
    priority: Priority
    score: int
    factors: tuple[tuple[str, int], ...]
    is_public: bool
    problem: str
    customer_name: str | None
    escalation_reason: EscalationReason | None
    assignee_id: int | None
    assignee_name: str | None
    team_id: int | None
    team_name: str | None
    opened_at: datetime
    escalated_at: datetime | None
    due_at: datetime
    first_answer_due_at: datetime
    resolution_due_at: datetime
    first_agent_message_at: datetime | None
    presence_lost_at: datetime | None
    snoozed_until_at: datetime | None
    waiting_for_customer: bool
    has_unanswered: bool

    @classmethod
    def of(cls, row: Row[Any]) -> QueueRow:
        values = dict(row._mapping)
        del values["id"], values["is_done"]
        values["factors"] = tuple((name, points) for name, points in values["factors"])
        values["problem"] = one_line(values["problem"])
        return cls(**values)


@dataclass(frozen=True)
class QueuePage:
    """Some tickets in order, how many match in all, and where the next page begins."""

    rows: tuple[QueueRow, ...]
    total: int
    next_cursor: str | None


@dataclass(frozen=True)
class QueueCounts:
    """How many tickets wait for somebody, and how many are the agent's own."""

    waiting: int
    mine: int


@dataclass(frozen=True)
class Position:
    """A customer's place in the queue, and how long a first answer usually took these 7 days.

    `usual_wait_seconds` is a median; None where too few tickets were answered.
    """

    position: int
    usual_wait_seconds: float | None


_DUE_AT = case(
    (TicketRow.first_agent_message_at.is_(None), TicketRow.first_answer_due_at),
    else_=TicketRow.resolution_due_at,
)
# Nobody waits for what is resolved or over: it comes after all that somebody waits for.
_IS_DONE = case((TicketRow.state.in_((TicketState.resolved, *FINAL)), 1), else_=0)
_ORDER = (_IS_DONE, _DUE_AT, TicketRow.priority, TicketRow.id)
_HAS_UNANSWERED = exists().where(
    MessageRow.conversation_id == TicketRow.conversation_id, IS_PENDING
)
_OF_TICKET = (
    TicketRow.id,
    TicketRow.reference,
    TicketRow.conversation_id,
    TicketRow.state,
    TicketRow.theme,
    TicketRow.tone,
    TicketRow.priority,
    TicketRow.score,
    TicketRow.factors,
    TicketRow.is_public,
    TicketRow.problem,
    TicketRow.customer_name,
    TicketRow.escalation_reason,
    TicketRow.assignee_id,
    TicketRow.team_id,
    TicketRow.opened_at,
    TicketRow.escalated_at,
    TicketRow.first_answer_due_at,
    TicketRow.resolution_due_at,
    TicketRow.first_agent_message_at,
    TicketRow.presence_lost_at,
    TicketRow.snoozed_until_at,
    TicketRow.waiting_for_customer,
)


class Queue:
    """Pages of tickets, and a customer's place among them."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def page(
        self,
        filters: QueueFilters,
        agent: AgentView,
        cursor: str | None = None,
        limit: int = 50,
    ) -> QueuePage:
        """Matching tickets, the nearest deadline first, then the gravest; what is done last."""
        wanted = matching(filters, agent, self._clock())
        page = _lines().where(*wanted).order_by(*_ORDER).limit(limit + 1)
        if cursor is not None:
            page = page.where(_after(cursor))
        total = select(func.count()).select_from(TicketRow).where(*wanted)
        with self._database.reading() as session:
            found = session.execute(page).all()
            count = session.scalar(total) or 0
        rows = tuple(QueueRow.of(row) for row in found[:limit])
        return QueuePage(rows, count, _cursor(found[limit - 1]) if len(found) > limit else None)

    def counts(self, agent: AgentView) -> QueueCounts:
        """What the title of the tab says."""
        now = self._clock()
        waiting = matching(QueueFilters(), agent, now)
        mine = matching(QueueFilters(view=QueueView.mine), agent, now)
        count = select(func.count()).select_from(TicketRow)
        with self._database.reading() as session:
            return QueueCounts(
                waiting=session.scalar(count.where(*waiting, TicketRow.assignee_id.is_(None))) or 0,
                mine=session.scalar(count.where(*mine)) or 0,
            )

    def waiting_since(self) -> datetime | None:
        """When the ticket that waits longest for somebody was escalated; None when none waits."""
        query = select(func.min(TicketRow.escalated_at)).where(
            TicketRow.state == TicketState.escalated,
            TicketRow.assignee_id.is_(None),
            is_awake(self._clock()),
        )
        with self._database.reading() as session:
            return session.scalar(query)

    def version(self) -> int:
        """Another number whenever a ticket changed; cheap enough to be asked every second.

        A snoozed ticket that wakes changes no ticket.
        """
        with self._database.reading() as session:
            return session.scalar(select(QueueVersionRow.value)) or 0

    def position(self, reference: str) -> Position | None:
        """The ticket's place among those that wait, from 1; None when it waits for nobody."""
        with self._database.reading() as session:
            ticket = read_ticket(session, reference)
            if ticket.state is not TicketState.escalated:
                return None
            due_at = ticket.first_answer_due_at
            if ticket.first_agent_message_at is not None:
                due_at = ticket.resolution_due_at
            place = (0, due_at, ticket.priority, ticket.id)
            before = (
                select(func.count())
                .select_from(TicketRow)
                .where(
                    TicketRow.state == TicketState.escalated,
                    is_awake(self._clock()),
                    ~_is_after(place),
                    TicketRow.id != ticket.id,
                )
            )
            ahead = session.scalar(before) or 0
            recent = session.execute(_waits(self._clock() - USUAL_WAIT_OVER)).all()
        waits = [(answered_at - since).total_seconds() for since, answered_at in recent]
        usual = statistics.median(waits) if len(waits) >= FEWEST_WAITS else None
        return Position(ahead + 1, usual)


def one_line(problem: str) -> str:
    """The problem on one line, cut where a line of the queue ends."""
    line = " ".join(problem.split())
    return line if len(line) <= LINE_CHARS else f"{line[: LINE_CHARS - 1].rstrip()}…"


def _lines() -> Any:
    return (
        select(
            *_OF_TICKET,
            _IS_DONE.label("is_done"),
            _DUE_AT.label("due_at"),
            AgentRow.display_name.label("assignee_name"),
            TeamRow.name.label("team_name"),
            _HAS_UNANSWERED.label("has_unanswered"),
        )
        .select_from(TicketRow)
        .outerjoin(AgentRow, AgentRow.id == TicketRow.assignee_id)
        .outerjoin(TeamRow, TeamRow.id == TicketRow.team_id)
    )


def _waits(since: datetime) -> Any:
    return (
        select(TicketRow.escalated_at, TicketRow.first_agent_message_at)
        .where(TicketRow.first_agent_message_at > since, TicketRow.escalated_at.is_not(None))
        .order_by(TicketRow.first_agent_message_at.desc())
        .limit(MOST_WAITS)
    )


_Place = tuple[int, datetime, Priority, int]


def _is_after(place: _Place) -> ColumnElement[bool]:
    _, _, priority, ticket_id = place
    is_done, due_at = literal(place[0]), literal(place[1], TicketRow.first_answer_due_at.type)
    later = or_(
        due_at < _DUE_AT,
        and_(due_at == _DUE_AT, TicketRow.priority > priority),
        and_(due_at == _DUE_AT, TicketRow.priority == priority, TicketRow.id > ticket_id),
    )
    return or_(is_done < _IS_DONE, and_(is_done == _IS_DONE, later))


def _cursor(row: Row[Any]) -> str:
    place = [row.is_done, row.due_at.isoformat(), row.priority.value, row.id]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def _after(cursor: str) -> ColumnElement[bool]:
    try:
        is_done, due_at, priority, ticket_id = json.loads(base64.urlsafe_b64decode(cursor))
        due_at = datetime.fromisoformat(due_at)
        return _is_after((int(is_done), due_at, Priority(priority), int(ticket_id)))
    except (ValueError, TypeError, binascii.Error) as error:
        raise InvalidValue("cursor", "should be the next_cursor of a page") from error
