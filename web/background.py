"""What the web process does without being asked: pick up waiting turns, sweep old tickets."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress

from tickets.errors import TicketError
from web.metrics import Metrics

logger = logging.getLogger(__name__)
Work = Callable[[], Awaitable[object]]


async def repeat(name: str, work: Work, every_seconds: float, metrics: Metrics) -> None:
    """Round after round, whatever becomes of one."""
    rounds = _Rounds(name, work, metrics)
    while True:
        await rounds.go()
        await asyncio.sleep(every_seconds)


async def once(name: str, work: Work, every_seconds: float, metrics: Metrics) -> None:
    """Tried until it succeeds."""
    rounds = _Rounds(name, work, metrics)
    while not await rounds.go():
        await asyncio.sleep(every_seconds)


class _Rounds:
    """Counts every failure; logs one that differs from the last, and the end of them.

    A database that is down for a night would fill the log otherwise.
    """

    def __init__(self, name: str, work: Work, metrics: Metrics) -> None:
        self._name = name
        self._work = work
        self._failed = metrics.errors.labels(place=name)
        self._failure: str | None = None

    async def go(self) -> bool:
        """Whether this one went well."""
        try:
            await self._work()
        except Exception as error:
            self._failed.inc()
            self._tell(error)
            return False
        if self._failure is not None:
            logger.info("the background task %s works again", self._name)
            self._failure = None
        return True

    def _tell(self, error: Exception) -> None:
        if repr(error) == self._failure:
            return
        self._failure = repr(error)
        if isinstance(error, TicketError):
            logger.error("the background task %s failed: %s", self._name, error)
        else:
            logger.error("the background task %s failed", self._name, exc_info=error)


@asynccontextmanager
async def running(works: Sequence[Awaitable[None]]) -> AsyncIterator[None]:
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
