"""An agent at the console's wire: a signed-in HTTP client, and the live line, its presence."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from tests.fakes.chat_product import ChatProduct
from tickets.agents import Agents
from tickets.desk_views import AgentView
from tickets.vocabulary import Role
from web.console.session import CSRF_HEADER, SESSION_COOKIE, csrf_of

PASSWORD = "un mot de passe assez long"


def hire(
    product: ChatProduct, login: str, role: Role = Role.agent, title: str | None = None
) -> AgentView:
    agents = Agents(product.database)
    agent, _ = agents.create(login, login.capitalize(), role, PASSWORD)
    return agents.save_preferences(agent.id, {"title": title}) if title else agent


class ConsoleAgent:
    def __init__(self, product: ChatProduct, agent: AgentView) -> None:
        self.agent = agent
        token = Agents(product.database).open_session(agent.id)
        self.http = httpx.AsyncClient(
            base_url=product.url,
            trust_env=False,
            timeout=30,
            cookies={SESSION_COOKIE: token},
            headers={CSRF_HEADER: csrf_of(token), "HX-Request": "true"},
        )

    async def does(self, reference: str, move: str, **fields: object) -> httpx.Response:
        data = {name: str(value) for name, value in fields.items()}
        return await self.http.post(f"/console/tickets/{reference}/{move}", data=data)

    async def says(self, reference: str, text: str) -> httpx.Response:
        return await self.does(reference, "messages", text=text, client_id=uuid.uuid4().hex)

    async def reads(self, reference: str, part: str = "") -> str:
        return (await self.http.get(f"/console/tickets/{reference}{part}")).text

    @asynccontextmanager
    async def watching(self, reference: str) -> AsyncIterator[list[str]]:
        """The page is open: what its live line brings is noted, line by line."""
        lines: list[str] = []
        address = f"/console/events?ticket={reference}"
        async with self.http.stream("GET", address, timeout=30) as stream:
            listening = asyncio.create_task(_note(stream, lines))
            try:
                yield lines
            finally:
                listening.cancel()

    async def leave(self) -> None:
        await self.http.aclose()


async def _note(stream: httpx.Response, lines: list[str]) -> None:
    async for line in stream.aiter_lines():
        lines.append(line)
