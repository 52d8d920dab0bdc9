"""Brings stored messages to the sockets of a conversation, each once and in order.

It writes no message of its own: what is shown was stored first. A message counts as delivered
when a socket of the conversation was there as it was sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from weakref import WeakValueDictionary

import socketio

from tickets.conversations import Conversations
from tickets.views import MessageView
from tickets.vocabulary import Author, Controller
from web.console.events import Events, of_conversation
from web.voices import Card, Voices
from web.wire import public_form

NAMESPACE = "/"
Relay = Callable[[str], Awaitable[None]]


async def to_nobody(conversation_id: str) -> None:
    """One process alone has no other to tell."""


class Delivery:
    def __init__(
        self,
        sio: socketio.AsyncServer,
        conversations: Conversations,
        voices: Voices,
        events: Events,
        relay: Relay = to_nobody,
    ) -> None:
        self._sio = sio
        self._conversations = conversations
        self._voices = voices
        self._events = events
        self._relay = relay
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def flush(self, conversation_id: str) -> None:
        """Send what is still undelivered, here or through the process that holds the sockets."""
        self._events.publish(of_conversation(conversation_id), what="message")
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
        """What the customer said in one tab appears in the others, and to the agents."""
        self._events.publish(of_conversation(message.conversation_id), what="message")
        body = {"messages": [public_form(message)]}
        await self._sio.emit(
            "history", body, room=message.conversation_id, skip_sid=but_not, namespace=NAMESPACE
        )

    async def typing(
        self, conversation_id: str, *, on: bool, author: Author = Author.bot, name: str = ""
    ) -> None:
        body = {"on": on, "author": str(author), "name": name}
        await self._sio.emit("typing", body, room=conversation_id, namespace=NAMESPACE)

    async def handoff(self, to: str, controller: Controller, agent: Card | None = None) -> None:
        """Who answers from now, told to a conversation or to one socket."""
        body: dict[str, Any] = {"controller": str(controller)}
        if agent is not None:
            body["agent"] = agent
        await self._sio.emit("handoff", body, to=to, namespace=NAMESPACE)

    async def place(self, to: str, status: Mapping[str, object]) -> None:
        """Where the customer stands in the queue, told to a conversation or to one socket."""
        await self._sio.emit("queue", dict(status), to=to, namespace=NAMESPACE)

    async def read(self, conversation_id: str, after_seq: int) -> list[dict[str, Any]]:
        """The newest messages after `after_seq`, as a browser gets them."""

        def read() -> list[dict[str, Any]]:
            messages = self._conversations.messages(conversation_id, after_seq=after_seq)
            return self._voices.shown(messages)

        return await asyncio.to_thread(read)

    def is_present(self, conversation_id: str) -> bool:
        return any(self._sio.manager.get_participants(NAMESPACE, conversation_id))

    async def _send_history(self, sid: str, conversation_id: str, last_seq: int) -> None:
        shown = await self.read(conversation_id, last_seq)
        await self._sio.emit("history", {"messages": shown}, to=sid)
        await self._mark(conversation_id, shown)

    async def _send_undelivered(self, conversation_id: str) -> None:
        messages = await asyncio.to_thread(self._conversations.undelivered, conversation_id)
        spoken = [message for message in messages if message.author != Author.customer]
        shown = await asyncio.to_thread(self._voices.shown, spoken)
        for body in shown:
            await self._sio.emit("bot_uttered", body, room=conversation_id)
        await self._mark(conversation_id, shown)

    async def _mark(self, conversation_id: str, shown: list[dict[str, Any]]) -> None:
        if shown:
            await asyncio.to_thread(
                self._conversations.mark_delivered, conversation_id, shown[-1]["seq"]
            )
            self._events.publish(of_conversation(conversation_id), what="received")

    def _lock(self, conversation_id: str) -> asyncio.Lock:
        return self._locks.setdefault(conversation_id, asyncio.Lock())
