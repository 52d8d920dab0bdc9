from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from tickets.database import Database
from tickets.errors import DatabaseUnreachable
from web.database_figures import DatabaseUp, Sparing


class Figures(Collector):
    """Figures that take some time each time, on a clock that goes on only then."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.now = 0.0
        self.reads = 0
        self.is_reachable = True
        self.may_read = threading.Event()
        self.may_read.set()

    def collect(self) -> Iterator[Metric]:
        self.may_read.wait(5)
        self.now += self.seconds
        self.reads += 1
        if not self.is_reachable:
            raise DatabaseUnreachable("no")
        yield GaugeMetricFamily("tickets", "Tickets", value=self.reads)


def value(sparing: Sparing) -> float | None:
    return next((metric.samples[0].value for metric in sparing.collect()), None)


def test_figures_rest_twenty_times_as_long_as_they_take() -> None:
    quick = Figures(seconds=0.1)
    sparing = Sparing([quick], lambda: quick.now)

    first = value(sparing)
    quick.now += 1.9
    again = value(sparing)
    quick.now += 0.2
    anew = value(sparing)

    assert (first, again, anew) == (1, 1, 2)


def test_what_takes_long_is_read_beside_the_scrape() -> None:
    slow = Figures(seconds=2)
    sparing = Sparing([slow], lambda: slow.now)
    value(sparing)
    slow.now += 41
    slow.may_read.clear()

    meanwhile = [value(sparing), value(sparing)]
    slow.may_read.set()
    for reader in threading.enumerate():
        if reader.name == "figures":
            reader.join()

    assert meanwhile == [1, 1]
    assert value(sparing) == 2


def test_a_database_that_is_down_gives_no_figures_until_it_is_back() -> None:
    quick = Figures(seconds=0.1)
    quick.is_reachable = False
    sparing = Sparing([quick], lambda: quick.now)

    down = value(sparing)
    quick.is_reachable = True
    quick.now += 3

    assert (down, value(sparing)) == (None, 2)


def test_whether_the_database_answers_is_a_figure_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "no.db").mkdir()
    down = Database(f"sqlite:///{tmp_path / 'no.db'}")
    up = Database(f"sqlite:///{tmp_path / 'new.db'}")

    told = [next(iter(DatabaseUp(each).collect())).samples[0].value for each in (down, up)]
    down.close()
    up.close()

    assert told == [0, 1]
