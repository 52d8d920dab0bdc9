from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

import pytest

from tickets.errors import DatabaseUnreachable
from web.background import once, repeat
from web.metrics import Metrics

DOWN = DatabaseUnreachable("connection refused")


class Outages:
    """Work that fails as told, round after round, then goes well."""

    def __init__(self, *failures: Exception | None) -> None:
        self._failures = [*failures]
        self.is_over = asyncio.Event()

    async def __call__(self) -> None:
        if not self._failures:
            self.is_over.set()
            return
        if failure := self._failures.pop(0):
            raise failure


async def lived_through(work: Outages, metrics: Metrics) -> None:
    async with asyncio.timeout(60):
        background = asyncio.create_task(repeat("sweep", work, 0, metrics))
        await work.is_over.wait()
    background.cancel()


@pytest.fixture(autouse=True)
def every_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)


@pytest.mark.parametrize(
    ("failures", "lines"),
    [
        (
            [DOWN] * 50,
            [f"the background task sweep failed: {DOWN}", "the background task sweep works again"],
        ),
        (
            [DOWN, None, DOWN],
            [
                f"the background task sweep failed: {DOWN}",
                "the background task sweep works again",
                f"the background task sweep failed: {DOWN}",
                "the background task sweep works again",
            ],
        ),
        (
            [DOWN, DOWN, KeyError("row")],
            [
                f"the background task sweep failed: {DOWN}",
                "the background task sweep failed",
                "the background task sweep works again",
            ],
        ),
    ],
)
async def test_an_outage_is_told_when_it_begins_changes_and_ends(
    failures: Sequence[Exception | None], lines: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    await lived_through(Outages(*failures), Metrics())

    assert caplog.messages == lines


async def test_each_failed_round_is_counted() -> None:
    metrics = Metrics()

    await lived_through(Outages(DOWN, DOWN, DOWN), metrics)

    assert b'freemobilachat_errors_total{place="sweep"} 3.0' in metrics.render()


async def test_only_what_nobody_foresaw_comes_with_its_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    await lived_through(Outages(DOWN, KeyError("row")), Metrics())

    assert [bool(record.exc_info) for record in caplog.records] == [False, True, False]


async def test_what_is_done_once_waits_for_the_outage_to_end() -> None:
    work = Outages(DOWN, DOWN)

    await once("presence-at-start", work, 0, Metrics())

    assert work.is_over.is_set()
