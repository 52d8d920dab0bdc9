"""The filtered stream lowers the delay; what it loses, polling brings."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from collector.errors import XError, XFault
from collector.faults import Backoff
from collector.stream import StreamWatch
from collector.x_client import XClient
from tests.fakes.x_server import XServer
from tests.fakes.x_world import HANDLE
from tests.integration.collector.conftest import Product, credentials, eventually
from tickets.x_vocabulary import MentionState

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PANNE = f"@{HANDLE} ma box est en panne"


@pytest.fixture
def gap() -> threading.Event:
    return threading.Event()


@pytest.fixture
def watch(product: Product, x: XServer, gap: threading.Event) -> Iterator[StreamWatch]:
    x.keep_alive_seconds = 0.05
    parts = product.parts
    watch = StreamWatch(product.client, product.account, parts.intake, parts.marks, gap)
    watch.start()
    assert eventually(lambda: x.stream_connections == 1)
    yield watch
    watch.stop()


def stored(product: Product) -> int:
    return product.parts.mentions.counts_by_state()[MentionState.received]


def test_a_post_arrives_by_the_stream_and_is_stored_once(
    product: Product, x: XServer, watch: StreamWatch, gap: threading.Event
) -> None:
    x.world.say(PANNE)

    assert eventually(lambda: stored(product) == 1)
    product.parts.intake.poll(product.client, product.account)

    assert stored(product) == 1
    assert gap.is_set()
    assert x.world.rules[0]["value"].startswith(f"@{HANDLE} ")


def test_bad_json_is_counted_and_the_stream_goes_on(
    product: Product, x: XServer, watch: StreamWatch
) -> None:
    x.faults["line"].append("bad_json")

    x.world.say(PANNE)

    assert eventually(lambda: stored(product) == 1)
    assert product.parts.marks.counts() == {"post.unreadable": 1}
    assert x.stream_connections == 1


def test_a_closed_stream_is_not_connected_again_at_once(
    product: Product, x: XServer, watch: StreamWatch
) -> None:
    x.faults["line"].append("close")

    assert eventually(lambda: "x.closed" in product.parts.marks.counts())
    threading.Event().wait(1)

    assert x.stream_connections == 1


def test_a_silent_stream_is_left_connected_again_and_its_gap_filled(
    product: Product,
    x: XServer,
    gap: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("collector.faults.SHORTEST", timedelta(seconds=0.2))
    caplog.set_level(logging.WARNING)
    x.keep_alive_seconds = 0.05
    x.hang_seconds = 30
    parts = product.parts
    client = XClient(credentials(), api_url=x.url, stalled_seconds=0.5)
    watch = StreamWatch(client, product.account, parts.intake, parts.marks, gap)
    watch.start()
    assert eventually(gap.is_set)
    gap.clear()

    x.faults["line"].append("silence")
    x.world.say(PANNE)
    assert eventually(lambda: x.stream_connections == 2 and gap.is_set())
    parts.intake.poll(product.client, product.account)
    x.world.say(PANNE, "bob")
    arrived = eventually(lambda: stored(product) == 2)
    watch.stop()

    assert arrived
    assert parts.marks.counts() == {"x.stalled": 1}
    [line] = [record.message for record in caplog.records if "next try" in record.message]
    assert line.startswith("stream: the stream fell silent")


def test_a_stream_that_keeps_falling_silent_is_left_alone_for_longer_and_longer() -> None:
    silent, backoff = XError(XFault.stalled, "silent"), Backoff()

    waits = [(backoff.failed(silent, NOON) - NOON).total_seconds() for _ in range(8)]

    assert waits == [5, 10, 20, 40, 80, 160, 300, 300]
