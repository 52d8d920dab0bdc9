"""Fills the ticket form from free text: name, problem, contact and the recap's yes."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.dossier import Dossier
from actions.names import read_name
from actions.ticket_answers import (
    Known,
    Reading,
    read_contact_answer,
    read_name_answer,
    read_opening,
    read_problem_answer,
    read_recap_answer,
)
from actions.turn import Turn
from tickets.vocabulary import Channel

READERS = {
    "problem": read_problem_answer,
    "contact": read_contact_answer,
    "recap_confirmed": read_recap_answer,
}


class ValidateTicketForm(Action):
    def name(self) -> str:
        return "validate_ticket_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        reading = await asyncio.to_thread(read, Turn.of(tracker), _known(tracker))
        for response in reading.says:
            dispatcher.utter_message(response=response)
        return [SlotSet(slot, value) for slot, value in reading.slots.items()]


def read(turn: Turn, known: Known) -> Reading:
    """What the message says in answer to the question that is open."""
    if turn.requested_slot is None:
        return _with_memory(turn, known, read_opening(turn, known))
    if turn.requested_slot in {"first_name", "last_name"}:
        return read_name_answer(turn, known, composition.person_entities())
    if turn.requested_slot == "problem" and composition.glossary().defined_in(turn.text):
        return Reading()
    return READERS[turn.requested_slot](turn, known)


def _known(tracker: Tracker) -> Known:
    dossier = Dossier.of(tracker)
    return Known(
        name=dossier.name,
        problem=dossier.problem,
        contact=dossier.contact,
        correcting=tracker.get_slot("correcting"),
        extra_words=tracker.get_slot("extra_words"),
        detail_asked=bool(tracker.get_slot("detail_asked")),
    )


def _with_memory(turn: Turn, known: Known, reading: Reading) -> Reading:
    """Who already opened a ticket in this conversation is not asked for the name again."""
    if known.name.first or "first_name" in reading.slots:
        return reading
    conversation = composition.conversations().ensure(turn.conversation_id, Channel.shell)
    name = read_name(conversation.customer_name or "")
    if name is None:
        return reading
    remembered = {"first_name": name.first, "last_name": name.last, "contact": conversation.contact}
    return Reading(
        {**{slot: value for slot, value in remembered.items() if value}, **reading.slots},
        reading.says,
    )
