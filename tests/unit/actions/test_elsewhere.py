from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.elsewhere import is_elsewhere, names_other_operator, say_not_ours
from knowledge_base.search import NOTHING, Found

FAR = -6.0


def found(lead: float, *, answered: bool = False) -> Found:
    hit: Any = object()
    return Found((hit,), answered=answered, is_ambiguous=False, lead=lead)


@pytest.mark.parametrize(
    ("text", "is_others"),
    [
        ("ma Livebox clignote rouge", True),
        ("Orange me facture deux fois", True),
        ("comment résilier chez Bouygues", True),
        ("My Vodafone SIM stopped working", True),
        ("je quitte SFR pour Free", False),
        ("le voyant est orange", False),
        ("ma box est en panne", False),
    ],
)
def test_another_operators_matter_is_told_from_ours(text: str, is_others: bool) -> None:
    assert names_other_operator(text) is is_others


@pytest.mark.parametrize(
    ("text", "lead", "answered", "elsewhere"),
    [
        ("ma voiture est en panne", FAR, False, True),
        ("comment résilier chez Bouygues", 0.5, False, True),
        ("comment résilier chez Bouygues", 4.0, True, False),
        ("rien ne va", FAR, False, False),
        ("une fuite au plafond", -1.0, False, False),
    ],
)
def test_what_can_be_answered_or_says_too_little_is_never_sent_away(
    text: str, lead: float, answered: bool, elsewhere: bool
) -> None:
    assert is_elsewhere(found(lead, answered=answered), text) is elsewhere


def test_a_message_without_words_is_not_elsewhere() -> None:
    assert not is_elsewhere(NOTHING, "😡😡")


@pytest.mark.parametrize(
    ("text", "said_before", "response"),
    [
        ("une recette de crêpes", [], "utter_off_topic"),
        ("ma livebox est en panne", [], "utter_other_operator"),
        ("ma livebox est en panne", ["utter_other_operator"], "utter_off_topic_again"),
    ],
)
def test_who_is_sent_away_is_told_why_and_who_insists_is_offered_a_person(
    text: str, said_before: list[str], response: str
) -> None:
    events = [{"event": "bot", "metadata": {"utter_action": name}} for name in said_before]
    tracker: Any = SimpleNamespace(events=events)
    dispatcher = CollectingDispatcher()

    say_not_ours(dispatcher, tracker, text)

    assert [message["response"] for message in dispatcher.messages] == [response]
