"""Every HTTP request gets an id, is counted and timed by its route, and traced."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from telemetry.context import concerning, request_id_from
from telemetry.metrics import Run, Work

REQUEST_ID = "x-request-id"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NO_ROUTE = "none"


class RequestWatch:
    """Outermost, so that it sees what any other part answers.

    An X-Request-ID that the caller sends is kept when it is well-formed; the answer carries it.
    """

    def __init__(self, app: ASGIApp, requests: Work) -> None:
        self._app = app
        self._requests = requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = request_id_from(headers.get(REQUEST_ID))
        method = scope["method"] if scope["method"] in METHODS else "other"
        with (
            concerning(request_id),
            self._requests.run(headers.get("traceparent"), method=method, route=NO_ROUTE) as run,
        ):

            async def send_with_id(message: Message) -> None:
                if message["type"] == "http.response.start":
                    MutableHeaders(scope=message)[REQUEST_ID] = request_id
                    _note(run, scope, message["status"])
                await send(message)

            await self._app(scope, receive, send_with_id)


def _note(run: Run, scope: Scope, status: int) -> None:
    run.stop_clock()
    run.outcome = str(status)
    run.labels["route"] = getattr(scope.get("route"), "path", NO_ROUTE)
