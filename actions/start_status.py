"""'Where is my ticket?': told at once for the conversation's own.

For another one its reference and its name are asked.
"""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.status_references import read_reference
from actions.turn import Turn, continue_with, leave_form


class StartStatus(Action):
    def name(self) -> str:
        return "action_start_status"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        reference = read_reference(turn.text)
        own = await asyncio.to_thread(composition.tickets().latest, turn.conversation_id)
        if own and reference in (None, own.reference):
            dispatcher.utter_message(
                response=f"utter_status_{own.state.value}", reference=own.reference
            )
            return []
        interrupted = None if turn.form == "status_form" else turn.form
        return [
            SlotSet("interrupted_form", interrupted),
            SlotSet("status_reference", reference),
            SlotSet("status_name", None),
            *leave_form(),
            continue_with("status_form"),
        ]
