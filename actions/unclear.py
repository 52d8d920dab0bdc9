"""What could not be understood: tried as a question first, then asked again in other words."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.answer_question import AnswerQuestion
from actions.take_problem import TakeProblem
from actions.turn import Turn

WORDINGS = ("utter_unclear", "utter_unclear_again", "utter_unclear_last")


class Unclear(Action):
    def name(self) -> str:
        return "action_unclear"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        found = await asyncio.to_thread(composition.searcher().search, turn.text)
        if found.answered:
            matter = AnswerQuestion() if turn.form else TakeProblem()
            return await matter.run(dispatcher, tracker, domain)
        count = int(tracker.get_slot("unclear_count") or 0)
        dispatcher.utter_message(response=WORDINGS[min(count, len(WORDINGS) - 1)])
        return [SlotSet("unclear_count", count + 1)]
