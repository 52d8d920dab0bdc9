"""Histories of tickets and mentions, and expenses, read from the tables for a span of time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, distinct, func, or_, select
from sqlalchemy.orm import Session

from tickets.kpis.histories import Expense, MentionHistory, Move, Proposal, TicketHistory
from tickets.schema import AttemptRow, ConversationRow, EventRow, MessageRow, TicketRow
from tickets.vocabulary import Author, ClosingKind, TicketState
from tickets.x_schema import ChatLinkRow, ChatOpeningRow, MentionRow, PostReplyRow, SpendRow
from tickets.x_vocabulary import ReplyState

Conditions = Sequence[ColumnElement[bool]]
AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]


def load_tickets(session: Session, since_at: datetime, until_at: datetime) -> list[TicketHistory]:
    """Tickets opened from `since_at` to just before `until_at`, in the order of opening."""
    return tickets_where(session, TicketRow.opened_at >= since_at, TicketRow.opened_at < until_at)


def load_mentions(session: Session, since_at: datetime, until_at: datetime) -> list[MentionHistory]:
    """Mentions posted from `since_at` to just before `until_at`, in the order of posting."""
    posted_at = MentionRow.created_at
    return mentions_where(session, posted_at >= since_at, posted_at < until_at)


def load_expenses(session: Session, since_at: datetime, until_at: datetime) -> list[Expense]:
    """What was paid from `since_at` to just before `until_at`."""
    query = select(SpendRow.at, SpendRow.kind, SpendRow.units, SpendRow.micros)
    rows = session.execute(query.where(SpendRow.at >= since_at, SpendRow.at < until_at))
    return [Expense(*row) for row in rows]


def tickets_where(session: Session, *within: ColumnElement[bool]) -> list[TicketHistory]:
    """Tickets of which all this is true, in the order of opening."""
    rows = session.execute(
        select(*_TICKET_COLUMNS, ConversationRow.channel)
        .join(ConversationRow, ConversationRow.id == TicketRow.conversation_id)
        .where(*within)
        .order_by(TicketRow.opened_at, TicketRow.id)
    ).all()
    moves = _grouped(session, _moves(within))
    proposals = _grouped(session, _proposals(within))
    spoken = _grouped(session, _spoken(within))
    return [_ticket(row, moves[row.id], proposals[row.id], spoken[row.id]) for row in rows]


def mentions_where(session: Session, *within: ColumnElement[bool]) -> list[MentionHistory]:
    """Mentions of which all this is true, in the order of posting."""
    rows = session.execute(
        select(*_MENTION_COLUMNS).where(*within).order_by(MentionRow.created_at, MentionRow.id)
    ).all()
    replies = _by_id(session, _replies(within))
    clicks = _by_id(session, _clicks(within))
    chats = _by_id(session, _chats(within))
    solved = _by_id(session, _tickets_of_chats(within))
    return [
        _mention(
            row, replies.get(row.id), clicks.get(row.id), chats.get(row.id), solved.get(row.id)
        )
        for row in rows
    ]


def _grouped(session: Session, query: AnySelect) -> defaultdict[int, list[AnyRow]]:
    """Rows by their first column."""
    grouped: defaultdict[int, list[AnyRow]] = defaultdict(list)
    for row in session.execute(query):
        grouped[row[0]].append(row)
    return grouped


def _by_id(session: Session, query: AnySelect) -> dict[int, AnyRow]:
    return {row[0]: row for row in session.execute(query)}


# Tickets

_TICKET_COLUMNS = (
    TicketRow.id,
    TicketRow.reference,
    TicketRow.opened_at,
    TicketRow.theme,
    TicketRow.priority,
    TicketRow.state,
    TicketRow.closing,
    TicketRow.escalation_reason,
    TicketRow.rating,
    TicketRow.first_answer_due_at,
    TicketRow.resolution_due_at,
    TicketRow.escalated_at,
    TicketRow.first_agent_message_at,
)


def _of_tickets(query: AnySelect, within: Conditions) -> AnySelect:
    joined = query.join(ConversationRow, ConversationRow.id == TicketRow.conversation_id)
    return joined.where(*within)


def _moves(within: Conditions) -> AnySelect:
    columns = (
        EventRow.ticket_id,
        EventRow.happened_at,
        EventRow.actor_kind,
        EventRow.actor_id,
        EventRow.from_state,
        EventRow.to_state,
    )
    query = select(*columns).join(TicketRow, TicketRow.id == EventRow.ticket_id)
    return _of_tickets(query, within).order_by(EventRow.id)


def _proposals(within: Conditions) -> AnySelect:
    columns = (AttemptRow.ticket_id, AttemptRow.article_id, AttemptRow.outcome)
    query = select(*columns).join(TicketRow, TicketRow.id == AttemptRow.ticket_id)
    return _of_tickets(query, within).order_by(AttemptRow.number)


def _spoken(within: Conditions) -> AnySelect:
    """The agent's first message after each ticket was first escalated, where there is one."""
    escalated = (
        select(EventRow.ticket_id, func.min(EventRow.happened_at).label("at"))
        .join(TicketRow, TicketRow.id == EventRow.ticket_id)
        .join(ConversationRow, ConversationRow.id == TicketRow.conversation_id)
        .where(*within, EventRow.to_state == TicketState.escalated)
        .group_by(EventRow.ticket_id)
        .subquery()
    )
    return (
        select(TicketRow.id, func.min(MessageRow.created_at))
        .join(escalated, escalated.c.ticket_id == TicketRow.id)
        .join(MessageRow, MessageRow.conversation_id == TicketRow.conversation_id)
        .where(MessageRow.author == Author.agent, MessageRow.created_at >= escalated.c.at)
        .group_by(TicketRow.id)
    )


