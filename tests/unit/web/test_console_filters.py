from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some
from starlette.datastructures import QueryParams

from tickets.vocabulary import QueueView, Theme, TicketState
from web.console.filters import Filters, View

PARIS = ZoneInfo("Europe/Paris")


def read(query: str) -> Filters:
    return Filters.of(QueryParams(query))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "view=mine",
        "q=caf%C3%A9",
        "view=all&q=a+b&state=open&theme=tv&theme=autre&priority=P0&tone=angry&agent=3",
        "from=2026-11-01&to=2026-11-20",
    ],
)
def test_an_address_reads_as_it_was_written(query: str) -> None:
    filters = read(query)

    assert read(filters.query) == filters


@given(some.text(), some.text())
def test_no_address_breaks_the_page(name: str, value: str) -> None:
    for key in ("view", "q", "state", "agent", "from", "to", name):
        filters = Filters.of(QueryParams([(key, value)]))
        filters.for_queue(PARIS)
        assert read(filters.query) == filters


def test_one_choice_is_taken_back_and_the_rest_stays() -> None:
    filters = read("view=all&q=box&theme=tv&theme=autre&agent=3")

    assert filters.without("theme", "tv").query == "view=all&q=box&theme=autre&agent=3"
    assert filters.without_choices().query == "view=all"
    assert filters.viewing(View.mine).query == "view=mine&q=box&theme=tv&theme=autre&agent=3"


def test_solved_tickets_are_those_solved_or_closed() -> None:
    wanted = read("view=solved&theme=tv").for_queue(PARIS)

    assert wanted.view is QueueView.all
    assert wanted.states == {TicketState.resolved, TicketState.closed}
    assert wanted.themes == {Theme.tv}


def test_days_begin_and_end_at_midnight_where_the_operator_is() -> None:
    wanted = read("from=2026-11-01&to=2026-11-20").for_queue(PARIS)

    assert wanted.opened_from_at == datetime(2026, 10, 31, 23, 0, tzinfo=UTC)
    assert wanted.opened_to_at == datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
