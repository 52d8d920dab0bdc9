"""A webhook on loopback that keeps what it gets and answers as the test says."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.responses import Response

from tests.fakes.server import ThreadedServer


@dataclass(frozen=True)
class Posted:
    path: str
    body: bytes
    headers: dict[str, str]


class WebhookServer:
    def __init__(self) -> None:
        self.received: list[Posted] = []
        self.status = 200
        self.headers: dict[str, str] = {}
        self.delay_seconds = 0.0
        self._server = ThreadedServer(self._app())

    @property
    def url(self) -> str:
        return f"{self._server.url}/hook"

    def start(self) -> None:
        self._server.start()

    def stop(self) -> None:
        self._server.stop()

    def _app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/{path}")
        async def hook(path: str, request: Request) -> Response:
            self.received.append(Posted(path, await request.body(), dict(request.headers)))
            await asyncio.sleep(self.delay_seconds)
            return Response(status_code=self.status, headers=self.headers)

        return app
