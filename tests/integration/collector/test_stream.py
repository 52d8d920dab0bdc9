"""The filtered stream lowers the delay; what it loses, polling brings."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from collector.stream import StreamWatch
from tests.fakes.x_server import XServer
from tests.fakes.x_world import HANDLE
from tests.integration.collector.conftest import Product
from tickets.x_vocabulary import MentionState

PANNE = f"@{HANDLE} ma box est en panne"


def eventually(is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 20
    while not is_so() and time.monotonic() < deadline:
        threading.Event().wait(0.02)
    return is_so()


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
