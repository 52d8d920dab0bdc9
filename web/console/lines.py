"""One ticket as a line of the list: how near its deadline is, and who has it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tickets.queue import QueueRow
from tickets.vocabulary import TicketState

SOON = timedelta(minutes=15)
SOON_SHARE = 4  # the last quarter of the time given
_WITH_HUMANS = frozenset({TicketState.escalated, TicketState.in_progress})


class Urgency(StrEnum):
    """How a line's clock looks; the words beside it say the same."""

    late = "late"
    soon = "soon"
    calm = "calm"
    aside = "aside"
    over = "over"


@dataclass(frozen=True)
class Line:
    row: QueueRow
    urgency: Urgency
    waits_for: timedelta
    left: timedelta
    is_takeable: bool
    is_mine: bool

    @classmethod
    def of(cls, row: QueueRow, agent_id: int, now: datetime) -> Line:
        since = row.escalated_at or row.opened_at
        is_mine = row.assignee_id == agent_id
        is_free = row.assignee_id in (None, agent_id)
        return cls(
            row=row,
            urgency=urgency_of(row, since, now),
            waits_for=max(now - since, timedelta()),
            left=row.due_at - now,
            is_takeable=row.state is TicketState.escalated and is_free,
            is_mine=is_mine,
        )


def urgency_of(row: QueueRow, since: datetime, now: datetime) -> Urgency:
    """Late, soon or calm for what people must do; aside while it waits for something else."""
    if row.state not in _WITH_HUMANS:
        return Urgency.over
    if row.waiting_for_customer or (row.snoozed_until_at and row.snoozed_until_at > now):
        return Urgency.aside
    left = row.due_at - now
    if left < timedelta():
        return Urgency.late
    return Urgency.soon if left <= max(SOON, (row.due_at - since) / SOON_SHARE) else Urgency.calm
