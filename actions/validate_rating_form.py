"""The mark from 1 to 5 and the optional comment; the mark is stored as soon as it is given."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.ratings import read_rating
from actions.turn import Turn

REFUSALS = frozenset({"decline", "deny", "goodbye", "keep_going"})
NO_COMMENT = frozenset({"report_problem", "ask_question", "ask_human", "report_unsolved", "cancel"})
NOTHING = "-"


class ValidateRatingForm(Action):
    def name(self) -> str:
        return "validate_rating_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        if turn.requested_slot == "rating":
            return await _read_mark(turn)
        if turn.requested_slot == "rating_comment":
            return _read_comment(turn)
        return []


async def _read_mark(turn: Turn) -> list[EventType]:
    mark = None if turn.is_button else read_rating(turn.text)
    if mark is not None:
        await asyncio.to_thread(store_mark, turn.conversation_id, mark, None)
        return [SlotSet("rating", str(mark))]
    if turn.intent in REFUSALS:
        return [SlotSet("rating", NOTHING), SlotSet("rating_comment", NOTHING)]
    return []


def _read_comment(turn: Turn) -> list[EventType]:
    if turn.intent in REFUSALS:
        return [SlotSet("rating_comment", NOTHING)]
    if turn.is_button or turn.intent in NO_COMMENT:
        return []
    return [SlotSet("rating_comment", turn.text)]


def store_mark(conversation_id: str, mark: int, comment: str | None) -> bool:
    """Rate the conversation's latest ticket; False when it has none that can be rated."""
    service = composition.tickets()
    ticket = service.latest(conversation_id)
    if ticket is None or not ticket.can_be_rated:
        return False
    service.rate(ticket.reference, mark, comment)
    return True
