"""Whether an answer helped, or whether a ticket is wanted in its place."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import Turn

YES = frozenset({"affirm", "confirm_solved"})
THANKS = frozenset({"thank", "praise", "goodbye"})
NO = frozenset({"deny", "decline", "report_unsolved"})


class ValidateAnswerForm(Action):
    def name(self) -> str:
        return "validate_answer_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        if turn.requested_slot is None:
            return []
        helped = read_judgement(turn.intent, was_answered=bool(tracker.get_slot("answer_found")))
        return [] if helped is None else [SlotSet("answer_helped", helped)]


def read_judgement(intent: str, *, was_answered: bool) -> bool | None:
    """Thanks for an answer mean that it helped; thanks for none mean that no ticket is wanted."""
    if intent in YES:
        return True
    if intent in THANKS:
        return was_answered
    return False if intent in NO else None
