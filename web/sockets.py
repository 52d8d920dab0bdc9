"""The Socket.IO server: alone, or joined to other web processes over Redis; and its end."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

import socketio

from web.security import MAX_BODY_BYTES


class SharedRooms(socketio.AsyncRedisManager):  # type: ignore[misc]  # it ships no types
    """python-socketio's manager leaves its Redis connections open at the end; this one does not."""

    thread: asyncio.Task[None] | None = None

    async def close(self) -> None:
        if self.thread:
            self.thread.cancel()
            with suppress(asyncio.CancelledError):
                await self.thread
        if self.connected:
            await self.pubsub.aclose()
            await self.redis.aclose()


def socket_server(redis_url: str | None, origins: list[str]) -> socketio.AsyncServer:
    for name in ("socketio.server", "engineio.server"):
        # Else both add a handler of their own, and say everything twice.
        logging.getLogger(name).setLevel(logging.ERROR)
    return socketio.AsyncServer(
        async_mode="asgi",
        client_manager=SharedRooms(redis_url) if redis_url else None,
        cors_allowed_origins="*" if "*" in origins else origins,
        max_http_buffer_size=MAX_BODY_BYTES,
    )


async def close_sockets(server: socketio.AsyncServer) -> None:
    await server.shutdown()
    if isinstance(server.manager, SharedRooms):
        await server.manager.close()
