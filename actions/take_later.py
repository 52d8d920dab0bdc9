"""What is put off before a ticket's first questions are answered waits; the form does not insist.

A solution that is tried later is the resolution form's own matter.
"""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import Turn, leave_form

CAN_WAIT = frozenset({"first_name", "last_name", "problem"})


class TakeLater(Action):
    def name(self) -> str:
        return "action_take_later"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        if Turn.of(tracker).requested_slot not in CAN_WAIT:
            return []
        is_told = bool(tracker.get_slot("problem"))
        dispatcher.utter_message(response="utter_left_for_later" if is_told else "utter_wait")
        return leave_form()
