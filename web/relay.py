"""Tells the other web processes, over Redis, that a conversation has something to deliver."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from redis.asyncio import Redis
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
CHANNEL = "freemobilachat:undelivered"
RETRY_SECONDS = 1.0


class RedisRelay:
    def __init__(self, redis_url: str) -> None:
        self._redis = Redis.from_url(redis_url, decode_responses=True)

    async def publish(self, conversation_id: str) -> None:
        try:
            await self._redis.publish(CHANNEL, conversation_id)
        except RedisError as error:
            # The message stays undelivered in the database and leaves at the next connection.
            logger.warning("Redis did not take a delivery notice: %s", type(error).__name__)

    async def listen(self, deliver: Callable[[str], Awaitable[None]]) -> None:
        while True:
            try:
                await self._listen_once(deliver)
            except RedisError as error:
                logger.warning("Redis subscription lost, trying again: %s", type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)

    async def fault(self) -> str | None:
        try:
            await self._redis.ping()
        except (RedisError, OSError) as error:
            return f"no answer ({type(error).__name__})"
        return None

    async def close(self) -> None:
        await self._redis.aclose()

    async def _listen_once(self, deliver: Callable[[str], Awaitable[None]]) -> None:
        async with self._redis.pubsub() as subscription:
            await subscription.subscribe(CHANNEL)
            async for event in subscription.listen():
                if event["type"] == "message":
                    await deliver(event["data"])
