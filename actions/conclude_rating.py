"""Ends a solved ticket's dialogue; what comes next begins in a fresh one."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.turn import Turn
from actions.validate_rating_form import NOTHING, store_mark


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
        dispatcher.utter_message(response="utter_rated" if rated else "utter_not_rated")
        await asyncio.to_thread(composition.conversations().begin_new_dialogue, conversation_id)
        return [SlotSet("rating", None), SlotSet("rating_comment", None)]
