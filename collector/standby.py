"""One collector at work and the others standing by; without the keys of X, none.

What the work is, the caller says.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass

from collector.config import CollectorConfig
from collector.lock import CollectorLock
from collector.x_client import XClient
from tickets.database import Database
from tickets.errors import TicketError

logger = logging.getLogger(__name__)
STAND_BY_SECONDS = 2.0
IDLE = (
    "The collector is idle: set X_API_KEY, X_API_SECRET, X_ACCESS_TOKEN and X_ACCESS_TOKEN_SECRET "
    "to connect an account on X (docs/x.md). `python -m collector replay FILE` works without."
)


@dataclass(frozen=True)
class Turn:
    """What the collector at work has, until `stopping` is set or `still_first` says no."""

    database: Database
    client: XClient
    stopping: threading.Event
    still_first: Callable[[], bool]


def alone(config: CollectorConfig, work: Callable[[Turn], None]) -> int:
    """Stand by until no other collector is at work, then do it, until SIGTERM or SIGINT.

    `work` sets `stopping` when it was told to stop itself; otherwise another took over.
    """
    if config.credentials is None:
        print(IDLE, flush=True)
        return 0
    database = Database(config.database_url)
    lock = CollectorLock(database, config.var_dir)
    client = XClient(
        config.credentials, api_url=config.api_url, timeout_seconds=config.timeout_seconds
    )
    turn = Turn(database, client, threading.Event(), lock.is_held)
    try:
        while _is_first(lock, turn.stopping):
            work(turn)
            lock.release()
    finally:
        lock.release()
        database.close()
    return 0


def _is_first(lock: CollectorLock, stopping: threading.Event) -> bool:
    """Wait for the lock; False when told to stop meanwhile."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    is_told = False
    while not stopping.is_set():
        try:
            if lock.acquire():
                return True
        except TicketError as error:
            logger.warning("%s", error)
        if not is_told:
            logger.info("another collector is at work: this one stands by")
            is_told = True
        stopping.wait(STAND_BY_SECONDS)
    return False
