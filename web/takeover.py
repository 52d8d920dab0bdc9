"""Agents' moves, carried to the customer: who is there, what they say, who answers next.

`tickets.desk` decides who may do what and changes the data; here the customer is told, in the
conversation itself, and every page that shows it. It answers nothing for the bot.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from tickets.conversations import Conversations
from tickets.desk import Desk
from tickets.desk_views import AgentView, NoteView
from tickets.service import TicketService
from tickets.views import ConversationView, MessageView, TicketView
from tickets.vocabulary import Author, Controller, CorrectionField, ResolutionKind
from web.catalogue import Catalogue
from web.console.events import QUEUE, Events, of_ticket
from web.delivery import Delivery
from web.voices import TITLE, Voices, card_of

SOLVED_PAYLOAD = "/confirm_solved"
UNSOLVED_PAYLOAD = "/report_unsolved"


class Takeover:
    def __init__(
        self,
        desk: Desk,
        tickets: TicketService,
        conversations: Conversations,
        delivery: Delivery,
        voices: Voices,
        events: Events,
        catalogue: Catalogue,
    ) -> None:
        self._desk = desk
        self._tickets = tickets
        self._conversations = conversations
        self._delivery = delivery
        self._voices = voices
        self._events = events
        self._catalogue = catalogue

    async def take(self, reference: str, agent: AgentView) -> TicketView:
        """The agent answers from now; whatever the bot has in flight is dropped."""
        ticket, before = await self._moved(self._desk.take, reference, agent.id)
        if before.agent_id != agent.id:
            await self._say(before, "hub.agent_joined", agent, notice="agent_joined")
        await self._delivery.handoff(before.id, Controller.agent, card_of(agent))
        await self._delivery.typing(before.id, on=False)
        await self._published(ticket)
        return ticket

    async def hand_back(self, reference: str, agent: AgentView) -> TicketView:
        """The bot answers what comes next, in a dialogue that knows nothing of the one before."""
        ticket, before = await self._moved(self._desk.hand_back, reference, agent.id)
        if before.controller is Controller.agent:
            await self._bot_returns(before, "hub.bot_returned", agent)
        await self._published(ticket)
        return ticket

    async def release(self, reference: str, agent: AgentView) -> TicketView:
        ticket, before = await self._moved(self._desk.release, reference, agent.id)
        return await self._left(ticket, before, "hub.agent_left", agent)

    async def transfer(
        self,
        reference: str,
        agent: AgentView,
        *,
        to_agent_id: int | None = None,
        to_team_id: int | None = None,
    ) -> TicketView:
        def transfer(reference: str, agent_id: int) -> TicketView:
            return self._desk.transfer(
                reference, agent_id, to_agent_id=to_agent_id, to_team_id=to_team_id
            )

        ticket, before = await self._moved(transfer, reference, agent.id)
        return await self._left(ticket, before, "hub.transferred", agent)

    async def assign(self, reference: str, by: AgentView, to_agent_id: int) -> TicketView:
        """A supervisor keeps the ticket for an agent; one that nobody works on stays as it is."""

        def assign(reference: str, by_agent_id: int) -> TicketView:
            assigned = self._desk.assign_many([reference], to_agent_id, by_agent_id)
            return assigned[0] if assigned else self._tickets.get(reference)

        ticket, before = await self._moved(assign, reference, by.id)
        return await self._left(ticket, before, "hub.transferred", by)

    async def resolve(
        self, reference: str, agent: AgentView, kind: ResolutionKind, note: str
    ) -> TicketView:
        """Solved as the agent sees it; the customer is asked, and the bot takes the answer."""

        def resolve(reference: str, agent_id: int) -> TicketView:
            return self._desk.resolve(reference, agent_id, kind, note)

        ticket, before = await self._moved(resolve, reference, agent.id)
        await asyncio.to_thread(self._conversations.begin_new_dialogue, before.id)
        await self._ask_if_solved(before, agent)
        await self._delivery.handoff(before.id, Controller.bot)
        await self._published(ticket)
        return ticket

    async def say(self, reference: str, agent: AgentView, text: str, client_id: str) -> MessageView:
        message = await asyncio.to_thread(self._desk.say, reference, agent.id, text, client_id)
        await self._delivery.typing(message.conversation_id, on=False, author=Author.agent)
        await self._delivery.flush(message.conversation_id)
        return message

    async def type(self, conversation_id: str, agent: AgentView, *, on: bool) -> None:
        """The agent types, or does not any more; shown only while the agent has the voice."""
        conversation = await asyncio.to_thread(self._conversations.get, conversation_id)
        if conversation.agent_id == agent.id:
            name = agent.display_name
            await self._delivery.typing(conversation_id, on=on, author=Author.agent, name=name)

    async def note(self, reference: str, agent: AgentView, text: str) -> NoteView:
        note = await asyncio.to_thread(self._desk.note, reference, agent.id, text)
        self._events.publish(of_ticket(reference), what="note")
        return note

    async def correct(
        self, reference: str, agent: AgentView, field: CorrectionField, value: str
    ) -> TicketView:
        return await self._changed(self._desk.correct, reference, field, value, agent.id)

    async def wait_for_customer(
        self, reference: str, agent: AgentView, *, is_waiting: bool
    ) -> TicketView:
        return await self._changed(self._desk.wait_for_customer, reference, agent.id, is_waiting)

    async def snooze(
        self, reference: str, agent: AgentView, until_at: datetime | None
    ) -> TicketView:
        return await self._changed(self._desk.snooze, reference, agent.id, until_at)

    async def conversation_of(self, reference: str) -> str:
        ticket = await asyncio.to_thread(self._tickets.get, reference)
        return ticket.conversation_id

    async def return_abandoned(self) -> None:
        """Agents who stayed away too long: their customers are told and wait for the next one."""
        for ticket in await asyncio.to_thread(self._desk.return_abandoned):
            conversation = await self._read(ticket.conversation_id)
            await self._bot_returns(conversation, "hub.agent_lost", None)
            await self._published(ticket)

    async def tell_joining(self, sid: str, conversation_id: str) -> None:
        """A socket that has entered learns who answers."""
        conversation = await self._read(conversation_id)
        card = None
        if conversation.agent_id is not None:
            card = await asyncio.to_thread(self._voices.card, conversation.agent_id)
        await self._delivery.handoff(sid, conversation.controller, card)

    async def _moved(
        self, act: Callable[[str, int], TicketView], reference: str, agent_id: int
    ) -> tuple[TicketView, ConversationView]:
        """The ticket after the move, and its conversation as it was before."""

        def move() -> tuple[TicketView, ConversationView]:
            conversation_id = self._tickets.get(reference).conversation_id
            before = self._conversations.get(conversation_id)
            return act(reference, agent_id), before

        return await asyncio.to_thread(move)

    async def _left(
        self, ticket: TicketView, before: ConversationView, key: str, agent: AgentView
    ) -> TicketView:
        now = await self._read(before.id)
        if before.controller is Controller.agent and now.controller is Controller.bot:
            await self._bot_returns(before, key, agent)
        await self._published(ticket)
        return ticket

    async def _changed(self, act: Callable[..., TicketView], *values: object) -> TicketView:
        ticket = await asyncio.to_thread(act, *values)
        await self._published(ticket)
        return ticket

    async def _bot_returns(
        self, conversation: ConversationView, key: str, agent: AgentView | None
    ) -> None:
        await asyncio.to_thread(self._conversations.begin_new_dialogue, conversation.id)
        await self._say(conversation, key, agent, notice="bot_returned")
        await self._delivery.handoff(conversation.id, Controller.bot)

    async def _ask_if_solved(self, conversation: ConversationView, agent: AgentView) -> None:
        language = conversation.language
        answers = {
            SOLVED_PAYLOAD: self._catalogue.text("hub.solved_yes", language),
            UNSOLVED_PAYLOAD: self._catalogue.text("hub.solved_no", language),
        }
        buttons = [
            {"content_type": "text", "title": title, "payload": payload}
            for payload, title in answers.items()
        ]
        await self._say(conversation, "hub.solved_question", agent, quick_replies=buttons)

    async def _say(
        self,
        conversation: ConversationView,
        key: str,
        agent: AgentView | None,
        **payload: Any,
    ) -> None:
        who = self._who(agent, conversation.language) if agent else ""
        text = self._catalogue.text(key, conversation.language, agent=who)
        await asyncio.to_thread(
            self._conversations.append, conversation.id, Author.system, text, payload=payload
        )
        await self._delivery.flush(conversation.id)

    def _who(self, agent: AgentView, language: str) -> str:
        title = agent.preferences.get(TITLE) or self._catalogue.text("hub.agent_title", language)
        return f"{agent.display_name}, {title}"

    async def _published(self, ticket: TicketView) -> None:
        self._events.publish(of_ticket(ticket.reference), what="state", state=str(ticket.state))
        self._events.publish(QUEUE)

    async def _read(self, conversation_id: str) -> ConversationView:
        return await asyncio.to_thread(self._conversations.get, conversation_id)
