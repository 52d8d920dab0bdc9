"""What the web process does without being asked: pick up waiting turns, sweep old tickets."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress

from web.metrics import Metrics

logger = logging.getLogger(__name__)
Work = Callable[[], Awaitable[object]]


async def repeat(name: str, work: Work, every_seconds: float, metrics: Metrics) -> None:
    """A failing round is logged and counted; the next one comes all the same."""
    while True:
        try:
            await work()
        except Exception:
            metrics.errors.labels(place=name).inc()
            logger.exception("the background task %s failed", name)
        await asyncio.sleep(every_seconds)


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
