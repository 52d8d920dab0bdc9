"""Agents' answers that their customers have not read: told by mail, where there is an address.

The outbox keeps only which messages; their words are read when the mail is written, so that what
is erased meanwhile does not leave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, literal, select
from sqlalchemy.orm import Session

from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.desk_schema import NotificationRow
from tickets.messages import locked_conversation
from tickets.outbox import enqueue
from tickets.people_schema import AgentRow
from tickets.schema import ConversationRow, MessageRow, TicketRow
from tickets.transitions import read_ticket
from tickets.vocabulary import Author, NotificationChannel, NotificationKind, TicketState

BATCH = timedelta(minutes=2)
GIVEN_UP_AFTER = timedelta(days=7)
TO_THE_CUSTOMER = "customer"

# Written into the statement, not bound: SQLite uses a partial index only where it sees the value.
_AGENT = literal(Author.agent, MessageRow.author.type, literal_execute=True)
_IS_UNREAD = (MessageRow.author == _AGENT) & MessageRow.delivered_at.is_(None)
_HAS_ADDRESS = TicketRow.contact.like("%_@_%")
_IS_TOLD = exists().where(
    NotificationRow.ticket_id == TicketRow.id,
    TicketRow.conversation_id == MessageRow.conversation_id,
    NotificationRow.kind == NotificationKind.agent_answer,
    NotificationRow.created_at >= MessageRow.created_at,
)


@dataclass(frozen=True)
class UnreadAnswer:
    """What agents said, as the mail to the customer repeats it."""

    reference: str
    address: str
    language: str
    messages: tuple[tuple[str, str], ...]
    """Who said what, in order."""


class UnreadAnswers:
    """Looks for unread answers; any process may run it at any time, as often as it likes."""

    def __init__(
        self, database: Database, clock: Clock = utc_now, batch: timedelta = BATCH
    ) -> None:
        self._database = database
        self._clock = clock
        self._batch = batch

    def enqueue_due(self) -> int:
        """One mail for each conversation whose oldest unread answer is two minutes old."""
        now = self._clock()
        is_due = MessageRow.created_at.between(now - GIVEN_UP_AFTER, now - self._batch)
        query = _unread(is_due).with_only_columns(MessageRow.conversation_id).distinct()
        with self._database.reading() as session:
            conversation_ids = session.scalars(query.order_by(None)).all()
        return sum(self._enqueue(conversation_id) for conversation_id in conversation_ids)

    def read(self, reference: str, seqs: Sequence[int]) -> UnreadAnswer | None:
        """What the mail says; None when the customer's address was erased meanwhile."""
        with self._database.reading() as session:
            ticket = read_ticket(session, reference)
            conversation = session.get_one(ConversationRow, ticket.conversation_id)
            if not ticket.contact:
                return None
            messages = _said(session, conversation.id, seqs)
            return UnreadAnswer(reference, ticket.contact, conversation.language, messages)

    def _enqueue(self, conversation_id: str) -> bool:
        with self._database.session() as session:
            # 1. Hold the conversation, so that no agent speaks in it. 2. Only then read the clock
            # and ask again: what is said later is later than the entry, and left to the next one.
            locked_conversation(session, conversation_id)
            now = self._clock()
            unread = _unread(MessageRow.conversation_id == conversation_id)
            seqs = [message.seq for message in session.scalars(unread)]
            ticket = _ticket(session, conversation_id)
            if not seqs or ticket is None:
                return False
            return _add(session, ticket, seqs, now)


def _unread(condition: ColumnElement[bool]) -> Select[MessageRow]:
    has_address = exists().where(
        TicketRow.conversation_id == MessageRow.conversation_id, _HAS_ADDRESS
    )
    return (
        select(MessageRow)
        .where(_IS_UNREAD, condition, has_address, ~_IS_TOLD)
        .order_by(MessageRow.seq)
    )


def _ticket(session: Session, conversation_id: str) -> TicketRow | None:
    """The conversation's latest ticket that says where its customer gets mail."""
    return session.scalar(
        select(TicketRow)
        .where(TicketRow.conversation_id == conversation_id, _HAS_ADDRESS)
        .where(TicketRow.state != TicketState.cancelled)
        .order_by(TicketRow.id.desc())
        .limit(1)
    )


def _add(session: Session, ticket: TicketRow, seqs: list[int], at: datetime) -> bool:
    return enqueue(
        session,
        ticket,
        NotificationKind.agent_answer,
        channel=NotificationChannel.email,
        target=TO_THE_CUSTOMER,
        payload={"reference": ticket.reference, "seqs": seqs},
        dedupe_key=f"{NotificationKind.agent_answer}:{ticket.conversation_id}:{seqs[-1]}",
        at=at,
    )


def _said(
    session: Session, conversation_id: str, seqs: Sequence[int]
) -> tuple[tuple[str, str], ...]:
    query = (
        select(AgentRow.display_name, MessageRow.text)
        .join(AgentRow, MessageRow.agent_id == AgentRow.id)
        .where(MessageRow.conversation_id == conversation_id, MessageRow.seq.in_(seqs))
        .order_by(MessageRow.seq)
    )
    return tuple((name, text) for name, text in session.execute(query))
