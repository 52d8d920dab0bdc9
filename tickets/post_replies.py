"""The moves of a public reply inside a caller's transaction; `tickets.replies` is the service."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tickets.errors import InvalidValue, NotFound
from tickets.x_schema import MentionRow, PostReplyRow
from tickets.x_vocabulary import ReplyRejection, ReplyState

_UNSENT = (ReplyState.pending, ReplyState.approved)


def held_reply(session: Session, reply_id: int, *states: ReplyState) -> PostReplyRow:
    """The reply, locked, when it is in one of these states."""
    row = session.get(PostReplyRow, reply_id, with_for_update=True)
    if row is None:
        raise NotFound("reply_id")
    if row.state not in states:
        expected = " or ".join(states)
        raise InvalidValue("reply_state", f"should be {expected}; it is {row.state} by now")
    return row


def mention_of(session: Session, row: PostReplyRow) -> MentionRow:
    return session.get_one(MentionRow, row.mention_id)


def reject(row: PostReplyRow, reason: ReplyRejection) -> None:
    row.state = ReplyState.rejected
    row.rejection = reason


def give_up_unsent(session: Session, mention_id: int, reason: ReplyRejection, at: datetime) -> None:
    """Replies to this mention that are not under way yet never leave."""
    query = select(PostReplyRow).where(
        PostReplyRow.mention_id == mention_id, PostReplyRow.state.in_(_UNSENT)
    )
    for row in session.scalars(query.with_for_update()):
        reject(row, reason)
        row.decided_at = at
