"""The way in for every customer's message, whatever it comes through: checked, counted, stored.

A message is stored before anything else happens to it; answering it is `web.turns`' affair.
"""

from __future__ import annotations

import asyncio
import logging

from bot.language import told_language
from telemetry.context import concerning
from tickets.conversations import Conversations
from tickets.views import ConversationView, MessageView
from tickets.vocabulary import Author, Channel
from web.errors import Refused
from web.limits import RateLimits
from web.metrics import Metrics
from web.origins import Origins
from web.wire import Utterance, as_offered

logger = logging.getLogger(__name__)


class Intake:
    def __init__(
        self, conversations: Conversations, limits: RateLimits, metrics: Metrics, origins: Origins
    ) -> None:
        self._conversations = conversations
        self._limits = limits
        self._metrics = metrics
        self._origins = origins

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
        with concerning(conversation=conversation_id), self._origins.arriving(conversation_id):
            message = await asyncio.to_thread(self._store, conversation_id, said)
            self._origins.remember(message.id)
            logger.info("message %d stored", message.seq)
        self._metrics.messages.labels(author="customer").inc()
        return message

    def _store(self, conversation_id: str, said: Utterance) -> MessageView:
        if said.text.startswith("/"):
            said = as_offered(said, self._conversations.messages(conversation_id))
        message = self._conversations.append(
            conversation_id,
            Author.customer,
            said.text,
            payload={"payload": said.payload} if said.payload else None,
            client_id=said.client_id,
        )
        self._hear_language(conversation_id, said)
        return message

    def _hear_language(self, conversation_id: str, said: Utterance) -> None:
        """A message that is clearly in another language changes the conversation's."""
        language = None if said.payload else told_language(said.text)
        if language and language != self._conversations.get(conversation_id).language:
            self._conversations.set_language(conversation_id, language)


def _too_many() -> Refused:
    return Refused("too_many_messages", "message", "error.too_many_messages", status=429)
