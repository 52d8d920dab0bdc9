"""The plain questions of the forms; the ones that need more than words have a file of their own."""

from __future__ import annotations

import re

from rasa_sdk import Tracker

from actions.asking import AskAction
from actions.ticket_answers import NAME_REFUSALS
from actions.turn import Turn, times_asked
from knowledge_base.normalise import fold

# "J'ai perdu la référence": describing it once more helps nobody.
HAS_NONE = re.compile(
    r"\b(perdu\w*|oubli\w*|sais (pas|plus)|ai (pas|plus)|retrouve (pas|plus)|lost|forgot\w*"
    r"|don ?'?t (have|know|remember))\b"
)


class AskFirstName(AskAction):
    def slot(self) -> str:
        return "first_name"

    def wording(self, tracker: Tracker) -> str:
        if tracker.get_slot("correcting") == "name":
            return "utter_ask_new_name"
        if tracker.get_slot("last_name"):
            return "utter_ask_first_name_given_last"
        return _name_wording(tracker, super().wording(tracker), self.slot())


class AskLastName(AskAction):
    def slot(self) -> str:
        return "last_name"

    def wording(self, tracker: Tracker) -> str:
        return _name_wording(tracker, super().wording(tracker), self.slot())


class AskContact(AskAction):
    def slot(self) -> str:
        return "contact"

    def wording(self, tracker: Tracker) -> str:
        correcting = tracker.get_slot("correcting") == "contact"
        return "utter_ask_new_contact" if correcting else super().wording(tracker)


class AskRating(AskAction):
    def slot(self) -> str:
        return "rating"


class AskRatingComment(AskAction):
    def slot(self) -> str:
        return "rating_comment"


class AskStatusReference(AskAction):
    def slot(self) -> str:
        return "status_reference"

    def wording(self, tracker: Tracker) -> str:
        lost = HAS_NONE.search(fold(Turn.of(tracker).text)) and times_asked(tracker, self.slot())
        return "utter_ask_status_reference_last" if lost else super().wording(tracker)


class AskStatusName(AskAction):
    def slot(self) -> str:
        return "status_name"


def _name_wording(tracker: Tracker, otherwise: str, slot: str) -> str:
    """Who refuses is told at once that it goes without."""
    refused = Turn.of(tracker).intent in NAME_REFUSALS and times_asked(tracker, slot) > 0
    return f"utter_ask_{slot}_last" if refused else otherwise
