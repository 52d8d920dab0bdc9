"""Asks for the problem; after words too short to work with, one precise question.

A bare subject gets the question which of its matters is meant, with buttons.
"""

from __future__ import annotations

import asyncio

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.asking import AskAction
from actions.choices import question_between
from actions.subjects import matters_of
from actions.turn import Turn, times_asked


class AskProblem(AskAction):
    def slot(self) -> str:
        return "problem"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        language, subject = Turn.of(tracker).language, _told_so_far(tracker)
        if not subject or times_asked(tracker, self.slot()):
            return await super().run(dispatcher, tracker, domain)
        matters = await asyncio.to_thread(matters_of, subject, language)
        if not matters:
            return await super().run(dispatcher, tracker, domain)
        dispatcher.utter_message(
            response="utter_ask_problem_matter",
            question=question_between(matters, language),
            buttons=[{"title": one["title"], "payload": one["title"]} for one in matters],
        )
        return []

    def wording(self, tracker: Tracker) -> str:
        if tracker.get_slot("correcting") == "problem":
            return "utter_ask_new_problem"
        if _told_so_far(tracker) and not times_asked(tracker, self.slot()):
            return "utter_ask_problem_detail"
        return super().wording(tracker)


def _told_so_far(tracker: Tracker) -> str | None:
    """The words that were too few, when they are what is asked about."""
    return tracker.get_slot("extra_words") if tracker.get_slot("detail_asked") else None
