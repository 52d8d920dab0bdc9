"""When agents are there: weeks, holidays, and the two nights a year when the clock jumps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickets.errors import InvalidValue
from tickets.opening_hours import DAYS, OpeningHours

PARIS = ZoneInfo("Europe/Paris")
OFFICE = OpeningHours.parse("mon-fri 09:00-18:00; sat 09:00-12:00")
MINUTE = timedelta(minutes=1)
SPRING = datetime(2026, 3, 28, 12, tzinfo=UTC)  # the clock jumps on the 29th at 02:00
AUTUMN = datetime(2026, 10, 24, 12, tzinfo=UTC)  # and back on 25 October at 03:00


def paris(*when: int, fold: int = 0) -> datetime:
    return datetime(*when, fold=fold, tzinfo=PARIS)


@st.composite
def opening_texts(draw: st.DrawFn) -> str:
    entries = []
    for day in draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=7, unique=True)):
        opens = draw(st.integers(0, 24 * 4 - 1))
        closes = draw(st.integers(opens + 1, 24 * 4))
        opened, closed = (f"{q // 4:02}:{q % 4 * 15:02}" for q in (opens, closes))
        entries.append(f"{day} {opened}-{closed}")
    return "; ".join(entries)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (paris(2026, 11, 20, 8, 59), False),
        (paris(2026, 11, 20, 9, 0), True),
        (paris(2026, 11, 20, 17, 59), True),
        (paris(2026, 11, 20, 18, 0), False),
        (paris(2026, 11, 21, 11, 0), True),
        (paris(2026, 11, 21, 12, 0), False),
        (paris(2026, 11, 22, 11, 0), False),
    ],
)
def test_hours_begin_on_the_minute_and_end_before_it(at: datetime, is_open: bool) -> None:
    assert OFFICE.is_open(at) is is_open
    assert OFFICE.is_open(at.astimezone(UTC)) is is_open


@pytest.mark.parametrize(
    "day", [(2026, 5, 1), (2026, 5, 14), (2026, 7, 14), (2026, 12, 25), (2027, 3, 29)]
)
def test_french_holidays_are_closed(day: tuple[int, int, int]) -> None:
    assert not OFFICE.is_open(paris(*day, 10, 0))
    assert OpeningHours.parse("mon-fri 09:00-18:00", holidays="").is_open(paris(*day, 10, 0))


def test_a_region_has_its_own_holidays() -> None:
    good_friday = paris(2026, 4, 3, 10, 0)

    assert OFFICE.is_open(good_friday)
    assert not OpeningHours.parse("fri 09:00-18:00", holidays="FR-57").is_open(good_friday)


def test_the_next_opening_passes_over_a_holiday_and_a_weekend() -> None:
    thursday_evening = paris(2026, 12, 24, 18, 30)
    weekdays = OpeningHours.parse("mon-fri 09:00-18:00")

    assert weekdays.next_opening(thursday_evening) == paris(2026, 12, 28, 9, 0)


def test_a_weekday_of_two_holidays_in_a_row_opens_in_the_third_week() -> None:
    thursdays = OpeningHours.parse("thu 09:00-18:00")

    assert thursdays.next_opening(paris(2025, 12, 19, 9, 0)) == paris(2026, 1, 8, 9, 0)


def test_an_open_moment_is_its_own_next_opening() -> None:
    at = paris(2026, 11, 20, 10, 30)

    assert OFFICE.next_opening(at) == at


def test_without_hours_agents_are_there_around_the_clock() -> None:
    always = OpeningHours.parse("  ")

    assert always.is_open(paris(2026, 12, 25, 3, 0))
    assert always.next_opening(paris(2026, 12, 25, 3, 0)) == paris(2026, 12, 25, 3, 0)


def test_a_lunch_break_and_french_day_names_are_read() -> None:
    hours = OpeningHours.parse("lun-ven 9:00-12:00, 14:00-24:00")

    assert not hours.is_open(paris(2026, 11, 20, 13, 0))
    assert hours.next_opening(paris(2026, 11, 20, 13, 0)) == paris(2026, 11, 20, 14, 0)
    assert hours.is_open(paris(2026, 11, 20, 23, 59))


def test_days_may_pass_over_the_end_of_the_week() -> None:
    hours = OpeningHours.parse("sat-mon 10:00-11:00")

    assert [hours.is_open(paris(2026, 11, day, 10, 0)) for day in (20, 21, 22, 23, 24)] == [
        False,
        True,
        True,
        True,
        False,
    ]


def test_hours_that_spring_leaves_out_begin_when_the_clock_has_jumped() -> None:
    hours = OpeningHours.parse("sun 02:30-04:00")

    assert hours.next_opening(SPRING) == paris(2026, 3, 29, 3, 0)


def test_hours_that_autumn_repeats_begin_twice() -> None:
    hours = OpeningHours.parse("sun 02:15-02:45")

    first = datetime(2026, 10, 25, 0, 15, tzinfo=UTC)
    assert hours.next_opening(AUTUMN) == first
    assert hours.next_opening(first + timedelta(minutes=35)) == first + timedelta(hours=1)


@given(text=opening_texts(), at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)))
def test_the_next_opening_is_open_and_nothing_before_it_is(text: str, at: datetime) -> None:
    hours, moment = OpeningHours.parse(text), at.replace(tzinfo=UTC)

    opening = hours.next_opening(moment)

    assert opening is not None
    assert opening >= moment
    assert hours.is_open(opening)
    assert opening == moment or not hours.is_open(opening - timedelta(seconds=1))


@settings(max_examples=40, deadline=None)
@given(text=opening_texts(), start=st.sampled_from([SPRING, AUTUMN]), minutes=st.integers(0, 1440))
def test_it_is_the_first_open_minute_even_when_the_clock_jumps(
    text: str, start: datetime, minutes: int
) -> None:
    hours, at = OpeningHours.parse(text), start + minutes * MINUTE

    opening = hours.next_opening(at)

    week = (at + step * MINUTE for step in range(8 * 24 * 60))
    assert opening == next((minute for minute in week if hours.is_open(minute)), opening)


@pytest.mark.parametrize(
    "text",
    ["9-18", "mon", "mon 18:00-09:00", "mon 09:00-25:00", "xyz 09:00-18:00", "mon-fri 0900-1800"],
)
def test_hours_that_cannot_be_read_say_what_would_be_right(text: str) -> None:
    with pytest.raises(InvalidValue, match="mon-fri 09:00-18:00"):
        OpeningHours.parse(text)


@pytest.mark.parametrize(
    ("timezone", "holidays", "field"),
    [("Paris", "FR", "timezone"), ("", "FR", "timezone"), ("Europe/Paris", "XX", "holidays")],
)
def test_an_unknown_zone_or_country_is_refused(timezone: str, holidays: str, field: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        OpeningHours.parse("mon 09:00-18:00", timezone, holidays)

    assert refusal.value.field == field
