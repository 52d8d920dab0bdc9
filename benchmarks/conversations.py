"""Keeps a chat server busy with many short conversations and measures each turn."""

from __future__ import annotations

import json
import statistics
import time
import uuid
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection

TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class Measurement:
    """What each message's answer took, in all conversations of so many seconds."""

    seconds: float
    milliseconds: Mapping[str, Sequence[float]]

    @property
    def turns_a_second(self) -> float:
        return sum(map(len, self.milliseconds.values())) / self.seconds

    def percentile(self, percent: int) -> float:
        """Milliseconds within which so many of a hundred turns were answered."""
        every = [value for values in self.milliseconds.values() for value in values]
        return statistics.quantiles(every, n=100, method="inclusive")[percent - 1]

    def median_of(self, message: str) -> float:
        return statistics.median(self.milliseconds[message])


def pooled(measurements: Sequence[Measurement]) -> Measurement:
    """Several measurements of the same messages as one."""
    messages = measurements[0].milliseconds
    taken = {
        message: [value for one in measurements for value in one.milliseconds[message]]
        for message in messages
    }
    return Measurement(sum(one.seconds for one in measurements), taken)


@dataclass(frozen=True)
class _Turn:
    message: str
    milliseconds: float


def measure(port: int, messages: Sequence[str], at_once: int, seconds: float) -> Measurement:
    """Hold conversations of these messages with the REST channel on a port of this machine."""
    until = time.perf_counter() + seconds
    started = time.perf_counter()
    with ThreadPoolExecutor(at_once) as customers:
        held = [customers.submit(_converse, port, messages, until) for _ in range(at_once)]
        turns = [turn for conversations in held for turn in conversations.result()]
    elapsed = time.perf_counter() - started
    taken: dict[str, list[float]] = {message: [] for message in messages}
    for turn in turns:
        taken[turn.message].append(turn.milliseconds)
    return Measurement(elapsed, taken)


def _converse(port: int, messages: Sequence[str], until: float) -> list[_Turn]:
    """One conversation after the other, over one connection, until the time is over."""
    turns = []
    with closing(HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)) as connection:
        while time.perf_counter() < until:
            sender = uuid.uuid4().hex
            turns += [_Turn(message, _say(connection, sender, message)) for message in messages]
    return turns


def _say(connection: HTTPConnection, sender: str, message: str) -> float:
    """Milliseconds from sending a message to having its answer, which must not be empty."""
    body = json.dumps({"sender": sender, "message": message})
    started = time.perf_counter()
    connection.request("POST", "/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    replies = json.loads(response.read())
    if response.status != HTTPStatus.OK or not replies:
        raise RuntimeError(f"{message!r} got {response.status} and {replies!r} for an answer")
    return 1000 * (time.perf_counter() - started)
