"""Which agents have the console open in this process, told to the desk as it changes.

An agent may be connected to several processes: one that loses its last page here says so, and the
others, which say every few seconds who is still with them, set it right.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from tickets.agents import Agents
from tickets.desk import Desk


class Presence:
    def __init__(self, desk: Desk, agents: Agents) -> None:
        self._desk = desk
        self._agents = agents
        self._pages: Counter[int] = Counter()
        self._telling: set[asyncio.Task[None]] = set()
        self._lock = asyncio.Lock()

    @contextmanager
    def here(self, agent_id: int) -> Iterator[None]:
        """The agent has a page open for as long as this lasts."""
        self._pages[agent_id] += 1
        self._tell(agent_id)
        try:
            yield
        finally:
            self._pages[agent_id] -= 1
            self._tell(agent_id)

    async def begin(self) -> None:
        """A process that died said nothing of its agents: whoever is not here may be gone."""
        for agent in await asyncio.to_thread(self._agents.list):
            await self._settle(agent.id)

    async def confirm(self) -> None:
        """Whoever is here is here, whatever another process said meanwhile."""
        for agent_id in [agent_id for agent_id, pages in self._pages.items() if pages]:
            await self._settle(agent_id)

    async def close(self) -> None:
        """What is still to be said is said before the database goes."""
        if self._telling:
            await asyncio.wait(self._telling)

    def _tell(self, agent_id: int) -> None:
        # In a task of its own: a page that closes is cancelled, and could wait for nothing.
        task = asyncio.ensure_future(self._settle(agent_id))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _settle(self, agent_id: int) -> None:
        """One at a time, by what is true then: a reload closes and opens in any order."""
        async with self._lock:
            is_here = self._pages[agent_id] > 0
            tell = self._desk.regain_presence if is_here else self._desk.lose_presence
            await asyncio.to_thread(tell, agent_id)
