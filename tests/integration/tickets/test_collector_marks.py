"""What the collector counts, with several processes at it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.integration.tickets.conftest import SteppedClock
from tickets.collector_marks import CollectorMarks
from tickets.database import Database


@pytest.fixture
def each(database_url: str, clock: SteppedClock) -> Iterator[list[CollectorMarks]]:
    """As four processes have them."""
    databases = [Database(database_url) for _ in range(4)]
    yield [CollectorMarks(database, clock) for database in databases]
    for database in databases:
        database.close()


def test_several_processes_share_one_count_of_the_day(each: list[CollectorMarks]) -> None:
    with ThreadPoolExecutor(len(each)) as pool:
        taken = list(pool.map(lambda marks: marks.take_today("llm", 3, 30), each * 5))

    assert taken.count(True) == 10


def test_a_count_begins_anew_each_day(each: list[CollectorMarks], clock: SteppedClock) -> None:
    today = [each[0].take_today("llm", 2, 3), each[1].take_today("llm", 2, 3)]

    clock.advance(days=1)

    assert today == [True, False]
    assert each[2].take_today("llm", 3, 3)
    assert not each[3].take_today("llm", 1, 3)


def test_events_counted_at_the_same_moment_all_count(each: list[CollectorMarks]) -> None:
    with ThreadPoolExecutor(len(each)) as pool:
        list(pool.map(lambda marks: marks.count("x.closed"), each * 5))

    assert each[0].counts() == {"x.closed": 20}
