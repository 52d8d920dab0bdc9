"""What callers get back: frozen copies of rows, safe to keep after the transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tickets.schema import ConversationRow, MessageRow, TicketRow
from tickets.vocabulary import (
    AttemptOutcome,
    Author,
    Channel,
    ClosingKind,
    Controller,
    EscalationReason,
    Priority,
    ResolutionKind,
    Theme,
    TicketState,
    Tone,
)


@dataclass(frozen=True)
class Reply:
    """One thing the bot says in answer to a customer's message."""

    text: str
    payload: dict[str, Any] | None = None


@dataclass(frozen=True)
class ConversationView:
    """A conversation; name and contact are those of its latest ticket.

    `agent_id` is who speaks while an agent is the controller.
    """

    id: str
    dialogue: int
    controller: Controller
    channel: Channel
    language: str
    started_at: datetime
    customer_name: str | None
    contact: str | None
    agent_id: int | None = None

    @property
    def sender_id(self) -> str:
        """How Rasa knows the present dialogue of this conversation."""
        return f"{self.id}.{self.dialogue}"

    @classmethod
    def of(cls, row: ConversationRow, latest: TicketRow | None) -> ConversationView:
        return cls(
            id=row.id,
            dialogue=row.dialogue,
            controller=row.controller,
            channel=row.channel,
            language=row.language,
            started_at=row.started_at,
            customer_name=latest.customer_name if latest else None,
            contact=latest.contact if latest else None,
            agent_id=row.agent_id,
        )


@dataclass(frozen=True)
class MessageView:
    """One utterance; `seq` counts 1, 2, 3… within its conversation."""

    id: int
    conversation_id: str
    seq: int
    author: Author
    text: str
    payload: dict[str, Any] | None
    created_at: datetime
    handled_at: datetime | None
    delivered_at: datetime | None
    agent_id: int | None = None

    @classmethod
    def of(cls, row: MessageRow) -> MessageView:
        return cls(
            id=row.id,
            conversation_id=row.conversation_id,
            seq=row.seq,
            author=row.author,
            text=row.text,
            payload=row.payload,
            created_at=row.created_at,
            handled_at=row.handled_at,
            delivered_at=row.delivered_at,
            agent_id=row.agent_id,
        )


@dataclass(frozen=True)
class TicketView:
    """One ticket, with what was proposed for it so far."""

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
    contact: str | None
    escalation_reason: EscalationReason | None
    proposed_article_ids: tuple[str, ...]
    refused_count: int
    rating: int | None
    rating_comment: str | None
    closing: ClosingKind | None
    opened_at: datetime
    state_changed_at: datetime
    first_answer_due_at: datetime
    resolution_due_at: datetime
    assignee_id: int | None = None
    team_id: int | None = None
    escalated_at: datetime | None = None
    taken_at: datetime | None = None
    first_agent_message_at: datetime | None = None
    presence_lost_at: datetime | None = None
    snoozed_until_at: datetime | None = None
    waiting_for_customer: bool = False
    resolution_kind: ResolutionKind | None = None
    resolution_note: str | None = None
    born_article_id: str | None = None

    @property
    def can_be_rated(self) -> bool:
        """Whether a rating would be taken now: solved, and not closed for want of an answer."""
        if self.state is TicketState.closed:
            return self.closing is ClosingKind.confirmed
        return self.state is TicketState.resolved

    @classmethod
    def of(cls, row: TicketRow) -> TicketView:
        return cls(
            reference=row.reference,
            conversation_id=row.conversation_id,
            state=row.state,
            theme=row.theme,
            tone=row.tone,
            priority=row.priority,
            score=row.score,
            factors=tuple((name, points) for name, points in row.factors),
            is_public=row.is_public,
            problem=row.problem,
            customer_name=row.customer_name,
            contact=row.contact,
            escalation_reason=row.escalation_reason,
            proposed_article_ids=tuple(attempt.article_id for attempt in row.attempts),
            refused_count=refused_count(row),
            rating=row.rating,
            rating_comment=row.rating_comment,
            closing=row.closing,
            opened_at=row.opened_at,
            state_changed_at=row.state_changed_at,
            first_answer_due_at=row.first_answer_due_at,
            resolution_due_at=row.resolution_due_at,
            assignee_id=row.assignee_id,
            team_id=row.team_id,
            escalated_at=row.escalated_at,
            taken_at=row.taken_at,
            first_agent_message_at=row.first_agent_message_at,
            presence_lost_at=row.presence_lost_at,
            snoozed_until_at=row.snoozed_until_at,
            waiting_for_customer=row.waiting_for_customer,
            resolution_kind=row.resolution_kind,
            resolution_note=row.resolution_note,
            born_article_id=row.born_article_id,
        )


@dataclass(frozen=True)
class RefusalView:
    """What is left after a refused solution."""

    attempts_left: int


@dataclass(frozen=True)
class StatusView:
    """What a customer who gave the reference and the name may know."""

    reference: str
    customer_name: str
    state: TicketState
    theme: Theme
    opened_at: datetime
    state_changed_at: datetime
    resolution_due_at: datetime

    @classmethod
    def of(cls, row: TicketRow) -> StatusView:
        return cls(
            reference=row.reference,
            customer_name=row.customer_name or "",
            state=row.state,
            theme=row.theme,
            opened_at=row.opened_at,
            state_changed_at=row.state_changed_at,
            resolution_due_at=row.resolution_due_at,
        )


def message_views(rows: Sequence[MessageRow]) -> list[MessageView]:
    """The same messages, in the same order."""
    return [MessageView.of(row) for row in rows]


def refused_count(row: TicketRow) -> int:
    """How many proposals the customer refused."""
    return sum(attempt.outcome is AttemptOutcome.refused for attempt in row.attempts)
