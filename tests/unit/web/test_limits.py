from __future__ import annotations

import pytest

from web.limits import RateLimits, address_key


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("testclient", "unknown"),
    ],
)
def test_an_address_counts_as_its_household(address: str, key: str) -> None:
    assert address_key(address) == key


async def test_one_session_is_limited_without_hurting_another() -> None:
    limits = RateLimits(session_per_minute=2, address_per_minute=100)

    alice = [await limits.allows_message("alice", "203.0.113.7") for _ in range(3)]
    bob = await limits.allows_message("bob", "203.0.113.7")

    assert alice == [True, True, False]
    assert bob


async def test_an_address_cannot_escape_its_limit_by_opening_sessions() -> None:
    limits = RateLimits(session_per_minute=10, address_per_minute=3)

    allowed = [await limits.allows_message(f"s{n}", "203.0.113.7") for n in range(4)]

    assert allowed == [True, True, True, False]


async def test_a_counter_that_is_down_lets_customers_through() -> None:
    limits = RateLimits(1, 1, redis_url="redis://127.0.0.1:1/0")

    allowed = await limits.allows_message("alice", "203.0.113.7")
    await limits.close()

    assert allowed
