"""A mark given outside the rating form still counts for the latest solved ticket."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.ratings import read_rating
from actions.team import ticket_with_the_team
from actions.turn import Turn
from actions.validate_rating_form import store_mark


class TakeMark(Action):
    def name(self) -> str:
        return "action_take_mark"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        mark = None if turn.form else read_rating(turn.text)
        if mark and await asyncio.to_thread(store_mark, turn.conversation_id, mark, None):
            dispatcher.utter_message(response="utter_rated")
        elif not turn.form and not await ticket_with_the_team(turn.conversation_id):
            dispatcher.utter_message(response="utter_what_next")
        return []
