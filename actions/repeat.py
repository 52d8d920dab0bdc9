"""Says again what the customer did not see or catch."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import Turn

NOTHING = "utter_nothing_to_repeat"


class Repeat(Action):
    def name(self) -> str:
        return "action_repeat"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        said = [str(event.get("text") or "") for event in tracker.events if event["event"] == "bot"]
        turn = Turn.of(tracker)
        solution = _last_with_steps(said)
        if solution and turn.form in {"resolution_form", "answer_form"}:
            dispatcher.utter_message(text=solution)
        elif not turn.form:
            dispatcher.utter_message(**({"text": said[-1]} if said else {"response": NOTHING}))
        return []


def _last_with_steps(said: list[str]) -> str | None:
    return next((text for text in reversed(said) if "\n1. " in text), None)
