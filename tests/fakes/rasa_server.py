"""A stand-in for Rasa and its action server on loopback, told by the test how to behave."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from tests.fakes.server import ThreadedServer

Answer = list[dict[str, Any]]


class RasaServer:
    """Echoes by default; `answers` maps a message to an answer, `status` spoils it."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {
            "/open_chat": [{"text": "Bonjour, je suis l'assistant."}]
        }
        self.otherwise: Callable[[str], Answer] = lambda text: [{"text": f"écho : {text}"}]
        self.status = 200
        self.has_model = True
        self.actions_are_up = True
        self.received: list[dict[str, Any]] = []
        self._may_answer = threading.Event()
        self._may_answer.set()
        self._server = ThreadedServer(self._app())

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def texts(self) -> list[str]:
        return [request["message"] for request in self.received]

    def start(self) -> None:
        self._server.start()

    def stop(self) -> None:
        self._server.stop()

    @contextmanager
    def thinking(self) -> Iterator[None]:
        """What is asked meanwhile is answered at the end."""
        self._may_answer.clear()
        try:
            yield
        finally:
            self._may_answer.set()

    def _app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/webhooks/monitor/ready")
        async def ready() -> Response:
            if self.has_model:
                return JSONResponse({"model": "stand-in"})
            return JSONResponse({"fault": "no model is loaded"}, status_code=503)

        @app.get("/health")
        async def health() -> Response:
            return JSONResponse({"status": "ok"}, status_code=200 if self.actions_are_up else 500)

        @app.post("/webhooks/rest/webhook")
        async def webhook(request: Request) -> Response:
            body = await request.json()
            self.received.append({**body, "token": request.query_params.get("token")})
            await asyncio.to_thread(self._may_answer.wait)
            if self.status != 200:
                return JSONResponse({"reason": "told to fail"}, status_code=self.status)
            answer = self.answers.get(body["message"])
            return JSONResponse(self.otherwise(body["message"]) if answer is None else answer)

        return app
