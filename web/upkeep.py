"""What keeps the data in order while the application runs: sweeps, forgetting, counting."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

from tickets.clock import Clock
from tickets.database import Database
from tickets.kpis.rollup import Rollup
from tickets.sweeps import Sweeper
from tickets.trackers import Trackers
from web.background import repeat
from web.config import WebConfig
from web.metrics import Metrics

FORGET_EVERY_SECONDS = 3600


class Upkeep:
    """Any number of processes may do this at once."""

    def __init__(self, config: WebConfig, database: Database, clock: Clock) -> None:
        self._config = config
        self._clock = clock
        self._sweeper = Sweeper(database, clock)
        self._trackers = Trackers(config.database_url, config.var_dir)
        self._rollup = Rollup(database, config.opening_hours, clock)

    def works(self, metrics: Metrics) -> list[Awaitable[None]]:
        """What goes on in the background while the application runs."""
        config = self._config
        return [
            repeat("sweep", self._sweep, config.sweep_every_seconds, metrics),
            repeat("forget", self._forget, FORGET_EVERY_SECONDS, metrics),
            repeat("figures", self._count, config.count_every_seconds, metrics),
        ]

    async def _sweep(self) -> None:
        await asyncio.to_thread(self._sweeper.run)

    async def _forget(self) -> None:
        silent_since_at = self._clock() - timedelta(days=self._config.dialogue_days)
        await asyncio.to_thread(self._trackers.forget, silent_since_at)

    async def _count(self) -> None:
        await asyncio.to_thread(self._rollup.refresh)
