"""Whether the process lives, whether what it needs answers, and the figures for Prometheus."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from telemetry.metrics import CONTENT_TYPE
from tickets.database import Database
from web.metrics import Metrics

Check = Callable[[], Awaitable[str | None]]
THIS_MACHINE = frozenset({"127.0.0.1", "::1"})
# A request with one of these came through a proxy on this machine, from who knows where.
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
NOT_FOR_YOU = (
    "The figures are for this machine, or for who sends METRICS_TOKEN as a bearer token.\n"
)


def database_check(database: Database) -> Check:
    async def check() -> str | None:
        try:
            await asyncio.to_thread(database.ping)
        except Exception as error:
            return f"no answer ({type(error).__name__})"
        return None

    return check


def may_read_metrics(request: Request, token: str | None) -> bool:
    """With a token set, who knows it; without one, programs of this machine."""
    if token:
        given = request.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    is_forwarded = any(name in request.headers for name in FORWARDED)
    return not is_forwarded and request.client is not None and request.client.host in THIS_MACHINE


def health_router(
    checks: dict[str, Check], metrics: Metrics, metrics_token: str | None
) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/healthz")
    async def healthz() -> PlainTextResponse:
        return PlainTextResponse("ok")

    @router.get("/readyz")
    async def readyz() -> JSONResponse:
        faults = await asyncio.gather(*(check() for check in checks.values()))
        state = {name: fault or "ok" for name, fault in zip(checks, faults, strict=True)}
        return JSONResponse(state, status_code=503 if any(faults) else 200)

    @router.get("/metrics")
    async def figures(request: Request) -> Response:
        if not may_read_metrics(request, metrics_token):
            return PlainTextResponse(NOT_FOR_YOU, status_code=403)
        return Response(await asyncio.to_thread(metrics.render), media_type=CONTENT_TYPE)

    return router
