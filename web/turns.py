"""One conversation's messages to the bot and its answers back, in order, each exactly one turn.

A message waits in the database until its answer is stored with it, so a crash or an outage loses
nothing; a lease in the database keeps two processes off the same conversation.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable

from telemetry.context import carried, concerning
from telemetry.logs import facts
from tickets.conversations import Conversations
from tickets.views import ConversationView, MessageView, Reply
from tickets.vocabulary import Author, Channel, Controller
from web.catalogue import Catalogue
from web.delivery import Delivery
from web.metrics import Metrics
from web.origins import Origins
from web.outage import OutageDesk, is_ticket_request
from web.rasa_client import BotAnswer, RasaClient, RasaError
from web.wire import in_language, text_for_bot

logger = logging.getLogger(__name__)
OPENING_MESSAGE = "/open_chat"
OPENING_FROM_POST = "/open_from_post"
LEASE_MARGIN_SECONDS = 10
TRIES_PER_MESSAGE = 3
_Step = Callable[[ConversationView], Awaitable[bool]]


class Turns:
    def __init__(
        self,
        conversations: Conversations,
        rasa: RasaClient,
        delivery: Delivery,
        outage: OutageDesk,
        catalogue: Catalogue,
        metrics: Metrics,
        origins: Origins,
        lease_seconds: float,
    ) -> None:
        self._conversations = conversations
        self._rasa = rasa
        self._delivery = delivery
        self._outage = outage
        self._catalogue = catalogue
        self._metrics = metrics
        self._origins = origins
        self._lease_seconds = lease_seconds
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._asked_again: set[str] = set()
        self._failures: Counter[int] = Counter()

    def wake(self, conversation: ConversationView, *, opening: bool = False) -> None:
        """There may be something to answer; one worker a conversation sees to it."""
        if conversation.id in self._workers:
            self._asked_again.add(conversation.id)
            return
        work = self._work(conversation, opening=opening)
        self._workers[conversation.id] = asyncio.create_task(work)

    async def pick_up(self) -> None:
        """Wake every conversation that a crash, an outage or another process left waiting."""
        for conversation_id in await asyncio.to_thread(
            self._conversations.conversations_with_pending
        ):
            self.wake(await self._read(conversation_id))

    async def close(self) -> None:
        """Let the turns under way end; what has not begun stays pending in the database."""
        self._asked_again.clear()
        workers = list(self._workers.values())
        if workers:
            _, unfinished = await asyncio.wait(workers, timeout=LEASE_MARGIN_SECONDS)
            for worker in unfinished:
                worker.cancel()

    async def _work(self, conversation: ConversationView, *, opening: bool) -> None:
        try:
            with concerning(conversation=conversation.id):
                if opening:
                    await self._with_lease(conversation.id, self._open)
                await self._drain(conversation.id)
        except Exception:
            self._metrics.errors.labels(place="turn").inc()
            logger.exception("a turn of conversation %s failed", conversation.id)
        finally:
            # No await from the last look at _asked_again to here, so no wake is lost.
            self._workers.pop(conversation.id, None)

    async def _drain(self, conversation_id: str) -> None:
        while True:
            self._asked_again.discard(conversation_id)
            while await self._with_lease(conversation_id, self._turn):
                pass
            if conversation_id not in self._asked_again:
                return

    async def _with_lease(self, conversation_id: str, step: _Step) -> bool:
        """Run one step while no other process works here; False when there is nothing more."""
        claim = self._conversations.claim_turn
        if not await asyncio.to_thread(claim, conversation_id, self._lease_seconds):
            return False
        try:
            return await step(await self._read(conversation_id))
        finally:
            await asyncio.to_thread(self._conversations.release_turn, conversation_id)

    async def _read(self, conversation_id: str) -> ConversationView:
        return await asyncio.to_thread(self._conversations.get, conversation_id)

    async def _open(self, conversation: ConversationView) -> bool:
        """The bot introduces itself; when it cannot, we do."""
        replies: list[Reply] = []
        if await self._rasa.is_ready():
            try:
                replies = (await self._ask(conversation, _opening_of(conversation))).replies
            except RasaError as error:
                logger.warning("no opening from the bot: %s", error)
        replies = replies or [self._sentence(conversation, "hub.opening")]
        for reply in replies:
            await asyncio.to_thread(
                self._conversations.append,
                conversation.id,
                Author.bot,
                reply.text,
                payload=reply.payload,
            )
        await self._delivery.flush(conversation.id)
        return True

    async def _turn(self, conversation: ConversationView) -> bool:
        waiting = await asyncio.to_thread(self._conversations.pending, conversation.id)
        if not waiting:
            return False
        with self._origins.taken_up(waiting[0].id, conversation.id):
            return await self._take_turn(conversation, waiting)

    async def _take_turn(self, conversation: ConversationView, waiting: list[MessageView]) -> bool:
        if any(map(is_ticket_request, waiting)):
            await self._open_ticket(conversation, waiting)
            return True
        if not await self._rasa.is_ready():
            await self._tell_outage(conversation, waiting[0])
            return False
        return await self._answer(conversation, waiting[0])

    async def _answer(self, conversation: ConversationView, message: MessageView) -> bool:
        started = time.monotonic()
        await self._delivery.typing(conversation.id, on=True)
        try:
            answer = await self._ask(conversation, text_for_bot(message))
        except RasaError as error:
            return await self._failed(conversation, message, error)
        else:
            await self._store_answer(conversation, message, answer)
            seconds = time.monotonic() - started
            self._metrics.turn_seconds.observe(seconds)
            logger.info("message %d answered", message.seq, extra=facts(seconds=round(seconds, 3)))
            return True
        finally:
            await self._delivery.typing(conversation.id, on=False)
            await self._delivery.flush(conversation.id)

    async def _ask(self, conversation: ConversationView, text: str) -> BotAnswer:
        language = conversation.language
        said = in_language(text, language)
        with self._metrics.rasa_calls.run() as call:
            metadata = {
                "conversation_id": conversation.id,
                "language": language,
                **carried(),
            }
            try:
                return await self._rasa.ask(conversation.sender_id, said, metadata)
            except RasaError as error:
                call.outcome = error.kind
                raise

    async def _store_answer(
        self, conversation: ConversationView, message: MessageView, answer: BotAnswer
    ) -> None:
        replies = answer.replies or [self._sentence(conversation, "hub.no_answer")]
        outcome = "answered" if answer.replies else "empty"
        is_said = await self._close_turn(conversation, message, replies, outcome)
        if answer.begins_new_dialogue and is_said:
            await asyncio.to_thread(self._conversations.begin_new_dialogue, conversation.id)

    async def _failed(
        self, conversation: ConversationView, message: MessageView, error: RasaError
    ) -> bool:
        """A message the bot chokes on is given up after a few tries; an outage is waited out."""
        logger.warning("message %d: %s", message.seq, error)
        self._metrics.errors.labels(place="rasa").inc()
        self._failures[message.id] += error.was_sent
        if error.is_permanent or self._failures[message.id] >= TRIES_PER_MESSAGE:
            sentence = self._sentence(conversation, "hub.failed_turn")
            await self._close_turn(conversation, message, [sentence], "failed")
            return True
        await self._tell_outage(conversation, message)
        return False

    async def _close_turn(
        self,
        conversation: ConversationView,
        message: MessageView,
        replies: list[Reply],
        outcome: str,
    ) -> bool:
        """Whether the answer still counted: while the bot spoke to us, an agent may have come."""
        said = await asyncio.to_thread(
            self._conversations.answer, conversation.id, message.id, replies
        )
        self._failures.pop(message.id, None)
        self._origins.forget(message.id)
        self._metrics.turns.labels(outcome=outcome if said else "dropped").inc()
        self._metrics.messages.labels(author="bot").inc(len(said))
        return bool(said)

    async def _tell_outage(self, conversation: ConversationView, oldest: MessageView) -> None:
        """An outage of the bot is no news to a customer whom an agent answers by now."""
        if (await self._read(conversation.id)).controller is Controller.agent:
            return
        if await asyncio.to_thread(self._outage.tell, conversation, oldest.created_at):
            self._metrics.turns.labels(outcome="postponed").inc()
        await self._delivery.flush(conversation.id)

    async def _open_ticket(
        self, conversation: ConversationView, waiting: list[MessageView]
    ) -> None:
        await asyncio.to_thread(self._outage.open_ticket, conversation, waiting)
        self._metrics.turns.labels(outcome="ticket_without_bot").inc()
        await self._delivery.flush(conversation.id)

    def _sentence(self, conversation: ConversationView, key: str) -> Reply:
        return Reply(self._catalogue.text(key, conversation.language), None)


def _opening_of(conversation: ConversationView) -> str:
    return OPENING_FROM_POST if conversation.channel is Channel.x else OPENING_MESSAGE
