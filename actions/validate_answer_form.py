"""Whether an answer helped, or whether a ticket is wanted in its place."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.corrections import without_refusal
from actions.outcomes import worked
from actions.turn import Turn, last_said

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
        helped = read_judgement(
            turn.intent,
            turn.text,
            was_answered=bool(tracker.get_slot("answer_found")),
            was_postponed=last_said(tracker) == "utter_postponed_answer",
        )
        if helped is None:
            return []
        told = await asyncio.to_thread(_told_beside, turn) if not helped else None
        return [SlotSet("answer_helped", helped), *_asked_further(tracker, told)]


def read_judgement(
    intent: str, text: str, *, was_answered: bool, was_postponed: bool = False
) -> bool | None:
    """Thanks for an answer mean that it helped; thanks for none mean that no ticket is wanted.

    Thanks for being given time mean neither.
    """
    if intent in YES:
        return True
    if intent in NO:
        return False
    if was_answered and (judged := worked(intent, text)) is not None:
        return judged
    return was_answered if intent in THANKS and not was_postponed else None


def _told_beside(turn: Turn) -> str | None:
    """What a refusal tells of the matter beyond the refusal."""
    words = without_refusal(turn.text)
    tells = not turn.is_button and composition.searcher().search(words).answered
    return words if tells else None


def _asked_further(tracker: Tracker, told: str | None) -> list[EventType]:
    asked = tracker.get_slot("question") or ""
    return [SlotSet("question", f"{asked}\n{told}".strip())] if told else []
