"""What could not be understood: tried as a question first, then asked again in other words."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.matter import taken_as_matter
from actions.team import say_added, ticket_with_the_team
from actions.turn import Turn

WORDINGS = ("utter_unclear", "utter_unclear_again", "utter_unclear_last")


class Unclear(Action):
    def name(self) -> str:
        return "action_unclear"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        taken = await taken_as_matter(dispatcher, tracker, domain)
        if taken is not None:
            return taken
        turn = Turn.of(tracker)
        if turn.form:
            dispatcher.utter_message(response="utter_unclear_in_form")
            return []
        if ticket := await ticket_with_the_team(turn.conversation_id):
            say_added(dispatcher, tracker, ticket.reference)
            return []
        count = int(tracker.get_slot("unclear_count") or 0)
        dispatcher.utter_message(response=WORDINGS[min(count, len(WORDINGS) - 1)])
        return [SlotSet("unclear_count", count + 1)]
