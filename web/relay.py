"""Tells the other web processes, over Redis: a conversation to deliver, an event of the console."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from redis.asyncio import Redis
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
UNDELIVERED = "freemobilachat:undelivered"
CONSOLE_EVENTS = "freemobilachat:console"
RETRY_SECONDS = 1.0


class RedisRelay:
    """One channel; what is told there may be lost, since the database holds the truth."""

    def __init__(self, redis_url: str, channel: str = UNDELIVERED) -> None:
        self._redis = Redis.from_url(redis_url, decode_responses=True)
        self._channel = channel
        self._is_lost = False

    async def publish(self, notice: str) -> None:
        try:
            await self._redis.publish(self._channel, notice)
        except RedisError as error:
            # A message stays undelivered in the database and leaves at the next connection; the
            # console asks for the queue's version every second.
            logger.warning("Redis did not take a notice: %s", type(error).__name__)

    async def listen(self, deliver: Callable[[str], Awaitable[None]]) -> None:
        while True:
            try:
                await self._listen_once(deliver)
            except RedisError as error:
                self._tell_lost(error)
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
            await subscription.subscribe(self._channel)
            self._tell_found()
            async for event in subscription.listen():
                if event["type"] == "message":
                    await deliver(event["data"])

    def _tell_lost(self, error: RedisError) -> None:
        if not self._is_lost:
            logger.warning(
                "REDIS_URL: Redis does not answer on %s (%s); trying again until it does",
                self._channel,
                type(error).__name__,
            )
        self._is_lost = True

    def _tell_found(self) -> None:
        if self._is_lost:
            logger.info("Redis answers again on %s", self._channel)
        self._is_lost = False
