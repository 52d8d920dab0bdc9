"""Tells the state of a ticket to who knows both its reference and its name.

Who knows both is its customer, and is not asked for the name again.
"""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.dossier import Dossier
from actions.names import read_name
from actions.turn import Turn, continue_with
from tickets.errors import TooManyGuesses
from tickets.views import StatusView
from tickets.vocabulary import Channel

FORGOTTEN = ("status_reference", "status_name", "interrupted_form")


class ShowStatus(Action):
    def name(self) -> str:
        return "action_show_status"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        events: list[EventType] = [SlotSet(slot, None) for slot in FORGOTTEN]
        try:
            status = await asyncio.to_thread(_status, tracker)
        except TooManyGuesses:
            dispatcher.utter_message(response="utter_status_too_many")
        else:
            _tell(dispatcher, status)
            events += _remembered(status, tracker)
        interrupted = tracker.get_slot("interrupted_form")
        return [*events, continue_with(interrupted)] if interrupted else events


def _status(tracker: Tracker) -> StatusView | None:
    conversation_id = Turn.of(tracker).conversation_id
    composition.conversations().ensure(conversation_id, Channel.shell)
    reference, name = tracker.get_slot("status_reference"), tracker.get_slot("status_name")
    return composition.tickets().status_for_customer(conversation_id, reference, name)


def _tell(dispatcher: CollectingDispatcher, status: StatusView | None) -> None:
    if status is None:
        dispatcher.utter_message(response="utter_status_unknown")
        return
    response = f"utter_status_{status.state.value}"
    dispatcher.utter_message(response=response, reference=status.reference)


def _remembered(status: StatusView | None, tracker: Tracker) -> list[EventType]:
    """The name on the ticket, unless this dialogue knows one already."""
    name = read_name(status.customer_name) if status else None
    if name is None or Dossier.of(tracker).full_name:
        return []
    slots = {"first_name": name.first, "last_name": name.last}
    return [SlotSet(slot, value) for slot, value in slots.items() if value]
