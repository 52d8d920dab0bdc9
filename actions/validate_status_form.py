"""Reads a ticket's reference and the name it was opened under."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.names import display, read_name
from actions.status_references import read_reference
from actions.turn import Turn

MISTYPED = frozenset({"ask_ticket_status", "nlu_fallback", "inform_name", "rate", "inform_contact"})
LONGEST_NAME_WORDS = 6


class ValidateStatusForm(Action):
    def name(self) -> str:
        return "validate_status_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        if turn.is_button or turn.requested_slot is None:
            return []
        if turn.requested_slot == "status_reference":
            return _read_reference(turn)
        return _read_name(turn)


def _read_reference(turn: Turn) -> list[EventType]:
    reference = read_reference(turn.text)
    if reference is None and turn.intent not in MISTYPED:
        return []
    return [SlotSet("status_reference", reference)]


def _read_name(turn: Turn) -> list[EventType]:
    name = read_name(turn.text)
    if name:
        return [SlotSet("status_name", display(name))]
    if turn.intent in MISTYPED and len(turn.text.split()) <= LONGEST_NAME_WORDS:
        return [SlotSet("status_name", turn.text)]
    return []
