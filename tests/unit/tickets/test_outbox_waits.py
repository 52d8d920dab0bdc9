from __future__ import annotations

from tickets.outbox import MAX_TRIES, retry_after


def test_each_failure_doubles_the_wait_up_to_an_hour() -> None:
    minutes = [retry_after(attempt).total_seconds() / 60 for attempt in range(1, MAX_TRIES + 1)]

    assert minutes == [0.5, 1, 2, 4, 8, 16, 32, 60]
