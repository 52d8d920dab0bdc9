"""The quoted post is the problem: a ticket begins with it. It is not: the problem is asked for."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import continue_with


class ConcludePost(Action):
    def name(self) -> str:
        return "action_conclude_post"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        forgotten = SlotSet("post_confirmed", None)
        if tracker.get_slot("post_confirmed"):
            return [forgotten, SlotSet("recap_confirmed", None), continue_with("ticket_form")]
        dispatcher.utter_message(response="utter_ask_new_problem")
        return [forgotten, SlotSet("problem", None)]
