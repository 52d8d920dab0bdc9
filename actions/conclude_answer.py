"""After a plain answer: done, or a ticket is offered, or the ticket form begins."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import Turn, continue_with


class ConcludeAnswer(Action):
    def name(self) -> str:
        return "action_conclude_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        answered = bool(tracker.get_slot("answer_found"))
        agreed = bool(tracker.get_slot("answer_helped"))
        forgotten: list[EventType] = [SlotSet("answer_helped", None)]
        if answered and not agreed:
            return [*forgotten, SlotSet("answer_found", False), continue_with("answer_form")]
        if not answered and agreed:
            question = tracker.get_slot("question")
            return [*forgotten, SlotSet("problem", question), continue_with("ticket_form")]
        if Turn.of(tracker).intent == "goodbye":
            dispatcher.utter_message(response="utter_goodbye")
        else:
            dispatcher.utter_message(
                response="utter_anything_else" if answered else "utter_no_ticket_wanted"
            )
        return [*forgotten, SlotSet("answer_article", None)]
