"""A name or a contact given unasked: kept, and added to the ticket if there is one."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.contacts import read_contact
from actions.matter import taken_as_matter
from actions.names import PersonName, display, read_name
from actions.team import say_added
from actions.turn import Turn

# "Hi, I'm Emma Clarke. The TV stays black": more than a name.
FEWEST_WORDS_OF_A_STORY = 8
# They read names themselves; what they make none of is none.
ASKING_NAMES = frozenset({"ticket_form", "status_form"})


class TakeDetails(Action):
    def name(self) -> str:
        return "action_take_details"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        contact = read_contact(turn.text)
        name = None if contact else _name_told(turn)
        if not (contact or name):
            return []
        reference = await asyncio.to_thread(_add_to_ticket, turn.conversation_id, name, contact)
        if reference and not turn.form:
            say_added(dispatcher, tracker, reference)
        else:
            response = "utter_contact_kept" if contact else "utter_name_kept"
            dispatcher.utter_message(response=response)
        details = {
            "contact": contact,
            "first_name": name.first if name else None,
            "last_name": name.last if name else None,
        }
        kept: list[EventType] = [SlotSet(slot, value) for slot, value in details.items() if value]
        if turn.form or reference or len(turn.text.split()) < FEWEST_WORDS_OF_A_STORY:
            return kept
        return [*kept, *(await taken_as_matter(dispatcher, tracker, domain) or [])]


def _name_told(turn: Turn) -> PersonName | None:
    """Inside a form only a whole one: what is said there is about something else."""
    if turn.form in ASKING_NAMES:
        return None
    name = read_name(turn.text, entities=composition.person_entities())
    is_whole = name is not None and bool(name.first and name.last)
    return name if is_whole or not turn.form else None


def _add_to_ticket(
    conversation_id: str, name: PersonName | None, contact: str | None
) -> str | None:
    """The reference of the ticket that now holds the detail; None without a ticket."""
    service = composition.tickets()
    ticket = service.current(conversation_id)
    if ticket is None:
        return None
    service.correct(
        ticket.reference, customer_name=display(name) if name else None, contact=contact
    )
    return ticket.reference
