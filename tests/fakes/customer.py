"""A customer at the chat's wire: a real Socket.IO client that notes what it is sent."""

from __future__ import annotations

import asyncio
from typing import Any

import socketio

PATIENCE_SECONDS = 60


class Customer:
    def __init__(self, url: str) -> None:
        self._url = url
        self._sio = socketio.AsyncClient(reconnection=False)
        self.token: str | None = None
        self.events: list[tuple[str, Any]] = []
        self._news = asyncio.Event()
        for name in ("session_confirm", "bot_uttered", "history", "typing", "handoff", "queue"):
            self._sio.on(name, self._noting(name))

    @property
    def heard(self) -> list[str]:
        return [data["text"] for name, data in self.events if name == "bot_uttered"]

    @property
    def history(self) -> list[str]:
        pages = [data["messages"] for name, data in self.events if name == "history"]
        return [message["text"] for page in pages for message in page]

    @property
    def controllers(self) -> list[str]:
        return [data["controller"] for name, data in self.events if name == "handoff"]

    @property
    def places(self) -> list[int | None]:
        return [data["position"] for name, data in self.events if name == "queue"]

    @property
    def typing(self) -> list[bool]:
        return [data["on"] for name, data in self.events if name == "typing"]

    async def connect(self, token: str | None = None, last_seq: int | None = None) -> None:
        await self._sio.connect(self._url, transports=["websocket"])
        request = {"session_id": token, "last_seq": last_seq}
        present = {key: value for key, value in request.items() if value is not None}
        await self._sio.emit("session_request", present)
        await self.until(lambda: self.token is not None)
        if last_seq is not None:
            await self.until(lambda: any(name == "history" for name, _ in self.events))

    async def connect_without_session(self) -> None:
        await self._sio.connect(self._url, transports=["websocket"])

    async def say(self, message: object, client_id: str = "", **fields: Any) -> Any:
        said = {"message": message, "session_id": self.token, **fields}
        if client_id:
            said["metadata"] = {"client_id": client_id}
        return await self._sio.call("user_uttered", said, timeout=PATIENCE_SECONDS)

    async def types(self, on: bool = True) -> None:
        await self._sio.emit("typing", {"on": on})

    async def leave(self) -> None:
        if self._sio.connected:
            await self._sio.disconnect()

    async def until(self, condition: Any) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not condition():
                self._news.clear()
                await self._news.wait()

    async def hears(self, text: str) -> None:
        await self.until(lambda: any(text in heard for heard in self.heard))

    async def reads(self, text: str) -> None:
        await self.until(lambda: any(text in read for read in self.history))

    def last(self, name: str) -> Any:
        return [data for event, data in self.events if event == name][-1]

    def _noting(self, name: str) -> Any:
        async def note(data: Any) -> None:
            self.events.append((name, data))
            if name == "session_confirm":
                self.token = data
            self._news.set()

        return note
