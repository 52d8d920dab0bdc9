"""After an answer: did it help? Without one, or when it did not: shall a ticket be opened?"""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.asking import AskAction
from actions.turn import times_asked


class AskAnswerHelped(AskAction):
    def slot(self) -> str:
        return "answer_helped"

    def wording(self, tracker: Tracker) -> str:
        subject = "answer_helped" if tracker.get_slot("answer_found") else "offer_ticket"
        again = "_again" if times_asked(tracker, subject) else ""
        return f"utter_ask_{subject}{again}"
