"""The customer's judgement of a proposed solution: worked, did not, or something else was said."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.moods import hear_mood
from actions.outcomes import is_negated, worked
from actions.solutions import chosen_among, has_open_proposal
from actions.turn import Turn
from knowledge_base.normalise import fold
from tickets.vocabulary import EscalationReason, TicketState

REFUSING = frozenset({"deny", "decline", "report_unsolved"})
BARE_NO_WORDS = 4
DESCRIBING = frozenset({"report_problem", "nlu_fallback", "ask_question"})


class ValidateResolutionForm(Action):
    def name(self) -> str:
        return "validate_resolution_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        if turn.requested_slot is None:
            return []
        await hear_mood(turn)
        slots = await asyncio.to_thread(_read, turn, tracker)
        return [SlotSet(slot, value) for slot, value in slots.items()]


def _read(turn: Turn, tracker: Tracker) -> dict[str, object]:
    ticket = composition.tickets().current(turn.conversation_id)
    if ticket is None or ticket.state is not TicketState.open:
        return {"outcome": "gone"}
    if has_open_proposal(ticket):
        return _read_judgement(turn, tracker, ticket.reference)
    if choices := tracker.get_slot("choices"):
        return _read_choice(turn, tracker, choices)
    return _read_detail(turn) if tracker.get_slot("detail_asked") else {}


def _read_judgement(turn: Turn, tracker: Tracker, reference: str) -> dict[str, object]:
    judged = worked(turn.intent, turn.text)
    if judged is None:
        return {}
    if judged:
        return {"outcome": "solved"}
    refusal = composition.tickets().refuse(reference)
    if refusal.attempts_left <= 0:
        return {"outcome": EscalationReason.attempts_exhausted.value}
    return {"outcome": None, **_learned(turn, tracker)}


def _read_choice(turn: Turn, tracker: Tracker, choices: list[dict[str, str]]) -> dict[str, object]:
    if chosen := chosen_among(turn.text, choices, fold):
        return {"chosen_article": chosen, "choices": []}
    if len(choices) == 1 and turn.intent == "affirm":
        return {"chosen_article": choices[0]["id"], "choices": []}
    if turn.intent == "confirm_solved" and not is_negated(turn.text):
        return {"outcome": "solved"}
    if composition.glossary().defined_in(turn.text):
        return {}
    if turn.intent in DESCRIBING and (learned := _learned(turn, tracker)):
        return {"choices": [], "outcome": None, **learned}
    if turn.intent in {*REFUSING, "confirm_solved"}:
        return _after_no_choice(tracker)
    return {}


def _after_no_choice(tracker: Tracker) -> dict[str, object]:
    """None of the choices fits: one chance to say more, unless more was said already."""
    if tracker.get_slot("extra_words") or tracker.get_slot("detail_asked"):
        return {"outcome": EscalationReason.no_answer_found.value}
    return {"choices": [], "outcome": None, "detail_asked": True}


def _read_detail(turn: Turn) -> dict[str, object]:
    """What was told when more was asked for; a bare no leaves it to a person."""
    if turn.intent in REFUSING and (turn.is_button or len(turn.text.split()) <= BARE_NO_WORDS):
        return {"outcome": EscalationReason.no_answer_found.value}
    if turn.is_button or turn.intent not in DESCRIBING | REFUSING | {"vent", "off_topic"}:
        return {}
    return {"extra_words": turn.text, "outcome": None}


def _learned(turn: Turn, tracker: Tracker) -> dict[str, object]:
    """What a refusal tells beyond the refusal goes into the next search."""
    if turn.is_button or not composition.searcher().search(turn.text).answered:
        return {}
    return {"extra_words": f"{tracker.get_slot('extra_words') or ''}\n{turn.text}".strip()}
