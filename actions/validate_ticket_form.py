"""Fills the ticket form from free text: name, problem, contact and the recap's yes."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT
from rasa_sdk.types import DomainDict

from actions import composition
from actions.dossier import Dossier
from actions.matters import two_matters
from actions.moods import compassion_shown
from actions.names import read_name
from actions.presence_phrases import asks_hours, asks_when
from actions.solutions import chosen_among
from actions.subjects import matters_of
from actions.ticket_answers import (
    Known,
    Reading,
    problem_slots,
    read_contact_answer,
    read_name_answer,
    read_opening,
    read_problem_answer,
    read_recap_answer,
)
from actions.turn import Turn, times_asked
from knowledge_base.normalise import fold
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
        slots = [SlotSet(slot, value) for slot, value in reading.slots.items()]
        return [*slots, *_asked_first(reading), *compassion_shown(reading.says)]


def read(turn: Turn, known: Known) -> Reading:
    """What the message says in answer to the question that is open."""
    if turn.requested_slot is None:
        opening = _which_matter(read_opening(turn, known), turn)
        return _with_memory(turn, known, _one_at_a_time(opening))
    if turn.requested_slot in {"first_name", "last_name"}:
        return read_name_answer(turn, known, composition.person_entities())
    if turn.requested_slot == "problem" and (matter := _matter_named(turn, known)):
        return Reading({**problem_slots(matter, known), "correcting": None})
    if turn.requested_slot == "problem" and _asks_beside(turn.text):
        return Reading()
    return READERS[turn.requested_slot](turn, known)


def _asks_beside(text: str) -> bool:
    """A word to explain, or when people are there: answered, and the problem asked for again."""
    return bool(composition.glossary().defined_in(text)) or asks_hours(text) or asks_when(text)


def _asked_first(reading: Reading) -> list[EventType]:
    """After words as vague as "j'ai un problème" one asks which, not who is speaking."""
    is_vague = reading.slots.get("detail_asked") and not reading.slots.get("problem")
    return [SlotSet(REQUESTED_SLOT, "problem")] if is_vague else []


def _known(tracker: Tracker) -> Known:
    dossier = Dossier.of(tracker)
    return Known(
        name=dossier.name,
        problem=dossier.problem,
        contact=dossier.contact,
        correcting=tracker.get_slot("correcting"),
        extra_words=tracker.get_slot("extra_words"),
        detail_asked=bool(tracker.get_slot("detail_asked")),
        times_asked=times_asked(tracker, tracker.get_slot(REQUESTED_SLOT) or ""),
    )


def _which_matter(opening: Reading, turn: Turn) -> Reading:
    """A bare subject is no problem yet."""
    told = opening.slots.get("problem")
    if not isinstance(told, str) or not matters_of(told, turn.language):
        return opening
    return Reading({**opening.slots, "problem": None, "extra_words": told, "detail_asked": True})


def _matter_named(turn: Turn, known: Known) -> str | None:
    """The one of the matters that a bare subject was asked about."""
    if not (known.detail_asked and known.extra_words):
        return None
    matters = matters_of(known.extra_words, turn.language)
    chosen = chosen_among(turn.text, matters, fold)
    return next((matter["title"] for matter in matters if matter["id"] == chosen), None)


def _one_at_a_time(opening: Reading) -> Reading:
    """Of two problems told at once the second waits for the first to be over."""
    told = opening.slots.get("problem")
    if not isinstance(told, str):
        return opening
    matters = two_matters(told, composition.searcher().search)
    if matters is None:
        return Reading({**opening.slots, "other_problem": None}, opening.says)
    slots = {**opening.slots, "problem": matters.first, "other_problem": matters.other}
    return Reading(slots, (*opening.says, "utter_two_problems"))


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
