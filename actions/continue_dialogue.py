"""Takes up the thread: the form that is due next, or the open question, or an invitation to speak.

Sets the slot `next_step`, on which data/rules/thread.yml branches.
"""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import Turn

NOTHING_OPEN = "listen"
INVITING_INTENTS = frozenset({"greet", "affirm", "keep_going", "express_confusion", "inform_name"})
REFUSING_INTENTS = frozenset({"deny", "decline"})


class ContinueDialogue(Action):
    def name(self) -> str:
        return "action_continue"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        due = tracker.get_slot("continue_with") or turn.form
        if due is None and turn.intent in INVITING_INTENTS:
            dispatcher.utter_message(response="utter_what_next")
        elif due is None and turn.intent in REFUSING_INTENTS:
            dispatcher.utter_message(response="utter_goodbye")
        return [SlotSet("continue_with", None), SlotSet("next_step", due or NOTHING_OPEN)]
