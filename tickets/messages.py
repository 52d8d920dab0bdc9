"""Messages within a transaction: added in order, found again, marked. It decides nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import literal, select, update
from sqlalchemy.orm import Session

from tickets.errors import InvalidValue, UnknownConversation
from tickets.folding import storable
from tickets.schema import ConversationRow, MessageRow
from tickets.views import Reply
from tickets.vocabulary import Author

MAX_KEY_CHARS = 64

# Written into the statement, not bound: SQLite uses a partial index only where it sees the value.
_CUSTOMER = literal(Author.customer, MessageRow.author.type, literal_execute=True)
IS_PENDING = (MessageRow.author == _CUSTOMER) & MessageRow.handled_at.is_(None)
IS_UNDELIVERED = (MessageRow.author != _CUSTOMER) & MessageRow.delivered_at.is_(None)


def locked_conversation(session: Session, conversation_id: str) -> ConversationRow:
    """The conversation, so held that nobody else writes in it before the transaction ends."""
    row = session.get(ConversationRow, conversation_id, with_for_update=True)
    if row is None:
        raise UnknownConversation
    return row


def add_message(
    session: Session, conversation: ConversationRow, author: Author, reply: Reply, at: datetime
) -> MessageRow:
    """The next message of a conversation that is held."""
    conversation.last_seq += 1
    row = MessageRow(
        conversation_id=conversation.id,
        seq=conversation.last_seq,
        author=author,
        text=storable(reply.text),
        payload=reply.payload,
        created_at=at,
    )
    session.add(row)
    return row


def sent_before(session: Session, conversation_id: str, client_id: str | None) -> MessageRow | None:
    """The message that came with this key, if one did."""
    if client_id is None:
        return None
    same = select(MessageRow).filter_by(conversation_id=conversation_id, client_id=client_id)
    return session.scalar(same)


def handle_pending(
    session: Session, conversation_id: str, at: datetime, up_to_seq: int | None = None
) -> None:
    """The customer's messages, up to one or all, need no answer any more."""
    pending = update(MessageRow).where(MessageRow.conversation_id == conversation_id, IS_PENDING)
    if up_to_seq is not None:
        pending = pending.where(MessageRow.seq <= up_to_seq)
    session.execute(pending.values(handled_at=at))


def require_key(field: str, key: str) -> None:
    """Raise `InvalidValue` unless the key can be stored."""
    if not (1 <= len(key) <= MAX_KEY_CHARS and key.isprintable()):
        raise InvalidValue(field, f"should hold 1 to {MAX_KEY_CHARS} printable characters")
