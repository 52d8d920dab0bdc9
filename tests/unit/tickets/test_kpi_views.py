"""Windows are whole local days, and addresses that make no sense are refused by name."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tickets.errors import InvalidValue
from tickets.kpis.views import Step, View, Window, hour_of
from tickets.vocabulary import Channel, Priority, Theme

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def parse(**asked: str) -> View:
    return View.parse(asked, NOW, PARIS)


def test_without_a_word_it_is_the_last_28_local_days() -> None:
    window = parse().window

    assert window.starts_at == datetime(2026, 10, 23, 22, 0, tzinfo=UTC)  # summer time
    assert window.ends_at == datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
    assert (window.days, window.step) == (28, Step.day)


def test_the_window_before_ends_where_this_one_begins() -> None:
    for asked in ({"window": "24h"}, {"window": "7d"}, {"from": "2026-10-20", "to": "2026-10-31"}):
        window = parse(**asked).window

        assert window.previous().ends_at == window.starts_at
        assert window.previous().days == window.days


def test_a_day_on_which_the_clock_changes_has_25_hours() -> None:
    window = parse(**{"from": "2026-10-25", "to": "2026-10-25"}).window

    assert len(list(window.hours())) == 25
    assert window.step is Step.hour


def test_the_last_24_hours_end_with_the_present_hour() -> None:
    window = parse(window="24h").window

    assert window.starts_at == datetime(2026, 11, 19, 10, 0, tzinfo=UTC)
    assert window.ends_at == datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def test_hours_are_those_of_the_wall_clock() -> None:
    half_past = ZoneInfo("Asia/Kolkata")

    assert hour_of(NOW, half_past) == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    assert hour_of(NOW, PARIS) == datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "asked",
    [
        {"window": "24h"},
        {"window": "90d", "theme": "tv", "channel": "x", "priority": "P1"},
        {"from": "2026-01-01", "to": "2026-03-31", "theme": "offre"},
    ],
)
def test_an_address_leads_to_the_same_view(asked: dict[str, str]) -> None:
    assert parse(**asked).address() == asked
    assert parse(**parse(**asked).address()) == parse(**asked)


def test_blank_words_do_not_matter() -> None:
    view = parse(theme="tv", channel=" ", priority="")

    assert (view.theme, view.channel, view.priority) == (Theme.tv, None, None)


def test_chosen_words_are_read() -> None:
    view = parse(channel="web", priority="P0")

    assert (view.channel, view.priority) == (Channel.web, Priority.P0)


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        ("window", {"window": "0d"}),
        ("window", {"window": "733d"}),
        ("window", {"window": "a week"}),
        ("from", {"from": "20/11/2026"}),
        ("to", {"from": "2026-11-01", "to": "2026-11-31"}),
        ("from", {"from": "2026-11-20", "to": "2026-11-19"}),
        ("from", {"from": "2020-01-01", "to": "2026-11-19"}),
        ("to", {"to": "9999-12-31"}),
        ("theme", {"theme": "météo"}),
        ("channel", {"channel": "fax"}),
        ("priority", {"priority": "P9"}),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(field: str, asked: dict[str, str]) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse(**asked)

    assert refused.value.field == field


def test_weeks_make_a_long_series_short() -> None:
    assert Window.last_days(90, NOW, PARIS).step is Step.week
