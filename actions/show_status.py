"""Tells the state of a ticket to who knows both its reference and its name."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.turn import Turn, continue_with
from tickets.errors import TooManyGuesses
from tickets.vocabulary import Channel


class ShowStatus(Action):
    def name(self) -> str:
        return "action_show_status"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        response, reference = await asyncio.to_thread(_status, tracker)
        dispatcher.utter_message(response=response, reference=reference)
        interrupted = tracker.get_slot("interrupted_form")
        forgotten: list[EventType] = [
            SlotSet("status_reference", None),
            SlotSet("status_name", None),
            SlotSet("interrupted_form", None),
        ]
        return [*forgotten, continue_with(interrupted)] if interrupted else forgotten


def _status(tracker: Tracker) -> tuple[str, str]:
    conversation_id = Turn.of(tracker).conversation_id
    composition.conversations().ensure(conversation_id, Channel.shell)
    reference, name = tracker.get_slot("status_reference"), tracker.get_slot("status_name")
    try:
        status = composition.tickets().status_for_customer(conversation_id, reference, name)
    except TooManyGuesses:
        return "utter_status_too_many", reference
    if status is None:
        return "utter_status_unknown", reference
    return f"utter_status_{status.state.value}", status.reference
