"""Whether an answer helped is read from the words too, and thanks alone are read as a yes."""

from __future__ import annotations

import pytest

from actions.validate_answer_form import read_judgement


@pytest.mark.parametrize(
    ("intent", "text", "helped"),
    [
        ("affirm", "oui", True),
        ("thank", "merci", True),
        ("nlu_fallback", "impec, c'est réglé", True),
        ("thank", "merci mais ça ne change rien", False),
        ("vent", "non mais vous le faites exprès", False),
        ("deny", "non", False),
        ("nlu_fallback", "attendez je lis", None),
        ("ask_question", "c'est quoi un RIO ?", None),
    ],
)
def test_an_answer_is_judged(intent: str, text: str, helped: bool | None) -> None:
    assert read_judgement(intent, text, was_answered=True) is helped


def test_without_an_answer_thanks_want_no_ticket() -> None:
    assert read_judgement("thank", "merci", was_answered=False) is False
    assert read_judgement("nlu_fallback", "parfait", was_answered=False) is None


def test_thanks_for_being_given_time_are_no_yes() -> None:
    assert read_judgement("thank", "merci", was_answered=True, was_postponed=True) is None
    assert read_judgement("affirm", "oui", was_answered=True, was_postponed=True) is True
