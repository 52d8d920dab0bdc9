"""The real action server in the test's own event loop, with the executor that the test gives it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rasa_sdk.executor import ActionExecutor
from sanic import Sanic

from actions.__main__ import server
from scripts.ports import free_port


@asynccontextmanager
async def action_server(executor: ActionExecutor) -> AsyncIterator[str]:
    """Its address, for as long as this lasts."""
    app, port = server(executor), free_port()
    app.config.TOUCHUP = False  # it rewrites sanic's own methods, which works once in a process
    listening = await app.create_server(host="127.0.0.1", port=port, return_asyncio_server=True)
    try:
        await listening.startup()
        yield f"http://127.0.0.1:{port}"
    finally:
        listening.close()
        await listening.wait_closed()
        Sanic.unregister_app(app)