def _ticket(
    row: AnyRow,
    moves: Iterable[AnyRow],
    proposals: Iterable[AnyRow],
    spoken: Iterable[AnyRow],
) -> TicketHistory:
    return TicketHistory(
        **row._mapping,
        moves=tuple(Move(*move[1:]) for move in moves),
        proposals=tuple(Proposal(*proposal[1:]) for proposal in proposals),
        agents_spoke_at=tuple(message[1] for message in spoken),
    )


# Mentions

_IS_SOLVED = or_(
    TicketRow.state == TicketState.resolved, TicketRow.closing == ClosingKind.confirmed
)
# So is every link that a chat was opened from; there are far fewer of them than links.
_IS_CLICKED = ChatLinkRow.clicked_at.is_not(None)
_MENTION_COLUMNS = (
    MentionRow.id,
    MentionRow.created_at,
    MentionRow.complaint,
    MentionRow.theme,
    MentionRow.tone,
    MentionRow.respond,
    MentionRow.judged_at,
    MentionRow.corrected_complaint,
    MentionRow.corrected_theme,
    MentionRow.corrected_tone,
)


def _replies(within: Conditions) -> AnySelect:
    columns = (
        MentionRow.id,
        func.min(PostReplyRow.sent_at),
        func.count(PostReplyRow.id),
        func.count(PostReplyRow.decided_by),
    )
    return (
        select(*columns)
        .join(PostReplyRow, PostReplyRow.mention_id == MentionRow.id)
        .where(*within, PostReplyRow.state == ReplyState.sent)
        .group_by(MentionRow.id)
    )


def _clicks(within: Conditions) -> AnySelect:
    return (
        select(MentionRow.id, func.count(ChatLinkRow.id))
        .join(ChatLinkRow, ChatLinkRow.mention_id == MentionRow.id)
        .where(*within, _IS_CLICKED)
        .group_by(MentionRow.id)
    )


def _chats(within: Conditions) -> AnySelect:
    """A page that was opened and left is no chat: the customer has to speak."""
    spoken = select(MessageRow.id).where(
        MessageRow.conversation_id == ChatOpeningRow.conversation_id,
        MessageRow.author == Author.customer,
    )
    return (
        select(MentionRow.id, func.count(ChatOpeningRow.conversation_id))
        .join(ChatLinkRow, ChatLinkRow.mention_id == MentionRow.id)
        .join(ChatOpeningRow, ChatOpeningRow.link_id == ChatLinkRow.id)
        .where(*within, _IS_CLICKED, spoken.exists())
        .group_by(MentionRow.id)
    )


def _tickets_of_chats(within: Conditions) -> AnySelect:
    solved = distinct(case((_IS_SOLVED, TicketRow.id)))
    return (
        select(MentionRow.id, func.count(distinct(TicketRow.id)), func.count(solved))
        .join(ChatLinkRow, ChatLinkRow.mention_id == MentionRow.id)
        .join(ChatOpeningRow, ChatOpeningRow.link_id == ChatLinkRow.id)
        .join(TicketRow, TicketRow.conversation_id == ChatOpeningRow.conversation_id)
        .where(*within, _IS_CLICKED)
        .group_by(MentionRow.id)
    )


def _mention(
    row: AnyRow,
    reply: AnyRow | None,
    click: AnyRow | None,
    chat: AnyRow | None,
    solved: AnyRow | None,
) -> MentionHistory:
    is_complaint = row.complaint if row.corrected_complaint is None else row.corrected_complaint
    # What was to be answered as a complaint and is none is no request for that.
    asks = reply is not None or (row.respond and not row.complaint)
    return MentionHistory(
        id=row.id,
        created_at=row.created_at,
        theme=row.corrected_theme or row.theme,
        is_classified=row.judged_at is not None,
        was_judged_complaint=bool(row.complaint),
        is_complaint=bool(is_complaint),
        is_request=bool(asks and not is_complaint),
        is_corrected=any(given not in (None, ours) for given, ours in _corrections(row)),
        is_reviewed=any(given is not None for given, _ in _corrections(row))
        or (reply is not None and reply[3] > 0),
        replied_at=reply[1] if reply else None,
        replies=reply[2] if reply else 0,
        clicks=click[1] if click else 0,
        chats=chat[1] if chat else 0,
        tickets=solved[1] if solved else 0,
        resolved=solved[2] if solved else 0,
    )


def _corrections(row: AnyRow) -> tuple[tuple[Any, Any], ...]:
    """What a person said, None for nothing, and what we had said."""
    return (
        (row.corrected_complaint, row.complaint),
        (row.corrected_theme, row.theme),
        (row.corrected_tone, row.tone),
    )
