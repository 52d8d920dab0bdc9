"""What each answer to the ticket form means; no Rasa and no database is needed to say it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.dossier import DECLINED
from actions.names import PersonName
from actions.ticket_answers import (
    CHOOSE_FIELD,
    Known,
    read_contact_answer,
    read_name_answer,
    read_opening,
    read_problem_answer,
    read_recap_answer,
)
from actions.turn import Turn

NOBODY = PersonName(None, None)
NOTHING = Known(NOBODY, None, None, None, None, detail_asked=False)
COMPLETE = Known(
    PersonName("Camille", "Martin"), "plus de wifi", DECLINED, None, None, detail_asked=False
)


def turn(text: str, intent: str, requested_slot: str | None = None) -> Turn:
    return Turn("conversation", text, intent, "ticket_form", requested_slot)


def test_the_message_that_opens_the_form_is_the_problem() -> None:
    reading = read_opening(turn("ma box clignote rouge", "report_problem"), NOTHING)

    assert reading.slots["problem"] == "ma box clignote rouge"


def test_an_opening_by_button_tells_no_problem() -> None:
    assert not read_opening(turn("/affirm", "affirm"), NOTHING).slots


def test_a_whole_name_in_the_opening_is_taken_with_the_problem() -> None:
    text = "je suis marie durand et ma box clignote rouge"

    slots = read_opening(turn(text, "report_problem"), NOTHING).slots

    assert (slots["first_name"], slots["last_name"]) == ("Marie", "Durand")


def test_a_feeling_in_the_opening_is_no_name() -> None:
    slots = read_opening(turn("je suis déçu de ma box", "report_problem"), NOTHING).slots

    assert "first_name" not in slots


def test_vague_words_ask_for_one_precise_detail_and_only_once() -> None:
    first = read_opening(turn("ça marche pas", "report_problem"), NOTHING)
    asked = replace(NOTHING, detail_asked=True, extra_words="ça marche pas")

    second = read_problem_answer(turn("bah rien ne va", "report_problem", "problem"), asked)

    assert "problem" not in first.slots
    assert first.slots["detail_asked"] is True
    assert second.slots["problem"] == "ça marche pas. bah rien ne va"


@pytest.mark.parametrize("intent", ["report_problem", "ask_question", "vent"])
def test_a_long_story_is_a_problem_whatever_it_sounds_like(intent: str) -> None:
    story = "alors voilà depuis lundi la télé saute dès que mon fils joue"

    assert read_problem_answer(turn(story, intent, "problem"), NOTHING).slots["problem"] == story


@pytest.mark.parametrize("intent", ["thank", "ask_human", "insult", "ask_privacy"])
def test_a_digression_is_no_answer(intent: str) -> None:
    assert not read_problem_answer(turn("…", intent, "problem"), NOTHING).slots
    assert not read_name_answer(turn("/" + intent, intent, "first_name"), NOTHING).slots


def test_a_problem_told_in_place_of_a_name_is_kept() -> None:
    reading = read_name_answer(
        turn("ma box redémarre sans arrêt", "report_problem", "first_name"), NOTHING
    )

    assert reading.slots == {"problem": "ma box redémarre sans arrêt", "extra_words": None}
    assert reading.says == ("utter_problem_kept",)


def test_an_address_in_place_of_a_name_is_kept_as_contact() -> None:
    reading = read_name_answer(turn("a@example.org", "inform_contact", "first_name"), NOTHING)

    assert reading.slots == {"contact": "a@example.org"}


def test_a_family_name_completes_the_first_name() -> None:
    known = replace(NOTHING, name=PersonName("Karim", None))

    slots = read_name_answer(turn("benali", "inform_name", "last_name"), known).slots

    assert slots == {"first_name": "Karim", "last_name": "Benali"}


@pytest.mark.parametrize(
    ("text", "intent"), [("/decline", "decline"), ("non", "deny"), ("rien", "report_unsolved")]
)
def test_the_contact_may_be_refused(text: str, intent: str) -> None:
    reading = read_contact_answer(turn(text, intent, "contact"), NOTHING)

    assert reading.slots["contact"] == DECLINED


def test_a_mistyped_contact_is_asked_again() -> None:
    reading = read_contact_answer(turn("a@exemple", "inform_contact", "contact"), NOTHING)

    assert reading.slots == {"contact": None}
    assert reading.says == ("utter_bad_contact",)


def test_only_a_yes_confirms_the_recap() -> None:
    yes = read_recap_answer(turn("oui", "affirm", "recap_confirmed"), COMPLETE)
    no = read_recap_answer(turn("non", "deny", "recap_confirmed"), COMPLETE)
    thanks = read_recap_answer(turn("merci", "thank", "recap_confirmed"), COMPLETE)

    assert yes.slots["recap_confirmed"] is True
    assert no.slots == {"correcting": CHOOSE_FIELD}
    assert not thanks.slots


def test_choosing_the_field_clears_it_for_a_new_answer() -> None:
    choosing = replace(COMPLETE, correcting=CHOOSE_FIELD)

    slots = read_recap_answer(turn("Le nom", "correct_detail", "recap_confirmed"), choosing).slots

    assert (slots["first_name"], slots["last_name"]) == (None, None)
    assert slots["correcting"] == "name"


def test_more_of_the_problem_at_the_recap_is_added() -> None:
    reading = read_recap_answer(
        turn("la télé aussi est coupée", "report_problem", "recap_confirmed"), COMPLETE
    )

    assert reading.slots["problem"] == "plus de wifi\nla télé aussi est coupée"


@pytest.mark.parametrize("intent", ["report_problem", "report_unsolved", "deny"])
def test_another_problem_after_a_no_replaces_the_first(intent: str) -> None:
    text = "non, c'est la télé qui ne marche plus, écran noir"

    slots = read_recap_answer(turn(text, intent, "recap_confirmed"), COMPLETE).slots

    assert slots["problem"] == "c'est la télé qui ne marche plus, écran noir"


def test_a_bare_no_replaces_nothing() -> None:
    reading = read_recap_answer(turn("non pas du tout", "deny", "recap_confirmed"), COMPLETE)

    assert "problem" not in reading.slots
