"""Reads a customer's answer to a question of the ticket form into slots.

An empty reading means that the message is no answer: Rasa's rules then deal with the digression and
the form asks again. Nothing told along the way is lost: a problem told in place of a name is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from actions.contacts import looks_like_contact, read_contact
from actions.corrections import (
    SLOTS_OF_FIELD,
    corrected_slots,
    field_named,
    is_replacement,
    without_refusal,
)
from actions.dossier import DECLINED
from actions.names import PersonName, read_correction, read_name
from actions.problems import is_vague
from actions.tones import tone_of
from actions.turn import Turn
from tickets.vocabulary import Tone

CHOOSE_FIELD = "field"
SAYS_OWN_NAME = re.compile(
    r"je m['’ ]?appel+e?|mon nom (est|c['’]est)|my name is"
    r"|^\W*(\w+\W+){0,2}(je suis|moi c['’]est|ici)\b",
    re.IGNORECASE,
)
REFUSALS = frozenset({"decline", "deny", "goodbye"})
NEVER_A_PROBLEM = frozenset(
    """
    greet goodbye thank affirm deny small_talk bot_challenge ask_capabilities praise wait
    ask_repeat speak_english inform_name inform_contact decline ask_why express_confusion cancel
    start_over ask_privacy emergency ask_ticket_status ask_human insult off_topic keep_going
    correct_detail postpone rate confirm_solved
    """.split()
)
NO_CONTACT = frozenset({"rien", "aucun", "aucune", "ras", "none", "nothing", "x", "-"})
REPLACING = frozenset({"report_problem", "report_unsolved", "vent", "deny"})
LONG_ENOUGH_WORDS = 3

Entities = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Reading:
    """Slots that a message sets, and responses to say before the next question."""

    slots: Mapping[str, object] = field(default_factory=dict)
    says: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """What the form holds so far."""

    name: PersonName
    problem: str | None
    contact: str | None
    correcting: str | None
    extra_words: str | None
    detail_asked: bool


def read_opening(turn: Turn, known: Known) -> Reading:
    """The message that began the form: usually the problem, sometimes with the name."""
    slots: dict[str, object] = {}
    if not known.problem and not turn.is_button and turn.intent not in NEVER_A_PROBLEM:
        slots |= problem_slots(turn.text, known)
    says = _acknowledgement(turn.text) if slots.get("problem") else ()
    if SAYS_OWN_NAME.search(turn.text):
        slots |= _full_name_slots(read_name(turn.text))
    return Reading(slots, says)


def read_name_answer(turn: Turn, known: Known, entities: Entities | None = None) -> Reading:
    """An answer to the question for the first name, the family name or both."""
    if turn.is_button:
        return Reading()
    if contact := read_contact(turn.text):
        return Reading({"contact": contact}, ("utter_not_a_contact_as_name",))
    name = _read_expected_name(turn, known, entities)
    tells_problem = turn.intent == "report_problem"
    if name:
        slots = _name_slots(name, known.name)
        if tells_problem and not known.problem and len(turn.text.split()) > LONG_ENOUGH_WORDS:
            slots |= problem_slots(turn.text, known)
        return Reading(slots)
    if tells_problem:
        return Reading(_told_in_passing(turn.text, known), ("utter_problem_kept",))
    if turn.text.strip().isdigit():
        return Reading({turn.requested_slot or "first_name": None}, ("utter_digits_as_name",))
    return Reading()


def read_problem_answer(turn: Turn, known: Known) -> Reading:
    """An answer to the question for the problem; free text, however long."""
    if turn.is_button or turn.intent in NEVER_A_PROBLEM:
        if turn.intent == "correct_detail":
            return _read_correction(turn, known)
        return Reading()
    if turn.intent == "nlu_fallback" and len(turn.text.split()) < LONG_ENOUGH_WORDS:
        return Reading()
    return Reading({**problem_slots(turn.text, known), "correcting": None})


def read_contact_answer(turn: Turn, known: Known) -> Reading:
    """An answer to the question for an e-mail or a telephone number, which may be refused."""
    if contact := read_contact(turn.text):
        return Reading({"contact": contact, "correcting": None})
    if turn.intent in REFUSALS or turn.text.strip(" .!").lower() in NO_CONTACT:
        return Reading({"contact": DECLINED, "correcting": None})
    if looks_like_contact(turn.text):
        return Reading({"contact": None}, ("utter_bad_contact",))
    if turn.intent == "report_problem":
        return Reading(_told_in_passing(turn.text, known), ("utter_problem_kept",))
    return _read_correction(turn, known)


def read_recap_answer(turn: Turn, known: Known) -> Reading:
    """A yes to the recap, a correction of it, or the field that is to be corrected."""
    if known.correcting == CHOOSE_FIELD and (chosen := _chosen_field(turn)):
        cleared = dict.fromkeys(SLOTS_OF_FIELD[chosen], None)
        return Reading({**cleared, "correcting": chosen, "detail_asked": None})
    correction = _read_correction(turn, known)
    if correction.slots:
        return correction
    if turn.intent == "affirm":
        return Reading({"recap_confirmed": True, "correcting": None})
    if turn.intent == "report_problem":
        return _read_problem_at_recap(turn, known)
    if turn.intent in {"deny", "correct_detail"}:
        return Reading({"correcting": CHOOSE_FIELD})
    return Reading()


def problem_slots(text: str, known: Known) -> dict[str, object]:
    """The problem when it is enough to work with, else what leads to one precise question."""
    told = f"{known.extra_words}. {text}" if known.extra_words else text
    if is_vague(told) and not known.detail_asked:
        return {"extra_words": told, "detail_asked": True}
    return {"problem": told, "extra_words": None}


def _read_expected_name(turn: Turn, known: Known, entities: Entities | None) -> PersonName | None:
    if known.name.first or known.name.last:
        corrected = read_correction(turn.text, known.name)
        if corrected and turn.intent == "correct_detail":
            return corrected
    expecting = "last" if turn.requested_slot == "last_name" else "full"
    if turn.requested_slot == "first_name" and known.name.last:
        expecting = "first"
    return read_name(turn.text, expecting=expecting, entities=entities)  # type: ignore[arg-type]


def _acknowledgement(text: str) -> tuple[str, ...]:
    calm = tone_of(text) is Tone.calm
    return ("utter_problem_received" if calm else "utter_problem_received_angrily",)


def _full_name_slots(name: PersonName | None) -> dict[str, object]:
    """A name inside a story counts only when it is whole: "je suis déçu" holds none."""
    whole = name is not None and name.first and name.last
    return {"first_name": name.first, "last_name": name.last} if name and whole else {}


def _name_slots(name: PersonName | None, known: PersonName) -> dict[str, object]:
    if name is None:
        return {}
    slots = {"first_name": name.first or known.first, "last_name": name.last or known.last}
    return {slot: value for slot, value in slots.items() if value}


def _told_in_passing(text: str, known: Known) -> dict[str, object]:
    if known.problem:
        return {"problem": f"{known.problem}\n{text}"}
    return problem_slots(text, known)


def _read_correction(turn: Turn, known: Known) -> Reading:
    if turn.is_button or turn.intent in {"affirm", "ask_question", "ask_human"}:
        return Reading()
    tells_problem = _replaces_problem(turn)
    slots = corrected_slots(turn.text, known.name, tells_problem=tells_problem)
    return Reading({**slots, "correcting": None}, ("utter_corrected",)) if slots else Reading()


def _replaces_problem(turn: Turn) -> bool:
    """ "Non, c'est la télé qui saute": words after a refusal that name no other field."""
    if turn.intent not in REPLACING or not is_replacement(turn.text):
        return False
    words = without_refusal(turn.text)
    return turn.intent == "report_problem" or (
        len(words.split()) > LONG_ENOUGH_WORDS and not is_vague(words) and not field_named(words)
    )


def _read_problem_at_recap(turn: Turn, known: Known) -> Reading:
    added = without_refusal(turn.text)
    return Reading({"problem": f"{known.problem}\n{added}"}, ("utter_problem_kept",))


def _chosen_field(turn: Turn) -> str | None:
    words = len(turn.text.split())
    return field_named(turn.text) if words <= LONG_ENOUGH_WORDS else None
