"""Figures read as people write them, in either language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tickets.kpis.definitions import Unit
from web.catalogue import Language
from web.console.numbers import THIN, spoken_change, spoken_number, spoken_value


@pytest.mark.parametrize(
    ("value", "unit", "french", "english"),
    [
        (0.6241, Unit.ratio, "62,4 %", "62.4%"),
        (1, Unit.ratio, "100 %", "100%"),
        (4.1875, Unit.rating, "4,19 / 5", "4.19 / 5"),
        (4, Unit.rating, "4 / 5", "4 / 5"),
        (1234.5, Unit.dollars, "1 234,50 $", "$1,234.50"),
        (1234567, Unit.number, "1 234 567", "1,234,567"),
        (0.4, Unit.seconds, "0 s", "0 s"),
        (250, Unit.seconds, "4 min 10 s", "4 min 10 s"),
        (300, Unit.seconds, "5 min", "5 min"),
        (3 * 3600 + 300, Unit.seconds, "3 h 5 min", "3 h 5 min"),
        (2 * 86400 + 4 * 3600, Unit.seconds, "2 j 4 h", "2 d 4 h"),
        (86399.7, Unit.seconds, "1 j", "1 d"),
    ],
)
def test_a_value_is_said_in_its_unit(value: float, unit: Unit, french: str, english: str) -> None:
    assert spoken_value(value, unit, "fr").replace(THIN, " ") == french
    assert spoken_value(value, unit, "en").replace(THIN, " ") == english


@given(some.floats(0, 10**8), some.sampled_from(list(Unit)), some.sampled_from(["fr", "en"]))
def test_no_value_is_without_words(value: float, unit: Unit, language: Language) -> None:
    assert any(sign.isdigit() for sign in spoken_value(value, unit, language))


@given(some.integers(0, 10**12))
def test_a_french_number_is_the_english_one_with_other_marks(value: int) -> None:
    assert spoken_number(value, "fr").replace(THIN, ",") == spoken_number(value, "en")


@pytest.mark.parametrize(
    ("value", "previous", "unit", "change"),
    [
        (0.62, 0.6, Unit.ratio, "+2,0 pts"),
        (0.6, 0.62, Unit.ratio, "−2,0 pts"),
        (4.4, 4.1, Unit.rating, "+0,3"),
        (90, 120, Unit.seconds, "−25,0 %"),
        (120, 120, Unit.seconds, None),
        (0.60001, 0.6, Unit.ratio, None),
        (5, 0, Unit.dollars, None),
    ],
)
def test_a_change_is_said_in_points_or_percent_and_not_at_all_when_there_is_none(
    value: float, previous: float, unit: Unit, change: str | None
) -> None:
    said = spoken_change(value, previous, unit, "fr")

    assert (said and said.replace(THIN, " ")) == change
