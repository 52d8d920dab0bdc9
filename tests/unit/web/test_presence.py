from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from web.presence import Presence

SOFIA = 1


class Desk:
    """Notes who is told to be here or gone."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def regain_presence(self, agent_id: int) -> None:
        self.told.append("here")

    def lose_presence(self, agent_id: int) -> None:
        self.told.append("gone")


def presence(desk: Desk) -> Presence:
    agents: Any = SimpleNamespace(list=lambda: [SimpleNamespace(id=SOFIA)])
    return Presence(desk, agents)  # type: ignore[arg-type]


async def test_the_last_page_that_closes_ends_the_presence() -> None:
    desk = Desk()
    agents = presence(desk)

    with agents.here(SOFIA):
        with agents.here(SOFIA):
            await agents.close()
        await agents.close()
        assert desk.told[-1] == "here"
    await agents.close()

    assert desk.told[-1] == "gone"


async def test_a_reload_leaves_the_agent_present_whichever_way_it_is_heard() -> None:
    desk = Desk()
    agents = presence(desk)
    first = agents.here(SOFIA)
    first.__enter__()
    await agents.close()

    first.__exit__(None, None, None)
    with agents.here(SOFIA):
        await agents.close()

        assert desk.told[-1] == "here"


async def test_a_process_that_begins_has_nobody_here_until_they_come() -> None:
    desk = Desk()
    agents = presence(desk)

    await agents.begin()
    await agents.confirm()

    assert desk.told == ["gone"]
