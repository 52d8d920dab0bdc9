"""Conversations and their messages: stored first, answered in order, delivered once.

It speaks to no bot and no browser, and never decides what is answered.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.errors import InvalidValue, NotInControl, UnknownConversation
from tickets.messages import (
    IS_PENDING,
    IS_UNDELIVERED,
    add_message,
    handle_pending,
    locked_conversation,
    require_key,
    sent_before,
)
from tickets.schema import ConversationRow, MessageRow, TicketRow
from tickets.views import ConversationView, MessageView, Reply, message_views
from tickets.vocabulary import Author, Channel, Controller
from tickets.waiting import end_waiting


def conversation_id_of(sender_id: str) -> str:
    """The conversation behind a Rasa sender id: `abc.2` is the second dialogue of `abc`."""
    conversation_id, _, dialogue = sender_id.rpartition(".")
    return conversation_id if conversation_id and dialogue.isdecimal() else sender_id


class Conversations:
    """The store of conversations; one instance a process, which owns the turns it claims."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock
        self._owner = uuid.uuid4().hex

    def start(self, channel: Channel) -> tuple[ConversationView, str]:
        """A new conversation and its session token; only the token's SHA-256 is kept."""
        token = secrets.token_urlsafe(24)
        row = self._new_row(uuid.uuid4().hex, channel)
        row.token_hash = _hash(token)
        with self._database.session() as session:
            session.add(row)
            session.flush()
            return ConversationView.of(row, None), token

    def ensure(self, conversation_id: str, channel: Channel) -> ConversationView:
        """The conversation of that id, made when it is missing."""
        require_key("conversation_id", conversation_id)
        try:
            with self._database.session() as session:
                if session.get(ConversationRow, conversation_id) is None:
                    session.add(self._new_row(conversation_id, channel))
        except IntegrityError:
            pass  # another process made it between our look and our insert
        return self.get(conversation_id)

    def get(self, conversation_id: str) -> ConversationView:
        """The conversation, or `UnknownConversation`."""
        with self._database.reading() as session:
            view = _find(session, ConversationRow.id == conversation_id)
        if view is None:
            raise UnknownConversation
        return view

    def by_token(self, token: str) -> ConversationView | None:
        """The conversation that this session token opens."""
        with self._database.reading() as session:
            return _find(session, ConversationRow.token_hash == _hash(token))

    def append(
        self,
        conversation_id: str,
        author: Author,
        text: str,
        *,
        payload: dict[str, Any] | None = None,
        client_id: str | None = None,
    ) -> MessageView:
        """Store a message; with a `client_id` seen before, return the message it came with.

        A customer's message wakes the tickets that wait for it. The bot has no voice while an
        agent has the conversation: `NotInControl`.
        """
        if client_id is not None:
            require_key("client_id", client_id)
        with self._database.session() as session:
            conversation = locked_conversation(session, conversation_id)
            row = sent_before(session, conversation_id, client_id)
            if row is None:
                _require_voice(conversation, author)
                reply = Reply(text, payload)
                row = add_message(session, conversation, author, reply, self._clock())
                row.client_id = client_id
                if author is Author.customer:
                    end_waiting(session, conversation_id)
                session.flush()
            return MessageView.of(row)

    def answer(
        self, conversation_id: str, customer_message_id: int, replies: Sequence[Reply]
    ) -> list[MessageView]:
        """Store the bot's replies and mark the customer's message handled, or do neither.

        A message that is handled already is not answered again, and while an agent has the
        conversation the bot says nothing, whatever it had in hand: the list is empty.
        """
        with self._database.session() as session:
            conversation = locked_conversation(session, conversation_id)
            asked = session.get(MessageRow, customer_message_id)
            if asked is None or asked.conversation_id != conversation_id:
                raise InvalidValue("customer_message_id", "should be a message of the conversation")
            if asked.handled_at is not None or conversation.controller is Controller.agent:
                return []
            now = asked.handled_at = self._clock()
            rows = [add_message(session, conversation, Author.bot, reply, now) for reply in replies]
            session.flush()
            return message_views(rows)

    def mark_handled(self, conversation_id: str, up_to_seq: int) -> None:
        """The customer's messages up to `up_to_seq` need no answer any more."""
        with self._database.session() as session:
            handle_pending(session, conversation_id, self._clock(), up_to_seq)

    def mark_delivered(self, conversation_id: str, up_to_seq: int) -> None:
        """The customer's side has everything up to `up_to_seq`."""
        with self._database.session() as session:
            session.execute(
                update(MessageRow)
                .where(MessageRow.conversation_id == conversation_id, IS_UNDELIVERED)
                .where(MessageRow.seq <= up_to_seq)
                .values(delivered_at=self._clock())
            )

    def undelivered(self, conversation_id: str) -> list[MessageView]:
        """What the customer has not received yet, oldest first."""
        return self._list(conversation_id, IS_UNDELIVERED)

    def messages(
        self, conversation_id: str, after_seq: int = 0, limit: int = 200
    ) -> list[MessageView]:
        """The newest `limit` messages after `after_seq`, oldest of them first."""
        newest_first = (
            select(MessageRow)
            .where(MessageRow.conversation_id == conversation_id, MessageRow.seq > after_seq)
            .order_by(MessageRow.seq.desc())
            .limit(limit)
        )
        with self._database.reading() as session:
            return message_views(session.scalars(newest_first).all()[::-1])

    def pending(self, conversation_id: str) -> list[MessageView]:
        """The customer's messages that the bot has to answer, oldest first."""
        return self._list(conversation_id, IS_PENDING, ConversationRow.controller == Controller.bot)

    def conversations_with_pending(self) -> list[str]:
        """Conversations in which the bot has to answer, the longest waiting first."""
        waiting = (
            select(MessageRow.conversation_id)
            .join(ConversationRow)
            .where(IS_PENDING, ConversationRow.controller == Controller.bot)
            .group_by(MessageRow.conversation_id)
            .order_by(func.min(MessageRow.created_at))
        )
        with self._database.reading() as session:
            return list(session.scalars(waiting))

    def claim_turn(self, conversation_id: str, lease_seconds: float) -> bool:
        """True when this process alone may now talk to the bot for this conversation.

        The claim ends by `release_turn`, or after the lease if this process dies.
        """
        now = self._clock()
        is_free = or_(ConversationRow.turn_until_at.is_(None), ConversationRow.turn_until_at <= now)
        claim = (
            update(ConversationRow)
            .where(ConversationRow.id == conversation_id, is_free)
            .values(turn_owner=self._owner, turn_until_at=now + timedelta(seconds=lease_seconds))
            .returning(ConversationRow.id)
        )
        with self._database.session() as session:
            return session.scalar(claim) is not None

    def release_turn(self, conversation_id: str) -> None:
        """Give up a claim; one that another process took over after the lease stays with it."""
        with self._database.session() as session:
            session.execute(
                update(ConversationRow)
                .where(ConversationRow.id == conversation_id)
                .where(ConversationRow.turn_owner == self._owner)
                .values(turn_owner=None, turn_until_at=None)
            )

    def begin_new_dialogue(self, conversation_id: str) -> int:
        """A fresh Rasa session in the same conversation; its number."""
        with self._database.session() as session:
            conversation = locked_conversation(session, conversation_id)
            conversation.dialogue += 1
            return conversation.dialogue

    def set_language(self, conversation_id: str, language: str) -> None:
        """The language, as a short code such as `fr`, that the customer wants."""
        if not 2 <= len(language) <= 8:
            raise InvalidValue("language", "should be a short code such as fr or en")
        with self._database.session() as session:
            locked_conversation(session, conversation_id).language = language

    def _new_row(self, conversation_id: str, channel: Channel) -> ConversationRow:
        return ConversationRow(id=conversation_id, channel=channel, started_at=self._clock())

    def _list(self, conversation_id: str, *conditions: ColumnElement[bool]) -> list[MessageView]:
        query = (
            select(MessageRow)
            .join(ConversationRow)
            .where(MessageRow.conversation_id == conversation_id, *conditions)
            .order_by(MessageRow.seq)
        )
        with self._database.reading() as session:
            return message_views(session.scalars(query).all())


def _require_voice(conversation: ConversationRow, author: Author) -> None:
    if author is Author.bot and conversation.controller is Controller.agent:
        raise NotInControl(Controller.agent)


def _find(session: Session, condition: ColumnElement[bool]) -> ConversationView | None:
    row = session.scalar(select(ConversationRow).where(condition))
    if row is None:
        return None
    latest = session.scalar(
        select(TicketRow)
        .where(TicketRow.conversation_id == row.id)
        .order_by(TicketRow.id.desc())
        .limit(1)
    )
    return ConversationView.of(row, latest)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
