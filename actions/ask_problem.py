"""Asks for the problem; after words too short to work with, one precise question."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.asking import AskAction


class AskProblem(AskAction):
    def slot(self) -> str:
        return "problem"

    def wording(self, tracker: Tracker) -> str:
        if tracker.get_slot("correcting") == "problem":
            return "utter_ask_new_problem"
        if tracker.get_slot("detail_asked") and tracker.get_slot("extra_words"):
            return "utter_ask_problem_detail"
        return super().wording(tracker)
