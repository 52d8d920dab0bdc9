"""Begins again from nothing; what was said stays in the conversation's history."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import leave_form

SPOKEN = ("language", "sympathised")
KEPT = ("first_name", "last_name", "contact")


class StartOver(Action):
    def name(self) -> str:
        return "action_start_over"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        dispatcher.utter_message(response="utter_started_over")
        kept = [] if tracker.active_loop.get("name") == "ticket_form" else KEPT
        return [
            AllSlotsReset(),
            *[SlotSet(slot, tracker.get_slot(slot)) for slot in (*SPOKEN, *kept)],
            *leave_form(),
        ]
