"""What a tile says of a figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tickets.kpis.definitions import AUTOMATIC_RESOLUTION, ESCALATION, SPEND, Kpi
from tickets.kpis.results import Figure, Point
from web.console.kpi_tiles import HEIGHT, WIDTH, Tile, Trend, sparkline, trend_of

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
NOTHING = Figure(AUTOMATIC_RESOLUTION, value=None, sample=0, previous=None)


def points(*values: float | None) -> tuple[Point, ...]:
    return tuple(
        Point(NOON + timedelta(days=day), value, 0 if value is None else 1)
        for day, value in enumerate(values)
    )


def test_a_figure_without_data_shows_nothing_that_looks_like_one() -> None:
    tile = Tile.of(NOTHING, "fr")

    shown = (tile.value, tile.p95, tile.companion, tile.trend, tile.change)
    assert shown == (None,) * len(shown)
    assert tile.lines == ()
    assert tile.figure.is_on_target is None


@pytest.mark.parametrize(
    ("kpi", "value", "previous", "trend"),
    [
        (AUTOMATIC_RESOLUTION, 0.7, 0.6, Trend.better),
        (AUTOMATIC_RESOLUTION, 0.6, 0.7, Trend.worse),
        (ESCALATION, 0.2, 0.3, Trend.better),
        (ESCALATION, 0.3, 0.2, Trend.worse),
        (SPEND, 20, 10, Trend.up),
        (SPEND, 10, 20, Trend.down),
        (SPEND, 10, 0, Trend.up),
        (SPEND, 10, None, None),
        (SPEND, None, 10, None),
    ],
)
def test_a_trend_is_better_towards_the_target(
    kpi: Kpi, value: float | None, previous: float | None, trend: Trend | None
) -> None:
    figure = replace(NOTHING, kpi=kpi, value=value, previous=previous, has_moved=True)

    assert trend_of(figure) is trend


def test_what_chance_may_have_moved_is_steady_and_says_no_change() -> None:
    tile = Tile.of(replace(NOTHING, value=0.75, sample=4, previous=0.5), "fr")

    assert (tile.trend, tile.change) == (Trend.steady, None)


def test_a_line_breaks_where_there_is_no_data() -> None:
    lines = sparkline(points(1, 2, None, 3, None))

    assert len(lines) == 2
    assert len(lines[0].split()) == 2
    assert len(set(lines[1].split())) == 1


@pytest.mark.parametrize("values", [(), (1,), (None, 1, None)])
def test_fewer_than_two_values_make_no_line(values: tuple[float | None, ...]) -> None:
    assert sparkline(points(*values)) == ()


def test_a_line_stays_in_its_box_and_a_steady_one_in_its_middle() -> None:
    drawn = [
        tuple(map(float, place.split(",")))
        for line in sparkline(points(5, 900, 2, 7))
        for place in line.split()
    ]
    steady = {place.split(",")[1] for place in sparkline(points(4, 4, 4))[0].split()}

    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in drawn)
    assert steady == {f"{HEIGHT / 2:.1f}"}
