"""What was counted beforehand equals the plain formulas, whatever happened and in which order."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.integration.tickets.conftest import SteppedClock, _empty
from tests.integration.tickets.plain_histories import all_expenses, all_mentions, all_tickets
from tests.integration.tickets.random_history import THEMES, RandomHistory
from tickets.database import Database
from tickets.kpis import formulas
from tickets.kpis.changes import has_moved
from tickets.kpis.definitions import FUNNEL, MEASURED, Kpi, Source, Unit
from tickets.kpis.figures import Figures
from tickets.kpis.formulas import Measured
from tickets.kpis.histories import Expense, MentionHistory, TicketHistory
from tickets.kpis.results import Figure
from tickets.kpis.rollup import Rollup
from tickets.kpis.views import View, Window
from tickets.opening_hours import OpeningHours
from tickets.vocabulary import Channel, Priority

HOURS = OpeningHours.parse("mon-fri 09:00-18:00")
Emptied = Callable[[], "contextmanager[Database]"]


@pytest.fixture
def empty_database(product: str, tmp_path: Path, request: pytest.FixtureRequest) -> Emptied:
    """Opens a database without rows, as often as asked for."""

    @contextmanager
    def _sqlite() -> Iterator[Database]:
        path = tmp_path / f"{uuid.uuid4().hex}.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite_file"), path)
        database = Database(f"sqlite:///{path}")
        yield database
        database.close()
        path.unlink()

    @contextmanager
    def _postgresql() -> Iterator[Database]:
        url = request.getfixturevalue("migrated_postgresql_url")
        database = Database(url)
        try:
            yield database
        finally:
            database.close()
            _empty(url)

    return _sqlite if product == "sqlite" else _postgresql


@dataclass(frozen=True)
class Everything:
    """All there is, read the plain way."""

    tickets: list[TicketHistory]
    mentions: list[MentionHistory]
    expenses: list[Expense]

    @classmethod
    def of(cls, database: Database) -> Everything:
        with database.reading() as session:
            return cls(all_tickets(session), all_mentions(session), all_expenses(session))

    def measure(self, kpi: Kpi, view: View, now: datetime) -> Measured:
        if kpi.source is Source.tickets:
            tickets = [one for one in _within(self.tickets, view) if _is_seen(one, view)]
            return formulas.measure_tickets(kpi, tickets, now, HOURS)
        if view.priority is not None or view.channel not in (None, Channel.x):
            return Measured(None, 0)
        if kpi.source is Source.spend:
            return formulas.measure_spend([] if view.theme else _within(self.expenses, view))
        within = _within(self.mentions, view)
        seen = [one for one in within if view.theme in (None, one.theme)]
        return formulas.measure_mentions(kpi, seen)


def _within(histories: list[Any], view: View) -> list[Any]:
    return [one for one in histories if view.window.starts_at <= one.at < view.window.ends_at]


def _is_seen(ticket: TicketHistory, view: View) -> bool:
    return (
        view.theme in (None, ticket.theme)
        and view.channel in (None, ticket.channel)
        and view.priority in (None, ticket.priority)
    )


def as_measured(figure: Figure) -> Measured:
    companion = None if figure.kpi.unit is Unit.dollars else figure.companion
    return Measured(figure.value, figure.sample, figure.p95, companion)


def views(clock: SteppedClock, days_ago: int) -> list[View]:
    whole = Window.last_days(60, clock(), HOURS.zone)
    day = (clock().astimezone(HOURS.zone)).date()
    one = Window.of_days(day, day, HOURS.zone)
    earlier = Window.last_days(7, clock(), HOURS.zone)
    for _ in range(days_ago):
        earlier = earlier.previous()
    return [
        View(whole),
        View(one),
        View(earlier),
        View(Window.last_24_hours(clock(), HOURS.zone)),
        View(whole, theme=THEMES[0]),
        View(whole, theme=THEMES[1], channel=Channel.web),
        View(whole, channel=Channel.x),
        View(whole, priority=Priority.P1),
    ]


@settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # to shrink a history takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10_000), halves=st.tuples(st.integers(0, 80), st.integers(0, 80)))
def test_figures_equal_their_formulas(
    empty_database: Emptied, seed: int, halves: tuple[int, int]
) -> None:
    with empty_database() as database:
        clock = SteppedClock()
        history = RandomHistory(database, clock, seed)
        rollup, figures = Rollup(database, HOURS, clock), Figures(database, HOURS, clock)
        for steps in halves:
            history.run(steps)
            rollup.refresh()
        clock.advance(hours=30)

        plain = Everything.of(database)
        for view in views(clock, days_ago=seed % 3):
            expected = [plain.measure(kpi, view, clock()) for kpi in MEASURED]
            previous = [plain.measure(kpi, view.previous, clock()) for kpi in MEASURED]
            measured = figures.measure(view)
            assert [as_measured(figure) for figure in measured] == expected
            assert [figure.previous for figure in measured] == [one.value for one in previous]
            assert [figure.has_moved for figure in measured] == [
                has_moved(kpi.unit, now, before)
                for kpi, now, before in zip(MEASURED, expected, previous, strict=True)
            ]
            assert all(
                sum(point.sample for point in figure.points) == figure.sample for figure in measured
            )
            for kpi in (*MEASURED, FUNNEL):
                for part in (*kpi.parts[1:], *(FUNNEL.details if kpi is FUNNEL else ())):
                    page = figures.tickets_behind(view, kpi, part.key, rows=500)
                    assert page.total == len(page.items), part.key
            posts = [stage.posts for stage in figures.stages(view)]
            assert posts == sorted(posts, reverse=True)
