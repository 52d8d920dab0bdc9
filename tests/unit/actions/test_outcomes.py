from __future__ import annotations

import pytest

from actions.outcomes import is_negated, worked


@pytest.mark.parametrize(
    "text",
    [
        "ca remarche pas",
        "ça ne marche toujours pas",
        "marche plus du tout",
        "c'est pas réglé",
        "pas encore résolu",
        "c pas bon",
        "it doesn't work",
        "not working",
        "still not fixed",
        "toujours pareil",
    ],
)
def test_denied_success_is_no_success(text: str) -> None:
    assert is_negated(text)
    assert worked("confirm_solved", text) is False


@pytest.mark.parametrize(
    "text",
    [
        "nickel ça remarche",
        "c'est bon !",
        "plus de problème merci",
        "ça marche, plus aucun souci",
        "résolu",
        "it works now, thanks",
        "/confirm_solved",
    ],
)
def test_success_is_taken_as_such(text: str) -> None:
    assert worked("confirm_solved", text) is True


def test_what_judges_nothing_is_not_taken_as_a_judgement() -> None:
    assert worked("ask_question", "c'est quoi une PTO ?") is None


@pytest.mark.parametrize(
    "text",
    [
        "niquel, merci beaucoup !",
        "Ah c'est réglé, quel soulagement",
        "ok tout marche là",
        "enfin, c'est bon, pas trop tôt",
        "j'ai suivi chaque étape et ça remarche, mon fils est aux anges",
        "perfect, thanks",
        "merci encore, c'est réglé, et mon père n'y croyait pas",
        "it is fixed",
    ],
)
@pytest.mark.parametrize("intent", ["nlu_fallback", "thank", "praise"])
def test_words_tell_a_success_that_the_intent_does_not(text: str, intent: str) -> None:
    assert worked(intent, text) is True


@pytest.mark.parametrize(
    "text",
    [
        "pff, ça ne change rien du tout",
        "bravo, encore pareil",
        "non mais vous rigolez",
        "nothing, it did not help",
        "c'est toujours pas réglé votre truc",
    ],
)
def test_words_tell_a_failure_that_the_intent_does_not(text: str) -> None:
    assert worked("vent", text) is False
    assert worked("correct_detail", text) is False


@pytest.mark.parametrize(
    "text",
    [
        "merci",
        "ça marche cinq minutes puis ça recoupe",
        "c'est bon pour le wifi mais en câble je sais plus",
        "c'est réglé comment d'habitude ?",
        "d'accord je note",
        "vous êtes bien aimable",
    ],
)
def test_thanks_and_reserves_are_no_yes(text: str) -> None:
    assert worked("thank", text) is None
    assert worked("nlu_fallback", text) is None


def test_a_request_is_no_judgement_whatever_its_words() -> None:
    assert worked("ask_human", "c'est bon, passez-moi quelqu'un") is None
