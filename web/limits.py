"""How often one session and one address may write; counted in memory, or in Redis for many."""

from __future__ import annotations

import ipaddress
import logging
from typing import Any

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from redis.asyncio import ConnectionPool

logger = logging.getLogger(__name__)
IPV6_SITE_BITS = 64
GUESSES_PER_HOUR = 10
SIGN_INS_PER_MINUTE = 30  # a whole office may stand behind one address


def address_key(address: str) -> str:
    """One customer owns a whole IPv6 /64, so it counts as one address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((parsed, IPV6_SITE_BITS), strict=False))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


class RateLimits:
    def __init__(
        self, session_per_minute: int, address_per_minute: int, redis_url: str | None = None
    ) -> None:
        self._pool = ConnectionPool.from_url(redis_url) if redis_url else None
        self._limiter = SlidingWindowCounterRateLimiter(_storage(redis_url, self._pool))
        self._session = RateLimitItemPerMinute(session_per_minute, namespace="session")
        self._address = RateLimitItemPerMinute(address_per_minute, namespace="address")
        self._guess = RateLimitItemPerHour(GUESSES_PER_HOUR, namespace="guess")
        self._sign_in = RateLimitItemPerMinute(SIGN_INS_PER_MINUTE, namespace="sign-in")

    async def allows_message(self, conversation_id: str, address: str) -> bool:
        return await self._hit(self._session, conversation_id) and await self._hit(
            self._address, "message", address_key(address)
        )

    async def allows_conversation(self, address: str) -> bool:
        return await self._hit(self._address, "conversation", address_key(address))

    async def allows_guess(self, address: str) -> bool:
        """A look at a ticket's state by reference and name."""
        return await self._hit(self._guess, address_key(address))

    async def allows_sign_in(self, address: str) -> bool:
        return await self._hit(self._sign_in, address_key(address))

    async def close(self) -> None:
        if self._pool:
            await self._pool.aclose()

    async def _hit(self, item: RateLimitItem, *keys: str) -> bool:
        try:
            return await self._limiter.hit(item, *keys)
        except Exception as error:
            # A counter that is down must not silence customers.
            logger.warning("a limit was not counted (%s); let through", type(error).__name__)
            return True


def _storage(redis_url: str | None, pool: Any) -> MemoryStorage | RedisStorage:
    if redis_url is None:
        return MemoryStorage()
    return RedisStorage(f"async+{redis_url}", implementation="redispy", connection_pool=pool)
