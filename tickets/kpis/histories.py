"""What the formulas are about: one ticket or mention with all that happened to it.

Pure. `loading` reads them from the tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tickets.vocabulary import (
    AttemptOutcome,
    Author,
    Channel,
    ClosingKind,
    EscalationReason,
    Priority,
    Theme,
    TicketState,
)
from tickets.x_vocabulary import SpendKind


@dataclass(frozen=True, slots=True)
class Move:
    """One event of a ticket."""

    at: datetime
    by: Author
    by_id: str | None
    origin: TicketState | None
    target: TicketState


@dataclass(frozen=True, slots=True)
class Proposal:
    """One solution proposed for a ticket."""

    article_id: str
    outcome: AttemptOutcome


@dataclass(frozen=True, slots=True)
class TicketHistory:
    """A ticket, its moves and proposals in order, and when agents spoke in its conversation.

    `escalated_at` and `first_agent_message_at` are of the present wait: a reopened ticket waits
    anew.
    """

    id: int
    reference: str
    opened_at: datetime
    theme: Theme
    channel: Channel
    priority: Priority
    state: TicketState
    closing: ClosingKind | None
    escalation_reason: EscalationReason | None
    rating: int | None
    first_answer_due_at: datetime
    resolution_due_at: datetime
    escalated_at: datetime | None
    first_agent_message_at: datetime | None
    moves: tuple[Move, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    agents_spoke_at: tuple[datetime, ...] = ()

    @property
    def at(self) -> datetime:
        return self.opened_at


# What comes of a mention, in order.
STAGES = ("replies", "clicks", "chats", "tickets", "resolved")


@dataclass(frozen=True, slots=True)
class MentionHistory:
    """A mention, as machine and people judged it, and what came of it.

    A request is no complaint and worth an answer all the same; reviewed is what a person corrected,
    confirmed, or approved the reply of.
    """

    id: int
    created_at: datetime
    theme: Theme | None
    is_classified: bool
    was_judged_complaint: bool
    is_complaint: bool
    is_request: bool
    is_corrected: bool
    is_reviewed: bool
    replied_at: datetime | None
    replies: int
    clicks: int
    chats: int
    tickets: int
    resolved: int

    @property
    def at(self) -> datetime:
        return self.created_at

    def has_come_to(self, stage: str) -> bool:
        """Whether there is one of this stage, or of a later one."""
        return any(getattr(self, each) > 0 for each in STAGES[STAGES.index(stage) :])


@dataclass(frozen=True, slots=True)
class Expense:
    """What one call to X cost."""

    at: datetime
    kind: SpendKind
    units: int
    micros: int
