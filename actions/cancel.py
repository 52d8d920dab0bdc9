"""Stops what is going on; an existing ticket is cancelled only after one more yes."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.turn import Turn, leave_form
from tickets.vocabulary import TicketState

CANCELLABLE = frozenset({TicketState.open, TicketState.escalated})


class Cancel(Action):
    def name(self) -> str:
        return "action_cancel"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        if turn.form and turn.form != "resolution_form":
            dispatcher.utter_message(response="utter_cancelled")
            return [SlotSet("problem", None), SlotSet("recap_confirmed", None), *leave_form()]
        ticket = await asyncio.to_thread(composition.tickets().current, turn.conversation_id)
        if ticket and ticket.state in CANCELLABLE:
            dispatcher.utter_message(response="utter_ask_cancel_ticket", reference=ticket.reference)
        else:
            dispatcher.utter_message(response="utter_nothing_to_cancel")
        return []


class ConfirmCancel(Action):
    def name(self) -> str:
        return "action_confirm_cancel"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        conversation_id = Turn.of(tracker).conversation_id
        service = composition.tickets()
        ticket = await asyncio.to_thread(service.current, conversation_id)
        if ticket and ticket.state in CANCELLABLE:
            await asyncio.to_thread(service.cancel, ticket.reference)
            dispatcher.utter_message(response="utter_ticket_cancelled", reference=ticket.reference)
        else:
            dispatcher.utter_message(response="utter_nothing_to_cancel")
        return leave_form()
