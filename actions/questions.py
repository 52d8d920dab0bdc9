"""The plain questions of the forms; the ones that need more than words have a file of their own."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.asking import AskAction


class AskFirstName(AskAction):
    def slot(self) -> str:
        return "first_name"

    def wording(self, tracker: Tracker) -> str:
        if tracker.get_slot("correcting") == "name":
            return "utter_ask_new_name"
        if tracker.get_slot("last_name"):
            return "utter_ask_first_name_given_last"
        return super().wording(tracker)


class AskLastName(AskAction):
    def slot(self) -> str:
        return "last_name"


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


class AskStatusName(AskAction):
    def slot(self) -> str:
        return "status_name"
