"""Mentions by X's filtered stream: our own supervision, since tweepy's connects without a pause.

It only lowers the delay: polling goes on beside it and fills every gap, so nothing depends on it.
"""

from __future__ import annotations

import logging
import threading

from collector.errors import XError
from collector.faults import LONGEST, Backoff, told
from collector.intake import Intake
from collector.posts import Account, Post
from collector.x_client import FilteredStream, XClient
from tickets.clock import Clock, utc_now
from tickets.collector_marks import CollectorMarks
from tickets.errors import TicketError
from tickets.x_vocabulary import MentionSource

logger = logging.getLogger(__name__)


class StreamWatch:
    """Runs in its own thread until told to stop; `on_gap` is set at every connection."""

    def __init__(
        self,
        client: XClient,
        account: Account,
        intake: Intake,
        marks: CollectorMarks,
        on_gap: threading.Event,
        clock: Clock = utc_now,
    ) -> None:
        self._account = account
        self._intake = intake
        self._marks = marks
        self._on_gap = on_gap
        self._clock = clock
        self._stopping = threading.Event()
        self._backoff = Backoff()
        self._client = client
        self._stream: FilteredStream | None = None
        self._thread = threading.Thread(target=self._run, name="stream", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_seconds: float = 5) -> None:
        self._stopping.set()
        if self._stream is not None:
            self._stream.disconnect()
        self._thread.join(timeout_seconds)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._stream = self._client.stream(self._take, self._note)
            began_at = self._clock()
            try:
                self._stream.watch(rule_for(self._account))
                self._stream.listen()
            except XError as error:
                if self._clock() - began_at > LONGEST:  # it was well, with nothing to bring
                    self._backoff.succeeded()
                self._wait_after(error)

    def _wait_after(self, error: XError) -> None:
        if self._stopping.is_set():
            return
        now = self._clock()
        pause = self._backoff.failed(error, now) - now
        self._marks.count(f"x.{error.fault}")
        logger.warning("%s", told("stream", error, pause))
        self._stopping.wait(pause.total_seconds())

    def _take(self, post: Post) -> None:
        self._backoff.succeeded()
        try:
            self._intake.take([post], self._account, MentionSource.stream)
        except TicketError as error:
            logger.warning("a post of the stream was not stored, polling will bring it: %s", error)

    def _note(self, event: str) -> None:
        if event == "connected":
            self._on_gap.set()
        else:
            self._marks.count(f"post.{event}")


def rule_for(account: Account) -> str:
    """What the stream brings: mentions, no reposts, nothing of our own."""
    return f"@{account.handle} -is:retweet -from:{account.handle}"
