"""Who leaves is asked nothing more: the open form ends, and what was told waits for them."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.turn import Turn, leave_form

TELLING = frozenset({"ticket_form", "post_form"})


class TakeGoodbye(Action):
    def name(self) -> str:
        return "action_take_goodbye"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        ticket = await asyncio.to_thread(composition.tickets().current, turn.conversation_id)
        if ticket and turn.form == "resolution_form":
            dispatcher.utter_message(
                response="utter_goodbye_with_ticket", reference=ticket.reference
            )
            return []
        is_unfinished = turn.form in TELLING and tracker.get_slot("problem")
        dispatcher.utter_message(
            response="utter_goodbye_unfinished" if is_unfinished else "utter_goodbye"
        )
        return leave_form()
