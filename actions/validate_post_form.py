"""Whether the quoted post is the problem; what is told beside the yes or the no is not lost."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.corrections import is_replacement, without_refusal
from actions.turn import Turn

YES = frozenset({"affirm", "report_unsolved"})
NO = frozenset({"deny", "correct_detail", "decline"})
TOLD = frozenset({"report_problem", "vent"})


class ValidatePostForm(Action):
    def name(self) -> str:
        return "validate_post_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        if turn.requested_slot is None:
            return []
        slots = read_answer(turn.intent, turn.text, tracker.get_slot("problem") or "")
        return [SlotSet(slot, value) for slot, value in slots.items()]


def read_answer(intent: str, text: str, problem: str) -> dict[str, object]:
    """The slots that an answer sets; none when it answers something else."""
    if intent in TOLD:
        added = without_refusal(text)
        told = added if is_replacement(text) else f"{problem}\n{added}"
        return {"problem": told, "post_confirmed": True}
    if intent in YES:
        return {"post_confirmed": True}
    return {"post_confirmed": False} if intent in NO else {}
