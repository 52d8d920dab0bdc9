"""`python -m collector run`: mentions in, replies out, in one process until it is told to stop.

A second copy stands by. Without the keys of an account on X it says so in one line and ends.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from collector.config import CollectorConfig
from collector.judge import Understands
from collector.parts import Parts, build_judge, build_parts
from collector.policy import may_read
from collector.posts import Account
from collector.rounds import Step, run_step
from collector.standby import Turn, alone
from collector.stream import StreamWatch
from collector.x_client import XClient
from tickets.clock import Clock, utc_now

logger = logging.getLogger(__name__)
INTAKE = "intake"
ONLY_JUDGE = "collector"  # started again after a crash, it has its own claims at once
TICK_SECONDS = 0.25
GAP_FILL = timedelta(minutes=5)
JUDGE_EVERY = SEND_EVERY = timedelta(0)  # at each tick
SETTLE_EVERY = timedelta(seconds=2)
UNKNOWN_EVERY = timedelta(minutes=5)
CHECK_EVERY = timedelta(minutes=10)
EXPIRE_EVERY = timedelta(minutes=1)


class Collector:
    """The steps and the account they work for; `understanding` is the one that has stored posts
    judged."""

    def __init__(
        self,
        config: CollectorConfig,
        client: XClient,
        parts: Parts,
        understanding: Step,
        clock: Clock = utc_now,
    ) -> None:
        self._config = config
        self._client = client
        self._parts = parts
        self._clock = clock
        self._account: Account | None = None
        self._stream: StreamWatch | None = None
        self._gap = threading.Event()
        self._steps = self._all_steps(understanding)

    def run(self, stopping: threading.Event, still_first: Callable[[], bool]) -> None:
        """Until told to stop, or until another collector took over."""
        while not stopping.is_set() and still_first():
            self.run_due()
            stopping.wait(TICK_SECONDS)
        self.stop()

    def run_due(self) -> None:
        """Each step whose time has come, once."""
        for step in self._steps:
            now = self._clock()
            if step.is_due(now) or (step.name == INTAKE and self._gap.is_set()):
                run_step(step, self._parts.marks, now)

    def run_one(self, name: str) -> None:
        """One step, by name, at the caller's pace; only a failure makes it wait."""
        now = self._clock()
        names = {name, INTAKE} if self._gap.is_set() else {name}
        for step in self._steps:
            if step.name in names and step.may_run(now):
                run_step(step, self._parts.marks, now)

    def paces(self) -> dict[str, timedelta]:
        """How often each step is wanted, by name; 0 means at once again."""
        return {step.name: step.every for step in self._steps}

    def stop(self) -> None:
        if self._stream is not None:
            self._stream.stop()

    def _all_steps(self, understanding: Step) -> list[Step]:
        pause = GAP_FILL if self._config.streams else timedelta(seconds=self._config.poll_seconds)
        parts = self._parts
        return [
            Step(INTAKE, pause, self._take_in),
            understanding,
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
    """All steps in this process, as the only collector at work, until SIGTERM or SIGINT."""

    def _collect(turn: Turn) -> None:
        judge = build_judge(config, turn.database, make_classifier(), holder=ONLY_JUDGE)
        parts = build_parts(config, turn.database)
        judging = Step("judge", JUDGE_EVERY, judge.run)
        Collector(config, turn.client, parts, judging).run(turn.stopping, turn.still_first)

    return alone(config, _collect)
