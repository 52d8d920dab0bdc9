"""The way in for every customer's message, whatever it comes through: checked, counted, stored.

A message is stored before anything else happens to it; answering it is `web.turns`' affair.
"""

from __future__ import annotations

import asyncio

from tickets.conversations import Conversations
from tickets.views import ConversationView, MessageView
from tickets.vocabulary import Author, Channel
from web.errors import Refused
from web.limits import RateLimits
from web.metrics import Metrics
from web.wire import Utterance, as_offered


class Intake:
    def __init__(self, conversations: Conversations, limits: RateLimits, metrics: Metrics) -> None:
        self._conversations = conversations
        self._limits = limits
        self._metrics = metrics

    async def start(
        self, channel: Channel, address: str, language: str | None
    ) -> tuple[ConversationView, str]:
        if not await self._limits.allows_conversation(address):
            raise _too_many()
        conversation, token = await asyncio.to_thread(self._conversations.start, channel)
        if language:
            await asyncio.to_thread(self._conversations.set_language, conversation.id, language)
        return conversation, token

    async def resume(self, token: str | None) -> ConversationView | None:
        return await asyncio.to_thread(self._conversations.by_token, token) if token else None

    async def accept(self, conversation_id: str, said: Utterance, address: str) -> MessageView:
        if not await self._limits.allows_message(conversation_id, address):
            raise _too_many()
        message = await asyncio.to_thread(self._store, conversation_id, said)
        self._metrics.messages.labels(author="customer").inc()
        return message

    def _store(self, conversation_id: str, said: Utterance) -> MessageView:
        if said.text.startswith("/"):
            said = as_offered(said, self._conversations.messages(conversation_id))
        return self._conversations.append(
            conversation_id,
            Author.customer,
            said.text,
            payload={"payload": said.payload} if said.payload else None,
            client_id=said.client_id,
        )


def _too_many() -> Refused:
    return Refused("too_many_messages", "message", "error.too_many_messages", status=429)
