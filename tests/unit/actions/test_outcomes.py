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
