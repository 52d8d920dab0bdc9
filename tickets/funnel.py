"""The way from a post to a solved ticket, counted at every stage, straight from the tables.

`kpis.figures` tells it of any view, from what was counted beforehand.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, distinct, func, select, true
from sqlalchemy.orm import InstrumentedAttribute

from tickets.database import Database
from tickets.kpis.results import Funnel
from tickets.schema import MessageRow, TicketRow
from tickets.vocabulary import Author, ClosingKind, TicketState
from tickets.x_schema import ChatLinkRow, ChatOpeningRow, MentionRow, PostReplyRow
from tickets.x_vocabulary import ReplyState

Column = InstrumentedAttribute[int] | InstrumentedAttribute[str]


def count_funnel(database: Database, since_at: datetime | None = None) -> Funnel:
    """Mentions stored since then, or all, and what became of them."""
    within = MentionRow.stored_at >= since_at if since_at else true()
    complains = func.coalesce(MentionRow.corrected_complaint, MentionRow.complaint).is_(True)
    is_solved = (TicketRow.state == TicketState.resolved) | (
        TicketRow.closing == ClosingKind.confirmed
    )
    with database.reading() as session:
        return Funnel(
            mentions=session.scalar(_count(MentionRow.id, within)) or 0,
            complaints=session.scalar(_count(MentionRow.id, within, complains)) or 0,
            replies=session.scalar(_replies(within)) or 0,
            clicks=session.scalar(_links(within).where(ChatLinkRow.clicked_at.is_not(None))) or 0,
            chats=session.scalar(_chats(within)) or 0,
            tickets=session.scalar(_tickets(within)) or 0,
            resolved=session.scalar(_tickets(within).where(is_solved)) or 0,
        )


def _count(column: Column, *conditions: ColumnElement[bool]) -> Select[int]:
    return select(func.count(distinct(column))).where(*conditions)


def _replies(within: ColumnElement[bool]) -> Select[int]:
    joined = _count(PostReplyRow.id, within, PostReplyRow.state == ReplyState.sent)
    return joined.join(MentionRow, MentionRow.id == PostReplyRow.mention_id)


def _links(within: ColumnElement[bool]) -> Select[int]:
    return _count(ChatLinkRow.id, within).join(MentionRow, MentionRow.id == ChatLinkRow.mention_id)


def _openings(column: Column, within: ColumnElement[bool]) -> Select[int]:
    return (
        select(func.count(distinct(column)))
        .select_from(ChatOpeningRow)
        .join(ChatLinkRow, ChatLinkRow.id == ChatOpeningRow.link_id)
        .join(MentionRow, MentionRow.id == ChatLinkRow.mention_id)
        .where(within)
    )


def _chats(within: ColumnElement[bool]) -> Select[int]:
    """A page that was opened and left is no chat: the customer has to speak."""
    spoken = select(MessageRow.id).where(
        MessageRow.conversation_id == ChatOpeningRow.conversation_id,
        MessageRow.author == Author.customer,
    )
    return _openings(ChatOpeningRow.conversation_id, within).where(spoken.exists())


def _tickets(within: ColumnElement[bool]) -> Select[int]:
    return _openings(TicketRow.id, within).join(
        TicketRow, TicketRow.conversation_id == ChatOpeningRow.conversation_id
    )
