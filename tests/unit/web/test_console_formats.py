from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from web.console.formats import initials, spoken_length, spoken_moment
from web.console.pauses import Pause, end_of

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("length", "french", "english"),
    [
        (timedelta(seconds=12), "< 1 min", "< 1 min"),
        (timedelta(minutes=12, seconds=59), "12 min", "12 min"),
        (timedelta(hours=3, minutes=5), "3 h 05", "3 h 05"),
        (timedelta(days=2, hours=4), "2 j 4 h", "2 d 4 h"),
        (timedelta(days=3, minutes=9), "3 j", "3 d"),
        (-timedelta(minutes=7), "7 min", "7 min"),
    ],
)
def test_a_length_is_said_in_its_two_greatest_units(
    length: timedelta, french: str, english: str
) -> None:
    assert spoken_length(length, "fr") == french
    assert spoken_length(length, "en") == english


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (NOW - timedelta(minutes=1), "23:29"),
        (NOW + timedelta(hours=1), "21/11 à 00:30"),
        (datetime(2025, 7, 1, 8, 0, tzinfo=UTC), "01/07/2025 à 10:00"),
    ],
)
def test_a_moment_is_said_as_on_the_operators_clock(at: datetime, said: str) -> None:
    assert spoken_moment(at, NOW, PARIS, "fr") == said


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Sofia Nguyen", "SN"),
        ("Jean-Baptiste de La Roche", "JR"),
        ("alice", "A"),
        ("", "?"),
        ("Éric  (absent)", "É"),
    ],
)
def test_a_person_is_one_or_two_letters(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_tomorrow_is_the_next_morning_where_the_operator_is() -> None:
    wakes_at = end_of(Pause.tomorrow, NOW, PARIS)

    assert wakes_at == datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
    assert end_of(Pause.hour, NOW, PARIS) == NOW + timedelta(hours=1)
