"""kill -9 at random moments while X misbehaves: nothing lost, nothing doubled, doubts listed.

`COLLECTOR_KILLS=200` says how often; the suite does it 20 times.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.fakes.x_server import KEYS, XServer
from tests.fakes.x_world import HANDLE
from tests.integration.collector.conftest import Product, eventually
from tickets.x_schema import MentionRow
from tickets.x_vocabulary import MentionState, ReplyState

KILLS = int(os.environ.get("COLLECTOR_KILLS", "20"))
AT_WORK = "collecting for"
DIES_YOUNG = 0.1
LONGEST_LIFE_SECONDS = 2.0


@contextmanager
def collector_process(product: Product, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        **KEYS,
        "DATABASE_URL": product.config.database_url,
        "VAR_DIR": str(product.config.var_dir),
        "X_API_URL": product.config.api_url or "",
        "X_POLL_SECONDS": "0.2",
        "X_TIMEOUT_SECONDS": "1",
        "X_SETTLE_SECONDS": "1",
    }
    with log.open("ab") as output:
        command = [sys.executable, "-m", "tests.fakes.collector_process"]
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def live_and_die(
    product: Product, x: XServer, log: Path, chance: random.Random, posts: list[str]
) -> None:
    """One life of a collector with people posting all along; some die before they work."""
    begun = log.read_text().count(AT_WORK) if log.exists() else 0
    with collector_process(product, log):
        if chance.random() < DIES_YOUNG:
            threading.Event().wait(chance.uniform(0, 1))
            return
        eventually(lambda: log.read_text().count(AT_WORK) > begun, seconds=20)
        over = time.monotonic() + chance.uniform(0, LONGEST_LIFE_SECONDS)
        while time.monotonic() < over:
            words = chance.choice(("ma box est en panne", "la télé est en panne !", "joli logo"))
            posts.append(x.world.say(f"@{HANDLE} {words}", f"customer{len(posts)}"))
            threading.Event().wait(chance.uniform(0.1, 0.6))


def is_quiet(product: Product, posts: int) -> bool:
    states = product.parts.mentions.counts_by_state()
    is_judged = states[MentionState.judged] == posts and not states[MentionState.received]
    # In this order: a reply that is due is being sent next.
    return is_judged and not product.parts.replies.due() and not product.parts.replies.sending()


@pytest.mark.slow
def test_killed_at_random_moments_it_loses_and_doubles_nothing(
    product: Product, x: XServer, tmp_path: Path
) -> None:
    chance = random.Random(2026)
    x.chaos_rate = 0.1
    x.hang_seconds = 1.5
    log = tmp_path / "collector.log"

    posts: list[str] = []

    for _ in range(KILLS):
        live_and_die(product, x, log, chance, posts)
    x.chaos_rate = 0
    with collector_process(product, log):
        ended = eventually(lambda: is_quiet(product, len(posts)), seconds=300 + 3 * KILLS)

    assert ended, log.read_text()[-3000:]
    with product.database.reading() as session:
        stored = sorted(str(row.post_id) for row in session.query(MentionRow))
    assert stored == sorted(posts)
    doubled = {post: n for post, n in x.world.replies_by_target().items() if n > 1}
    assert doubled == {}
    counts = product.parts.replies.counts_by_state()
    on_x = len(x.world.replies)
    assert counts[ReplyState.sent] <= on_x <= counts[ReplyState.sent] + counts[ReplyState.unknown]
    assert len(product.parts.replies.unknown()) == counts[ReplyState.unknown]
    print(f"\n{KILLS} kills, {len(posts)} posts, {on_x} replies on X, {dict(counts)}")


@pytest.mark.slow
def test_a_second_copy_stands_by_until_the_first_is_killed(
    product: Product, x: XServer, tmp_path: Path
) -> None:
    first_log, second_log = tmp_path / "first.log", tmp_path / "second.log"
    with collector_process(product, first_log) as first:
        assert eventually(lambda: AT_WORK in first_log.read_text())
        with collector_process(product, second_log):
            assert eventually(lambda: "stands by" in second_log.read_text())
            post = x.world.say(f"@{HANDLE} ma box est en panne")
            assert eventually(lambda: len(x.world.replies) == 1)

            first.kill()

            assert eventually(lambda: AT_WORK in second_log.read_text())
            later = x.world.say(f"@{HANDLE} la télé est en panne", "bob")
            assert eventually(lambda: len(x.world.replies) == 2)
    assert x.world.replies_by_target() == {post: 1, later: 1}
