"""Whether the process lives, whether what it needs answers, and the figures for Prometheus."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from fastapi import APIRouter
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from tickets.database import Database
from web.metrics import CONTENT_TYPE, Metrics

Check = Callable[[], Awaitable[str | None]]


def database_check(database: Database) -> Check:
    async def check() -> str | None:
        try:
            await asyncio.to_thread(database.ping)
        except Exception as error:
            return f"no answer ({type(error).__name__})"
        return None

    return check


def health_router(checks: dict[str, Check], metrics: Metrics) -> APIRouter:
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
    async def figures() -> Response:
        return Response(await asyncio.to_thread(metrics.render), media_type=CONTENT_TYPE)

    return router
