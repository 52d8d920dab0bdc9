"""When people are there and when one answers: which questions ask it, and what is told."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.opening_words import hours_in_words, moment_in_words
from actions.presence import say_hours
from actions.presence_phrases import asks_hours, asks_when
from tickets.opening_hours import OpeningHours

PARIS = ZoneInfo("Europe/Paris")
OFFICE = OpeningHours.parse("mon-fri 09:00-12:30,14:00-18:00; sat 09:00-12:00")
FRIDAY_NOON = datetime(2026, 11, 20, 12, tzinfo=PARIS)
SATURDAY_NIGHT = datetime(2026, 11, 21, 23, tzinfo=PARIS)


def said(hours: OpeningHours, now: datetime, language: str = "fr") -> list[tuple[str, str]]:
    """Each response with what it was filled with."""
    dispatcher = CollectingDispatcher()
    say_hours(dispatcher, hours, now, language)
    return [
        (message["response"], str(message.get("hours") or message.get("back") or ""))
        for message in dispatcher.messages
    ]


@pytest.mark.parametrize(
    "text",
    [
        "vos horaires ?",
        "Quels sont vos horaires svp",
        "Vous êtes ouvert le dimanche ?",
        "êtes-vous là ce soir",
        "vous travaillez le week-end ?",
        "à quelle heure vous fermez ?",
        "what are your opening hours?",
        "are you open on Sundays?",
        "are you there at night?",
    ],
)
def test_it_is_heard_that_hours_are_asked_for(text: str) -> None:
    assert asks_hours(text)


@pytest.mark.parametrize(
    "text",
    [
        "vous répondez quand ?",
        "quand est-ce qu'on me répond ?",
        "c'est long",
        "pff c'est vraiment trop long",
        "j'attends depuis une heure",
        "ça fait 20 min que j'attends",
        "c'est bientôt mon tour ?",
        "when will someone answer?",
        "I have been waiting for an hour",
        "how long do I have to wait?",
    ],
)
def test_it_is_heard_that_an_answer_is_waited_for(text: str) -> None:
    assert asks_when(text)


@pytest.mark.parametrize(
    "text",
    [
        "vos boutiques sont ouvertes le dimanche ?",
        "quels sont les horaires du 3244",
        "j'attends le technicien depuis une heure",
        "j'attends mon remboursement depuis 2 mois",
        "le débit est long",
        "horaires train",
        "la box redémarre depuis une heure",
        "when will my parcel arrive?",
    ],
)
def test_hours_and_delays_of_something_else_are_not_ours_to_tell(text: str) -> None:
    assert not asks_hours(text)
    assert not asks_when(text)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "fr",
            "du lundi au vendredi de 9 h à 12 h 30 et de 14 h à 18 h, le samedi de 9 h à 12 h,"
            " sauf les jours fériés",
        ),
        (
            "en",
            "Monday to Friday 9:00 to 12:30 and 14:00 to 18:00, Saturday 9:00 to 12:00,"
            " except on public holidays",
        ),
    ],
)
def test_a_week_is_told_in_words(language: str, words: str) -> None:
    assert hours_in_words(OFFICE, language) == words


def test_without_holidays_none_are_spoken_of() -> None:
    every_day = OpeningHours.parse("mon-sun 08:00-24:00", holidays="")

    assert hours_in_words(every_day, "fr") == "du lundi au dimanche de 8 h à 24 h"


def test_a_moment_is_told_with_its_day() -> None:
    assert moment_in_words(FRIDAY_NOON, "fr") == "vendredi 20 à 12 h"
    assert moment_in_words(FRIDAY_NOON, "en") == "Friday 20 at 12:00"


def test_an_open_team_is_told_with_its_hours() -> None:
    assert [response for response, _ in said(OFFICE, FRIDAY_NOON)] == ["utter_hours"]


def test_a_closed_team_is_told_with_when_it_is_back() -> None:
    assert said(OFFICE, SATURDAY_NIGHT)[-1] == ("utter_team_back", "lundi 23 à 9 h")


def test_a_team_without_hours_is_always_there() -> None:
    assert said(OpeningHours.parse(""), SATURDAY_NIGHT) == [("utter_hours_always", "")]
