"""The limits and headers that every HTTP answer of ours carries."""

from __future__ import annotations

import json
from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.catalogue import Catalogue, choose_language

MAX_BODY_BYTES = 64 * 1024
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self' {sockets}; frame-src 'self'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors {ancestors}"
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
}


def content_policy(public_url: str, ancestors: Sequence[str]) -> str:
    """Some browsers do not count a WebSocket as 'self', so ours is named."""
    sockets = public_url.rstrip("/").replace("http", "ws", 1)
    return POLICY.format(sockets=sockets, ancestors=" ".join(ancestors) or "'none'")


def console_policy(public_url: str) -> str:
    """The console's pages send forms, to us alone."""
    policy = content_policy(public_url, [])
    return policy.replace("form-action 'none'", "form-action 'self'")


class SecurityHeaders:
    """Answers that say nothing about framing may not be framed."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self._app = app
        self._policy = content_policy(public_url, [])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._complete(MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _complete(self, headers: MutableHeaders) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if "content-security-policy" not in headers:
            headers["content-security-policy"] = self._policy
            headers["x-frame-options"] = "DENY"


class BodyLimit:
    """Refuses a request body above the limit, announced or not, before anything reads it whole."""

    def __init__(self, app: ASGIApp, catalogue: Catalogue, max_bytes: int = MAX_BODY_BYTES) -> None:
        self._app = app
        self._catalogue = catalogue
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        body = await self._read(Headers(scope=scope), receive)
        if body is None:
            await self._refuse(scope, send)
            return
        pending = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return pending.pop() if pending else await receive()

        await self._app(scope, replay, send)

    async def _read(self, headers: Headers, receive: Receive) -> bytes | None:
        announced = headers.get("content-length", "0")
        if not announced.isdigit() or int(announced) > self._max_bytes:
            return None
        body = bytearray()
        is_more = True
        while is_more:
            message = await receive()
            body += message.get("body", b"")
            is_more = message.get("more_body", False)
            if len(body) > self._max_bytes:
                return None
        return bytes(body)

    async def _refuse(self, scope: Scope, send: Send) -> None:
        language = choose_language(None, Headers(scope=scope).get("accept-language"))
        message = self._catalogue.text("error.body_too_large", language, limit=self._max_bytes)
        error = {"code": "body_too_large", "field": "body", "message": message}
        body = json.dumps({"error": error}).encode()
        headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 413, "headers": headers})
        await send({"type": "http.response.body", "body": body})
