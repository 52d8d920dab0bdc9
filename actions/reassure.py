"""The customer is lost: the way in general, or the steps one by one when these are the trouble."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import Turn


class Reassure(Action):
    def name(self) -> str:
        return "action_reassure"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        lost_in_steps = Turn.of(tracker).form in {"resolution_form", "answer_form"}
        response = "utter_lost_in_steps" if lost_in_steps else "utter_express_confusion"
        dispatcher.utter_message(response=response)
        return []
