"""Stored mentions are shared out, in batches, among workers that judge them; it judges none itself.

Who judges what is settled by claims, so a batch that is sent twice, or lost, does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from collector.judge import BATCH
from tickets.claims import Claims

MOST_QUEUED = 100 * BATCH  # some seconds of work; more would only grow old in the queue


class Dispatch:
    """`send` has a worker judge the mentions of these ids."""

    def __init__(self, claims: Claims, send: Callable[[Sequence[int]], None]) -> None:
        self._claims = claims
        self._send = send

    def run(self) -> int:
        """Send what nobody has, as far as the queue has room; how many. Raises `BrokerError`."""
        room = MOST_QUEUED - self._claims.queued()
        ids = self._claims.unclaimed(max(room, 0))
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            # In this order: noted but never sent, they would wait until the claim runs out.
            self._send(batch)
            self._claims.note_queued(batch)
        return len(ids)
