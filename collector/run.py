"""`python -m collector run`: mentions in, replies out, in one process until it is told to stop.

A second copy stands by. Without the keys of an account on X it says so in one line and ends.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from datetime import timedelta

from collector.config import CollectorConfig
from collector.judge import Understands
from collector.lock import CollectorLock
from collector.parts import Parts, build_parts
from collector.policy import may_read
from collector.posts import Account
from collector.rounds import Step, run_step
from collector.stream import StreamWatch
from collector.x_client import XClient
from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.errors import TicketError

logger = logging.getLogger(__name__)
TICK_SECONDS = 0.25
STAND_BY_SECONDS = 2.0
GAP_FILL = timedelta(minutes=5)
JUDGE_EVERY = SEND_EVERY = timedelta(0)  # at each tick
SETTLE_EVERY = timedelta(seconds=2)
UNKNOWN_EVERY = timedelta(minutes=5)
CHECK_EVERY = timedelta(minutes=10)
EXPIRE_EVERY = timedelta(minutes=1)
IDLE = (
    "The collector is idle: set X_API_KEY, X_API_SECRET, X_ACCESS_TOKEN and X_ACCESS_TOKEN_SECRET "
    "to connect an account on X (docs/x.md). `python -m collector replay FILE` works without."
)


class Collector:
    """The steps and the account they work for."""

    def __init__(
        self, config: CollectorConfig, client: XClient, parts: Parts, clock: Clock = utc_now
    ) -> None:
        self._config = config
        self._client = client
        self._parts = parts
        self._clock = clock
        self._account: Account | None = None
        self._stream: StreamWatch | None = None
        self._gap = threading.Event()
        self._steps = self._all_steps()

    def run(self, stopping: threading.Event, still_first: Callable[[], bool]) -> None:
        """Until told to stop, or until another collector took over."""
        while not stopping.is_set() and still_first():
            self.run_due()
            stopping.wait(TICK_SECONDS)
        if self._stream is not None:
            self._stream.stop()

    def run_due(self) -> None:
        """Each step whose time has come, once."""
        for step in self._steps:
            now = self._clock()
            if step.is_due(now) or (step.name == "intake" and self._gap.is_set()):
                run_step(step, self._parts.marks, now)

    def _all_steps(self) -> list[Step]:
        pause = GAP_FILL if self._config.streams else timedelta(seconds=self._config.poll_seconds)
        parts = self._parts
        return [
            Step("intake", pause, self._take_in),
            Step("judge", JUDGE_EVERY, parts.judge.run),
            Step("settle", SETTLE_EVERY, self._settle),
            Step("settle unknown", UNKNOWN_EVERY, lambda: self._settle(unknown_too=True)),
            Step("send", SEND_EVERY, self._send),
            Step("check", CHECK_EVERY, self._check),
            Step("expire", EXPIRE_EVERY, parts.purge.expire),
        ]

    def _take_in(self) -> None:
        self._gap.clear()
        account = self._known_account()
        if not may_read(self._parts.controls.read(), self._parts.replies.traffic()):
            logger.info("the day's cap is spent: mentions are read again tomorrow, or with more")
            return
        seen = self._parts.intake.poll(self._client, account)
        if seen["stored"] or seen["edited"]:
            logger.info("intake: %s", ", ".join(f"{n} {what}" for what, n in seen.items()))

    def _settle(self, *, unknown_too: bool = False) -> None:
        if self._account is not None:  # else the intake tells why not
            self._parts.outbox.settle(self._client, self._account, unknown_too=unknown_too)

    def _send(self) -> None:
        self._parts.outbox.send_next(self._client)

    def _check(self) -> None:
        self._parts.purge.check(self._client)

    def _known_account(self) -> Account:
        if self._account is None:
            self._account = self._client.me()
            logger.info("collecting for @%s", self._account.handle)
            if self._config.streams:
                self._stream = StreamWatch(
                    self._client, self._account, self._parts.intake, self._parts.marks, self._gap
                )
                self._stream.start()
        return self._account


def run(config: CollectorConfig, make_classifier: Callable[[], Understands]) -> int:
    """Stand by until no other collector is at work, then collect until SIGTERM or SIGINT."""
    if config.credentials is None:
        print(IDLE, flush=True)
        return 0
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    database = Database(config.database_url)
    lock = CollectorLock(database, config.var_dir)
    client = XClient(
        config.credentials, api_url=config.api_url, timeout_seconds=config.timeout_seconds
    )
    try:
        while not stopping.is_set():
            if _stand_by(lock, stopping):
                parts = build_parts(config, database, make_classifier())
                Collector(config, client, parts).run(stopping, lock.is_held)
                lock.release()
    finally:
        lock.release()
        database.close()
    return 0


def _stand_by(lock: CollectorLock, stopping: threading.Event) -> bool:
    """Wait for the lock; False when told to stop meanwhile."""
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
