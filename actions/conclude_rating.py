"""Ends a solved ticket's dialogue; what comes next begins in a fresh one."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.dossier import on_one_line
from actions.turn import Turn, continue_with
from actions.validate_rating_form import NOTHING, store_mark

FORGOTTEN: list[EventType] = [SlotSet("rating", None), SlotSet("rating_comment", None)]


class ConcludeRating(Action):
    def name(self) -> str:
        return "action_conclude_rating"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        conversation_id = Turn.of(tracker).conversation_id
        rating, comment = tracker.get_slot("rating"), tracker.get_slot("rating_comment")
        rated = rating not in (None, NOTHING)
        if rated and comment not in (None, NOTHING):
            await asyncio.to_thread(store_mark, conversation_id, int(rating), comment)
        if other := tracker.get_slot("other_problem"):
            return [*FORGOTTEN, *_taken_up(dispatcher, other)]
        dispatcher.utter_message(response="utter_rated" if rated else "utter_not_rated")
        await asyncio.to_thread(composition.conversations().begin_new_dialogue, conversation_id)
        return FORGOTTEN


def _taken_up(dispatcher: CollectingDispatcher, other: str) -> list[EventType]:
    """The second of two problems told at once: a ticket is offered for it in turn."""
    dispatcher.utter_message(response="utter_other_problem", other_shown=on_one_line(other))
    return [
        SlotSet("other_problem", None),
        SlotSet("question", other),
        SlotSet("answer_found", False),
        SlotSet("answer_helped", None),
        continue_with("answer_form"),
    ]
