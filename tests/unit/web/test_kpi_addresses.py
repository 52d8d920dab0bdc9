"""The dashboard's addresses hold the whole view, and none breaks the page."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tickets.kpis.definitions import ESCALATION, FUNNEL
from tickets.vocabulary import Channel, Priority, Theme
from web.console.kpi_places import FIELDS, Asked, behind, file_of, page_of

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def read(**params: str) -> Asked:
    return Asked.of(params, NOW, PARIS)


def query_of(address: str | None) -> dict[str, str]:
    assert address
    return dict(parse_qsl(urlsplit(address).query))


@given(
    some.sampled_from(
        [{"window": "24h"}, {"window": "90d"}, {"from": "2026-10-25", "to": "2026-11-02"}, {}]
    ),
    some.sampled_from(["", *Theme]),
    some.sampled_from(["", *Channel]),
    some.sampled_from(["", *Priority]),
)
def test_every_address_reads_as_the_view_it_was_written_from(
    window: dict[str, str], theme: str, channel: str, priority: str
) -> None:
    asked = read(**window, theme=theme, channel=channel, priority=priority)

    addresses = (page_of(asked.view), file_of(asked.view, "funnel", "csv"))
    for address in (*addresses, behind(asked.view, ESCALATION)):
        assert read(**query_of(address)) == asked


def test_without_a_window_it_is_30_days() -> None:
    assert read().view.window.name == "30d"
    assert read().view.window.days == 30


@pytest.mark.parametrize(
    ("params", "faults"),
    [
        ({"window": "soon"}, ("window",)),
        ({"from": "2026-02-31"}, ("from",)),
        ({"from": "2026-11-02", "to": "2026-11-01"}, ("from",)),
        ({"theme": "nope", "priority": "P9"}, ("theme", "priority")),
    ],
)
def test_what_is_wrong_is_named_and_left_out(
    params: dict[str, str], faults: tuple[str, ...]
) -> None:
    asked = read(**params, channel="x")

    assert asked.faults == faults
    assert asked.view == read(channel="x").view


@given(some.dictionaries(some.sampled_from(FIELDS), some.text(max_size=20)))
def test_no_address_breaks_the_page(params: dict[str, str]) -> None:
    assert set(read(**params).faults) <= set(params)


def test_one_filter_is_changed_or_taken_back_and_the_others_stay() -> None:
    view = read(window="7d", theme="tv", priority="P0").view

    assert query_of(page_of(view, theme="")) == {"window": "7d", "priority": "P0"}
    assert query_of(page_of(view, window="24h"))["theme"] == "tv"
    assert query_of(page_of(view, mode="wall"))["mode"] == "wall"


def test_a_part_that_is_not_listed_leads_nowhere() -> None:
    view = read().view

    assert behind(view, ESCALATION, "grave")
    assert behind(view, FUNNEL, "grave") is None
