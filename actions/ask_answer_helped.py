"""After an answer: did it help? Without one, or when it did not: shall a ticket be opened?"""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.asking import AskAction, variant_after
from actions.turn import Turn, times_asked


class AskAnswerHelped(AskAction):
    def slot(self) -> str:
        return "answer_helped"

    def wording(self, tracker: Tracker) -> str:
        if tracker.get_slot("answer_found") and Turn.of(tracker).intent == "postpone":
            return "utter_postponed_answer"
        subject = "answer_helped" if tracker.get_slot("answer_found") else "offer_ticket"
        return f"utter_ask_{subject}{variant_after(times_asked(tracker, subject))}"
