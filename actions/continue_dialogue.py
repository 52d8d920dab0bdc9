"""Takes up the thread: the form that is due next, or the open question, or an invitation to speak.

Sets the slot `next_step`, on which data/rules/thread.yml branches.
"""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import Turn, has_answered
from actions.verdict import verdict_on_resolution

NOTHING_OPEN = "listen"
ALWAYS_INVITED = frozenset({"greet", "express_confusion"})
INVITED = frozenset({"affirm", "keep_going", "inform_name"})


class ContinueDialogue(Action):
    def name(self) -> str:
        return "action_continue"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        due = tracker.get_slot("continue_with") or turn.form
        verdict = None if due else await verdict_on_resolution(turn)
        if verdict is not None:
            events = await verdict.run(dispatcher, tracker, domain)
            due = next((e["value"] for e in events if e.get("name") == "continue_with"), None)
        elif due is None:
            self._speak(dispatcher, turn.intent, answered=has_answered(tracker))
        return [SlotSet("continue_with", None), SlotSet("next_step", due or NOTHING_OPEN)]

    def _speak(self, dispatcher: CollectingDispatcher, intent: str, *, answered: bool) -> None:
        if intent in ALWAYS_INVITED or (intent in INVITED and not answered):
            dispatcher.utter_message(response="utter_what_next")
        elif not answered:
            dispatcher.utter_message(response="utter_listening")
