"""Reads a customer's answer to a question of the ticket form into slots.

An empty reading means that the message is no answer: Rasa's rules then deal with the digression and
the form asks again. Nothing told along the way is lost: a problem told in place of a name is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from actions.bereavement import is_bereaved
from actions.contacts import looks_like_contact, read_contact
from actions.corrections import (
    SLOTS_OF_FIELD,
    corrected_slots,
    field_named,
    is_replacement,
    without_refusal,
)
from actions.dossier import DECLINED
from actions.name_spelling import spelt_family, spelt_given
from actions.names import PersonName, read_correction, read_name
from actions.outcomes import is_negated
from actions.problems import is_vague
from actions.tones import tone_of
from actions.turn import Turn
from knowledge_base.normalise import fold
from tickets.vocabulary import Tone

CHOOSE_FIELD = "field"
CONDOLENCES = "utter_condolences"
SAYS_OWN_NAME = re.compile(
    r"je m['’ ]?appel+e?|mon nom (est|c['’]est)|my name is"
    r"|^\W*(\w+\W+){0,2}(je suis|moi c['’]est|ici)\b",
    re.IGNORECASE,
)
# "Cordialement, Camille Martin" at the end of a story.
SIGNED = re.compile(
    r"\b(?:cordialement|salutations|bien à vous|merci d'avance|best regards|regards|sincerely)"
    r"\W+(?P<name>[^\d\n@,;:!?.]{3,40})\W*$",
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
NAME_REFUSALS = frozenset({"decline", "deny"})
# What answers neither the question nor asks another one.
BESIDE_THE_QUESTION = frozenset(
    """
    nlu_fallback affirm deny decline inform_name off_topic small_talk vent insult postpone wait
    """.split()
)
# What a told problem is taken for now and then: "mes données ont été volées chez vous".
MISREAD_AS = frozenset(
    """
    ask_privacy ask_capabilities ask_ticket_status bot_challenge confirm_solved inform_contact
    insult off_topic postpone praise rate small_talk
    """.split()
)
NO_CONTACT = frozenset({"rien", "aucun", "aucune", "ras", "none", "nothing", "x", "-"})
REPLACING = frozenset(
    {
        "report_problem",
        "report_unsolved",
        "vent",
        "deny",
        "ask_question",
        "nlu_fallback",
        "off_topic",
    }
)
CHANGING_PROBLEM = frozenset({"report_problem", "report_unsolved", "correct_detail"})
# Read as these, a message opens the form only because the knowledge base knows its matter.
KNOWN_MATTERS = frozenset({"off_topic", "inform_name", "inform_contact"})
DECLINING = re.compile(
    r"^\W*(oh |ah )?(non|nan|nn|no|nope|skip|pass\w{0,3}|certainement pas|surtout pas"
    r"|(c est |c )?(pas?|pas? la) (besoin|peine)|j(e ne| ?e)? ?prefere (pas?|ne)"
    r"|(vous |tu )?(l |les )?(avez|as) deja|i d rather not|you (already )?have it)\b"
)
BEGINS_WITH_YES = re.compile(r"\W*(oui+|ouais?|ok|d['’ ]?accord|yes|yeah)\b", re.IGNORECASE)
# "Non mais" and "mais" add to a problem; these put another in its place.
SETS_RIGHT = re.compile(
    r"\b(en fait|finalement|plutot|(pas|que ce soit) (ca|cela)|trompe\w*|exprime\w*"
    r"|actually|i meant)\b"
)
LONGEST_REFUSAL_WORDS = 14
LONG_ENOUGH_WORDS = 3
# Who is asked for the name once more than this would be asked for ever.
TAKEN_AT_THEIR_WORD_AFTER = 3
# An answer is done without once it was refused twice, or not given after so many questions.
REFUSED_FOR_GOOD_AFTER = 2
NAME_DONE_WITHOUT_AFTER = 4
CONTACT_DONE_WITHOUT_AFTER = 2
LONGEST_NAME_WORDS = 6

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
    times_asked: int = 0


def read_opening(turn: Turn, known: Known) -> Reading:
    """The message that began the form: usually the problem, sometimes with the name."""
    slots: dict[str, object] = {}
    if not known.problem and not turn.is_button and _may_open(turn.intent):
        slots |= problem_slots(turn.text, known)
    says = _acknowledgement(turn.text) if slots.get("problem") else ()
    if SAYS_OWN_NAME.search(turn.text):
        slots |= _full_name_slots(read_name(turn.text))
    elif signed := SIGNED.search(turn.text):
        slots |= _full_name_slots(read_name(signed["name"]))
    return Reading(slots, says)


def read_name_answer(turn: Turn, known: Known, entities: Entities | None = None) -> Reading:
    """An answer to the question for the first name, the family name or both; it may be refused."""
    if turn.is_button:
        return _without_name(known) if turn.intent == "decline" else Reading()
    if contact := read_contact(turn.text):
        return Reading({"contact": contact}, ("utter_contact_kept",))
    name = _read_expected_name(turn, known, entities)
    if _repeats_first_name(name, turn, known):
        return Reading()
    if (not name or turn.intent == "report_problem") and _changes_problem(turn, known):
        return Reading({"problem": without_refusal(turn.text)}, ("utter_problem_changed",))
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
    if known.times_asked >= TAKEN_AT_THEIR_WORD_AFTER and turn.intent == "inform_name":
        return Reading(_name_at_its_word(turn))
    return _without_name(known) if _withholds_name(turn, known) else Reading()


def read_problem_answer(turn: Turn, known: Known) -> Reading:
    """An answer to the question for the problem; free text, however long."""
    if turn.intent == "inform_name":
        return Reading(_full_name_slots(read_name(turn.text)))
    if turn.is_button or (turn.intent in NEVER_A_PROBLEM and not _insists(turn, known)):
        if turn.intent == "correct_detail":
            return _read_correction(turn, known)
        return Reading()
    if turn.intent == "nlu_fallback" and len(turn.text.split()) < LONG_ENOUGH_WORDS:
        return Reading()
    says = (CONDOLENCES,) if is_bereaved(turn.text) else ()
    return Reading({**problem_slots(turn.text, known), "correcting": None}, says)


def read_contact_answer(turn: Turn, known: Known) -> Reading:
    """An answer to the question for an e-mail or a telephone number, which may be refused."""
    if contact := read_contact(turn.text):
        return Reading({"contact": contact, "correcting": None})
    if turn.intent in REFUSALS or _declines(turn):
        return Reading({"contact": DECLINED, "correcting": None})
    if known.times_asked >= CONTACT_DONE_WITHOUT_AFTER and turn.intent in BESIDE_THE_QUESTION:
        return Reading({"contact": DECLINED, "correcting": None}, ("utter_without_contact",))
    if looks_like_contact(turn.text):
        return Reading({"contact": None}, ("utter_bad_contact",))
    if turn.intent == "report_problem":
        return Reading(_told_in_passing(turn.text, known), ("utter_problem_kept",))
    return _read_correction(turn, known)


def read_recap_answer(turn: Turn, known: Known) -> Reading:
    """A yes to the recap, a correction of it, or the field that is to be corrected."""
    if known.correcting == CHOOSE_FIELD and (chosen := _chosen_field(turn)):
        return _ask_anew(chosen)
    correction = _read_correction(turn, known)
    if correction.slots:
        return correction
    if _agrees(turn):
        return Reading({"recap_confirmed": True, "correcting": None})
    if turn.intent == "report_problem":
        return _read_problem_at_recap(turn, known)
    if turn.intent in {"deny", "correct_detail"}:
        named = field_named(turn.text)
        return _ask_anew(named) if named else Reading({"correcting": CHOOSE_FIELD})
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


def _repeats_first_name(name: PersonName | None, turn: Turn, known: Known) -> bool:
    """The first name given again where the family name is asked, once: some have it twice."""
    asked = turn.requested_slot == "last_name" and known.times_asked < REFUSED_FOR_GOOD_AFTER
    return bool(asked and name and name.last and name.last == known.name.first)


def _withholds_name(turn: Turn, known: Known) -> bool:
    if turn.intent in NAME_REFUSALS and known.times_asked >= REFUSED_FOR_GOOD_AFTER:
        return True
    return known.times_asked >= NAME_DONE_WITHOUT_AFTER and turn.intent in BESIDE_THE_QUESTION


def _without_name(known: Known) -> Reading:
    """What is known of the name stays; the rest is asked no more."""
    slots = {
        "first_name": known.name.first or DECLINED,
        "last_name": known.name.last or DECLINED,
    }
    return Reading(slots, ("utter_without_name",))


def _changes_problem(turn: Turn, known: Known) -> bool:
    """ "En fait c'est plutôt mon mobile": another problem than the one told before."""
    words = without_refusal(turn.text)
    return (
        bool(known.problem)
        and turn.intent in CHANGING_PROBLEM
        and is_replacement(turn.text)
        and (turn.intent == "correct_detail" or bool(SETS_RIGHT.search(fold(turn.text))))
        and len(words.split()) > LONG_ENOUGH_WORDS
        and not is_vague(words)
        and field_named(words) not in {"name", "contact"}
    )


def _agrees(turn: Turn) -> bool:
    """ "Nickel", and "oui mais je ne suis pas chez moi": the recap itself is not contradicted."""
    if turn.intent == "confirm_solved":
        return not is_negated(turn.text)
    return turn.intent == "affirm" or (
        turn.intent == "postpone" and bool(BEGINS_WITH_YES.match(turn.text))
    )


def _name_at_its_word(turn: Turn) -> dict[str, object]:
    """What looks like no name we know, and is one all the same; the recap shows it."""
    words = re.findall(r"[^\W\d_][\w'’-]*", turn.text)[:LONGEST_NAME_WORDS]
    if turn.requested_slot == "last_name":
        return {"last_name": spelt_family(words)} if words else {}
    last = {"last_name": spelt_family(words[1:])} if words[1:] else {}
    return {"first_name": spelt_given(words[:1]), **last} if words else {}


def _may_open(intent: str) -> bool:
    return intent not in NEVER_A_PROBLEM or intent in KNOWN_MATTERS


def _declines(turn: Turn) -> bool:
    """Words that refuse a contact, unless they go on to tell a problem."""
    if turn.text.strip(" .!").lower() in NO_CONTACT:
        return True
    is_short = len(turn.text.split()) <= LONGEST_REFUSAL_WORDS
    refuses = DECLINING.search(fold(turn.text).replace("'", " "))
    return bool(refuses) and is_short and turn.intent not in {"report_problem", "ask_question"}


def _acknowledgement(text: str) -> tuple[str, ...]:
    if is_bereaved(text):
        return (CONDOLENCES,)
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
    asks = turn.intent == "ask_question" and not is_replacement(turn.text)
    if turn.is_button or asks or turn.intent in {"affirm", "ask_human"}:
        return Reading()
    tells_problem = _replaces_problem(turn)
    slots = corrected_slots(turn.text, known.name, tells_problem=tells_problem)
    return Reading({**slots, "correcting": None}, ("utter_corrected",)) if slots else Reading()


def _insists(turn: Turn, known: Known) -> bool:
    """A sentence that answers the same question twice is the problem, whatever it sounds like."""
    return (
        known.times_asked >= REFUSED_FOR_GOOD_AFTER
        and turn.intent in MISREAD_AS
        and len(turn.text.split()) > LONG_ENOUGH_WORDS
    )


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


def _ask_anew(field: str) -> Reading:
    cleared = dict.fromkeys(SLOTS_OF_FIELD[field], None)
    return Reading({**cleared, "correcting": field, "detail_asked": None})


def _chosen_field(turn: Turn) -> str | None:
    words = len(turn.text.split())
    return field_named(turn.text) if words <= LONG_ENOUGH_WORDS else None
