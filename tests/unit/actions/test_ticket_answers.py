"""What each answer to the ticket form means; no Rasa and no database is needed to say it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.dossier import DECLINED
from actions.names import PersonName
from actions.ticket_answers import (
    CHOOSE_FIELD,
    Known,
    Reading,
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

WITHOUT_NAME = Reading({"first_name": DECLINED, "last_name": DECLINED}, ("utter_without_name",))


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


@pytest.mark.parametrize(
    ("slot", "taken"),
    [
        ("first_name", {"first_name": "Rouge", "last_name": "Fibre"}),
        ("last_name", {"last_name": "Rouge Fibre"}),
    ],
)
def test_who_was_asked_three_times_is_taken_at_their_word(slot: str, taken: dict[str, str]) -> None:
    answer = turn("rouge fibre 42", "inform_name", slot)

    assert not read_name_answer(answer, replace(NOTHING, times_asked=2)).slots
    assert read_name_answer(answer, replace(NOTHING, times_asked=3)).slots == taken


def test_what_is_told_as_no_name_is_never_taken_for_one() -> None:
    answer = turn("je ne comprends pas", "express_confusion", "first_name")

    assert not read_name_answer(answer, replace(NOTHING, times_asked=9)).slots


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


@pytest.mark.parametrize(
    "text",
    ["pas besoin", "oh non merci, je reviendrai ici", "je préfère pas", "certainement pas !"],
)
def test_a_contact_is_refused_in_many_words(text: str) -> None:
    reading = read_contact_answer(turn(text, "nlu_fallback", "contact"), NOTHING)

    assert reading.slots["contact"] == DECLINED


def test_a_problem_after_a_no_is_not_the_refusal_of_a_contact() -> None:
    text = "non mais surtout mon téléphone fixe est muet"

    reading = read_contact_answer(turn(text, "report_problem", "contact"), NOTHING)

    assert "contact" not in reading.slots


def test_another_question_after_a_no_replaces_the_problem_at_the_recap() -> None:
    text = "non, en fait je voudrais savoir comment résilier ma box ?"

    reading = read_recap_answer(turn(text, "ask_question", "recap_confirmed"), COMPLETE)

    assert reading.slots["problem"] == "je voudrais savoir comment résilier ma box ?"


def test_a_question_at_the_recap_replaces_nothing() -> None:
    text = "et si je veux résilier ma box ensuite ?"

    assert not read_recap_answer(turn(text, "ask_question", "recap_confirmed"), COMPLETE).slots


def test_a_matter_that_was_read_as_off_topic_opens_the_form_with_its_words() -> None:
    reading = read_opening(turn("je vais au Maroc avec mon forfait", "off_topic"), NOTHING)

    assert reading.slots["problem"] == "je vais au Maroc avec mon forfait"


def test_a_name_before_a_matter_opens_the_form_with_both() -> None:
    text = "Hi, my name is Emma Clarke. The TV stays black although the internet works"

    slots = read_opening(turn(text, "inform_name"), NOTHING).slots

    assert slots["problem"] == text
    assert (slots["first_name"], slots["last_name"]) == ("Emma", "Clarke")


CORRECTED_PROBLEM = "en fait c'est plutôt mon mobile le problème, j'ai plus de réseau"


@pytest.mark.parametrize("intent", ["correct_detail", "report_problem"])
def test_another_problem_in_place_of_a_name_replaces_the_first(intent: str) -> None:
    known = replace(NOTHING, problem="la télé reste noire")

    reading = read_name_answer(turn(CORRECTED_PROBLEM, intent, "first_name"), known)

    assert reading.slots == {"problem": "c'est plutôt mon mobile le problème, j'ai plus de réseau"}
    assert reading.says == ("utter_problem_changed",)


def test_more_of_the_problem_in_place_of_a_name_is_added() -> None:
    known = replace(NOTHING, problem="plus d'internet")
    answer = turn("non mais la box clignote rouge maintenant", "report_problem", "first_name")

    assert str(read_name_answer(answer, known).slots["problem"]).startswith("plus d'internet\n")


@pytest.mark.parametrize("text", ["en fait c'est Durand pas Martin", "non mon nom de famille"])
def test_a_correction_of_the_name_leaves_the_problem(text: str) -> None:
    known = replace(NOTHING, name=PersonName("Camille", "Martin"), problem="la télé reste noire")

    reading = read_name_answer(turn(text, "correct_detail", "last_name"), known)

    assert "problem" not in reading.slots


@pytest.mark.parametrize("intent", ["decline", "deny"])
def test_a_name_refused_twice_is_done_without(intent: str) -> None:
    refusal = turn("je ne veux pas", intent, "first_name")

    assert not read_name_answer(refusal, replace(NOTHING, times_asked=1)).slots
    assert read_name_answer(refusal, replace(NOTHING, times_asked=2)) == WITHOUT_NAME


def test_a_button_refuses_the_name_at_once() -> None:
    button = turn("/decline", "decline", "first_name")

    assert read_name_answer(button, replace(NOTHING, times_asked=1)) == WITHOUT_NAME


def test_a_family_name_refused_leaves_the_first_name() -> None:
    known = replace(NOTHING, name=PersonName("Karim", None), times_asked=2)

    slots = read_name_answer(turn("non", "deny", "last_name"), known).slots

    assert slots == {"first_name": "Karim", "last_name": DECLINED}


def test_who_never_answers_the_name_is_not_asked_for_ever() -> None:
    answer = turn("azerty qsdf 12", "nlu_fallback", "first_name")

    assert not read_name_answer(answer, replace(NOTHING, times_asked=3)).slots
    assert read_name_answer(answer, replace(NOTHING, times_asked=4)) == WITHOUT_NAME


def test_the_first_name_given_again_is_taken_as_family_name_only_when_repeated() -> None:
    known = replace(NOTHING, name=PersonName("Martin", None))
    answer = turn("martin", "inform_name", "last_name")

    assert not read_name_answer(answer, replace(known, times_asked=1)).slots
    assert read_name_answer(answer, replace(known, times_asked=2)).slots["last_name"] == "Martin"


def test_a_signature_under_a_story_is_the_name() -> None:
    story = "La box affiche étape 4 depuis lundi. Merci d'avance. Cordialement, Camille Martin"

    slots = read_opening(turn(story, "report_problem"), NOTHING).slots

    assert (slots["first_name"], slots["last_name"]) == ("Camille", "Martin")


def test_a_story_that_ends_politely_without_a_name_holds_none() -> None:
    story = "La box affiche étape 4 depuis lundi. Cordialement, un client très mécontent"

    assert "first_name" not in read_opening(turn(story, "report_problem"), NOTHING).slots


def test_a_name_in_place_of_the_problem_is_kept() -> None:
    reading = read_problem_answer(turn("Camille Martin", "inform_name", "problem"), NOTHING)

    assert reading.slots == {"first_name": "Camille", "last_name": "Martin"}


def test_an_optional_contact_is_not_asked_for_a_third_time() -> None:
    answer = turn("blabla", "nlu_fallback", "contact")

    assert not read_contact_answer(answer, replace(NOTHING, times_asked=1)).slots
    assert read_contact_answer(answer, replace(NOTHING, times_asked=2)) == Reading(
        {"contact": DECLINED, "correcting": None}, ("utter_without_contact",)
    )


def test_a_question_about_the_contact_does_not_give_it_up() -> None:
    answer = turn("pourquoi vous le voulez ?", "ask_why", "contact")

    assert not read_contact_answer(answer, replace(NOTHING, times_asked=5)).slots


@pytest.mark.parametrize(
    ("text", "intent"),
    [("nickel", "confirm_solved"), ("oui mais je suis pas chez moi là", "postpone")],
)
def test_the_recap_is_confirmed_in_other_words_too(text: str, intent: str) -> None:
    assert read_recap_answer(turn(text, intent, "recap_confirmed"), COMPLETE).slots[
        "recap_confirmed"
    ]


@pytest.mark.parametrize(
    ("text", "intent"),
    [("c'est pas bon", "confirm_solved"), ("je rentre ce soir", "postpone")],
)
def test_what_agrees_with_nothing_confirms_no_recap(text: str, intent: str) -> None:
    reading = read_recap_answer(turn(text, intent, "recap_confirmed"), COMPLETE)

    assert "recap_confirmed" not in reading.slots


@pytest.mark.parametrize("correcting", [None, CHOOSE_FIELD])
def test_a_field_called_wrong_is_asked_for_anew(correcting: str | None) -> None:
    known = replace(COMPLETE, correcting=correcting)
    answer = turn("C'est le nom qui n'est pas bon", "correct_detail", "recap_confirmed")

    slots = read_recap_answer(answer, known).slots

    assert slots["correcting"] == "name"
    assert slots["first_name"] is None


def test_a_problem_told_twice_is_the_problem_whatever_it_sounds_like() -> None:
    answer = turn("mes données ont été volées chez vous", "ask_privacy", "problem")

    assert not read_problem_answer(answer, replace(NOTHING, times_asked=1)).slots
    assert read_problem_answer(answer, replace(NOTHING, times_asked=2)).slots["problem"]
