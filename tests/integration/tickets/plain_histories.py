"""Histories read row by row, the plain way, to hold the product's own reading against."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from tickets.kpis.histories import Expense, MentionHistory, Move, Proposal, TicketHistory
from tickets.schema import AttemptRow, ConversationRow, EventRow, MessageRow, TicketRow
from tickets.vocabulary import Author, ClosingKind, TicketState
from tickets.x_schema import ChatLinkRow, ChatOpeningRow, MentionRow, PostReplyRow, SpendRow
from tickets.x_vocabulary import ReplyState


def all_tickets(session: Session) -> list[TicketHistory]:
    return [_ticket(session, row) for row in session.scalars(select(TicketRow))]


def all_mentions(session: Session) -> list[MentionHistory]:
    return [_mention(session, row) for row in session.scalars(select(MentionRow))]


def all_expenses(session: Session) -> list[Expense]:
    rows = session.scalars(select(SpendRow))
    return [Expense(row.at, row.kind, row.units, row.micros) for row in rows]


def _ticket(session: Session, row: TicketRow) -> TicketHistory:
    events = session.scalars(select(EventRow).filter_by(ticket_id=row.id).order_by(EventRow.id))
    attempts = session.scalars(select(AttemptRow).filter_by(ticket_id=row.id))
    agents = session.scalars(
        select(MessageRow).filter_by(conversation_id=row.conversation_id, author=Author.agent)
    )
    return TicketHistory(
        id=row.id,
        reference=row.reference,
        opened_at=row.opened_at,
        theme=row.theme,
        channel=session.get_one(ConversationRow, row.conversation_id).channel,
        priority=row.priority,
        state=row.state,
        closing=row.closing,
        escalation_reason=row.escalation_reason,
        rating=row.rating,
        first_answer_due_at=row.first_answer_due_at,
        resolution_due_at=row.resolution_due_at,
        escalated_at=row.escalated_at,
        first_agent_message_at=row.first_agent_message_at,
        moves=tuple(
            Move(each.happened_at, each.actor_kind, each.actor_id, each.from_state, each.to_state)
            for each in events
        ),
        proposals=tuple(Proposal(each.article_id, each.outcome) for each in attempts),
        agents_spoke_at=tuple(each.created_at for each in agents),
    )


def _mention(session: Session, row: MentionRow) -> MentionHistory:
    replies = [
        reply
        for reply in session.scalars(select(PostReplyRow).filter_by(mention_id=row.id))
        if reply.state is ReplyState.sent
    ]
    links = session.scalars(select(ChatLinkRow).filter_by(mention_id=row.id)).all()
    chats = [chat for link in links for chat in _chats(session, link)]
    tickets = [
        ticket
        for link in links
        for opening in session.scalars(select(ChatOpeningRow).filter_by(link_id=link.id))
        for ticket in session.scalars(
            select(TicketRow).filter_by(conversation_id=opening.conversation_id)
        )
    ]
    own, corrected = (
        (row.complaint, row.theme, row.tone),
        (row.corrected_complaint, row.corrected_theme, row.corrected_tone),
    )
    is_complaint = row.complaint if row.corrected_complaint is None else row.corrected_complaint
    was_to_answer = row.respond is True and row.complaint is not True
    return MentionHistory(
        id=row.id,
        created_at=row.created_at,
        theme=row.corrected_theme or row.theme,
        is_classified=row.judged_at is not None,
        was_judged_complaint=row.complaint is True,
        is_complaint=is_complaint is True,
        is_request=is_complaint is not True and (bool(replies) or was_to_answer),
        is_corrected=any(
            new is not None and new != old for old, new in zip(own, corrected, strict=True)
        ),
        is_reviewed=corrected != (None, None, None)
        or any(reply.decided_by is not None for reply in replies),
        replied_at=min((reply.sent_at for reply in replies if reply.sent_at), default=None),
        replies=len(replies),
        clicks=sum(link.clicked_at is not None for link in links),
        chats=len(chats),
        tickets=len(tickets),
        resolved=sum(_is_solved(ticket) for ticket in tickets),
    )


def _chats(session: Session, link: ChatLinkRow) -> Iterator[ChatOpeningRow]:
    for opening in session.scalars(select(ChatOpeningRow).filter_by(link_id=link.id)):
        said = select(MessageRow).filter_by(
            conversation_id=opening.conversation_id, author=Author.customer
        )
        if session.scalars(said).first() is not None:
            yield opening


def _is_solved(ticket: TicketRow) -> bool:
    return ticket.state is TicketState.resolved or ticket.closing is ClosingKind.confirmed
