"""Brings stored messages to the sockets of a conversation, each once and in order.

It writes no message of its own: what is shown was stored first. A message counts as delivered
when a socket of the conversation was there as it was sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from weakref import WeakValueDictionary

import socketio

from tickets.conversations import Conversations
from tickets.views import MessageView
from tickets.vocabulary import Author
from web.wire import public_form

NAMESPACE = "/"
Relay = Callable[[str], Awaitable[None]]


async def to_nobody(conversation_id: str) -> None:
    """One process alone has no other to tell."""


class Delivery:
    def __init__(
        self, sio: socketio.AsyncServer, conversations: Conversations, relay: Relay = to_nobody
    ) -> None:
        self._sio = sio
        self._conversations = conversations
        self._relay = relay
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def flush(self, conversation_id: str) -> None:
        """Send what is still undelivered, here or through the process that holds the sockets."""
        if self.is_present(conversation_id):
            await self.flush_here(conversation_id)
        else:
            await self._relay(conversation_id)

    async def flush_here(self, conversation_id: str) -> None:
        async with self._lock(conversation_id):
            if self.is_present(conversation_id):
                await self._send_undelivered(conversation_id)

    async def join(self, sid: str, conversation_id: str, last_seq: int | None) -> None:
        """A socket enters: it gets everything after `last_seq`, or what nobody received yet."""
        async with self._lock(conversation_id):
            await self._sio.enter_room(sid, conversation_id)
            if last_seq is None:
                await self._send_undelivered(conversation_id)
            else:
                await self._send_history(sid, conversation_id, last_seq)

    async def echo(self, message: MessageView, *, but_not: str | None) -> None:
        """What the customer said in one tab appears in the others."""
        body = {"messages": [public_form(message)]}
        await self._sio.emit(
            "history", body, room=message.conversation_id, skip_sid=but_not, namespace=NAMESPACE
        )

    async def typing(self, conversation_id: str, *, on: bool) -> None:
        await self._sio.emit("typing", {"on": on}, room=conversation_id, namespace=NAMESPACE)

    def is_present(self, conversation_id: str) -> bool:
        return any(self._sio.manager.get_participants(NAMESPACE, conversation_id))

    async def _send_history(self, sid: str, conversation_id: str, last_seq: int) -> None:
        messages = await asyncio.to_thread(
            self._conversations.messages, conversation_id, after_seq=last_seq
        )
        await self._sio.emit("history", {"messages": [public_form(m) for m in messages]}, to=sid)
        await self._mark(conversation_id, messages)

    async def _send_undelivered(self, conversation_id: str) -> None:
        messages = await asyncio.to_thread(self._conversations.undelivered, conversation_id)
        spoken = [message for message in messages if message.author != Author.customer]
        for message in spoken:
            await self._sio.emit("bot_uttered", public_form(message), room=conversation_id)
        await self._mark(conversation_id, spoken)

    async def _mark(self, conversation_id: str, messages: list[MessageView]) -> None:
        if messages:
            await asyncio.to_thread(
                self._conversations.mark_delivered, conversation_id, messages[-1].seq
            )

    def _lock(self, conversation_id: str) -> asyncio.Lock:
        return self._locks.setdefault(conversation_id, asyncio.Lock())
