"""The collector on a real broker: workers killed, a broker that goes away, two intakes.

Each test has queues of its own, so several runs may share the broker.
"""

from __future__ import annotations

import io
import json
import os
import random
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis
from sqlalchemy import func, select, text

from collector.celery_app import Broker
from collector.config import CollectorConfig
from collector.lock import NUMBER
from collector.replay import replay
from tests.fakes.door import Door
from tests.fakes.x_server import KEYS, XServer
from tests.fakes.x_world import HANDLE
from tests.integration.collector.conftest import Product, eventually
from tests.integration.collector.test_kills import is_quiet
from tests.services import postgresql_database, require_address
from tickets.migrate import upgrade
from tickets.x_schema import MentionRow, PostReplyRow
from tickets.x_vocabulary import ReplyState

WORDS = ("ma box est en panne", "la télé est en panne !", "joli logo")
KINDS = ("intake", "intake", "understand", "understand")
KILLS = 6
CLAIMED_SECONDS = 3


class Workers:
    """Processes of the collector over one broker; `log` is what all of them said."""

    def __init__(self, config: CollectorConfig, log: Path) -> None:
        self.log = log
        self._running: list[tuple[str, subprocess.Popen[bytes]]] = []
        self._arguments = ["--queue", config.queue, "--claimed-for", str(CLAIMED_SECONDS)]
        self._environment = {
            **os.environ,
            **KEYS,
            "BROKER_URL": config.broker_url or "",
            "DATABASE_URL": config.database_url,
            "VAR_DIR": str(config.var_dir),
            "X_API_URL": config.api_url or "",
            "X_POLL_SECONDS": "1",
            "X_TIMEOUT_SECONDS": "1",
            "X_SETTLE_SECONDS": "1",
        }

    def start(self, kind: str) -> None:
        command = [sys.executable, "-m", "tests.fakes.collector_process", kind, *self._arguments]
        with self.log.open("ab") as output:
            process = subprocess.Popen(command, env=self._environment, stdout=output, stderr=output)
        self._running.append((kind, process))

    def kill_one(self, chance: random.Random) -> str:
        """A worker, or one of the processes that judge for it, as the kernel kills; which kind."""
        kind, process = chance.choice(self._running)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        judges = [int(pid) for pid in children.read_text().split()]
        if judges and chance.random() < 0.5:
            os.kill(chance.choice(judges), signal.SIGKILL)
        else:
            self._running.remove((kind, process))
            process.kill()
            process.wait()
            self.start(kind)
        return kind

    def stop(self) -> None:
        for _, process in self._running:
            process.terminate()
        for _, process in self._running:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def said(self, what: str) -> int:
        return self.log.read_text().count(what) if self.log.exists() else 0


@pytest.fixture(params=["RabbitMQ and PostgreSQL", "Redis and SQLite"])
def services(request: pytest.FixtureRequest) -> str:
    """On what the test runs."""
    return str(request.param)


@pytest.fixture
def broker_url(services: str) -> str:
    return require_address("TEST_REDIS_URL" if "Redis" in services else "TEST_BROKER_URL")


@pytest.fixture
def config(config: CollectorConfig, services: str, broker_url: str) -> Iterator[CollectorConfig]:
    config = replace(config, broker_url=broker_url, queue=f"test-{uuid.uuid4().hex}")
    if "PostgreSQL" in services:
        with postgresql_database() as url:
            upgrade(url)
            yield replace(config, database_url=url)
    else:
        yield config
    Broker(broker_url, config.queue).remove()
    if "Redis" in services:
        _remove_what_was_not_acknowledged(broker_url, config.queue)


@pytest.fixture
def workers(product: Product, tmp_path: Path) -> Iterator[Workers]:
    workers = Workers(product.config, tmp_path / "workers.log")
    yield workers
    workers.stop()


def _remove_what_was_not_acknowledged(redis_url: str, queue: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        for key in client.scan_iter(f"{queue}*"):
            client.delete(key)


def _replays(product: Product, path: Path, number: int) -> None:
    rows = [{"id": str(10**12 + number * 100 + n), "text": WORDS[n % 3]} for n in range(30)]
    path.write_text("\n".join(map(json.dumps, rows)))
    replay(product.parts.mentions, product.judge, path, shown=io.StringIO())


@pytest.mark.slow
def test_killed_at_random_moments_they_judge_each_mention_once_and_reply_once(
    product: Product, x: XServer, workers: Workers, tmp_path: Path
) -> None:
    chance = random.Random(2026)
    x.chaos_rate = 0.05
    posts: list[str] = []
    for kind in KINDS:
        workers.start(kind)
    assert eventually(lambda: workers.said("collecting for") > 0), workers.log.read_text()

    for number in range(KILLS):
        for _ in range(chance.randrange(1, 5)):
            posts.append(x.world.say(f"@{HANDLE} {chance.choice(WORDS)}", f"customer{len(posts)}"))
        _replays(product, tmp_path / "posts.jsonl", number)
        eventually(lambda: False, seconds=chance.uniform(0, 0.8))
        workers.kill_one(chance)
    x.chaos_rate = 0
    total = len(posts) + 30 * KILLS
    ended = eventually(lambda: is_quiet(product, total), seconds=300)

    assert ended, workers.log.read_text()[-3000:]
    with product.database.reading() as session:
        found = session.scalars(select(MentionRow.post_id)).all()
        replied = select(func.count()).select_from(PostReplyRow).group_by(PostReplyRow.mention_id)
        assert set(session.scalars(replied)) == {1}
    assert {*posts} <= {*found}
    assert len(found) == len(set(found)) == total
    assert {n for n in x.world.replies_by_target().values() if n > 1} == set()
    counts = product.parts.replies.counts_by_state()
    on_x = len(x.world.replies)
    assert counts[ReplyState.sent] <= on_x <= counts[ReplyState.sent] + counts[ReplyState.unknown]


@pytest.fixture
def door(broker_url: str) -> Iterator[Door]:
    """Before the broker."""
    address = urlsplit(broker_url)
    door = Door(address.hostname or "", address.port or 0)
    yield door
    door.shut()


@pytest.fixture
def behind_the_door(
    product: Product, broker_url: str, door: Door, tmp_path: Path
) -> Iterator[Workers]:
    """Workers that started while the broker was away, and go on once it is there."""
    behind = broker_url.replace(f":{urlsplit(broker_url).port}", f":{door.port}")
    config = replace(product.config, broker_url=behind)
    workers = Workers(config, tmp_path / "workers.log")
    workers.start("intake")
    workers.start("understand")
    assert eventually(lambda: workers.said("Cannot connect to") >= 2)
    door.open()
    yield workers
    workers.stop()


def test_a_broker_that_goes_away_is_told_and_waited_for(
    behind_the_door: Workers, door: Door, x: XServer
) -> None:
    workers = behind_the_door
    x.world.say(f"@{HANDLE} {WORDS[0]}", "alice")
    assert eventually(lambda: len(x.world.replies) == 1), workers.log.read_text()

    door.shut()
    assert eventually(lambda: workers.said("Connection to broker lost") >= 1)
    x.world.say(f"@{HANDLE} {WORDS[0]}", "bob")
    door.open()

    assert eventually(lambda: len(x.world.replies) == 2), workers.log.read_text()
    assert workers.said("Traceback") == 0, workers.log.read_text()


@pytest.mark.parametrize("services", ["Redis and SQLite"], indirect=True)
def test_a_step_that_ends_while_the_broker_is_away_does_not_keep_its_worker_from_the_next(
    behind_the_door: Workers, door: Door, x: XServer
) -> None:
    workers = behind_the_door
    assert eventually(lambda: workers.said("collecting for") == 1), workers.log.read_text()

    x.faults["mentions"].append("hang")
    assert eventually(lambda: not x.faults["mentions"])
    door.shut()
    assert eventually(lambda: workers.said("Couldn't ack") == 1), workers.log.read_text()
    x.world.say(f"@{HANDLE} {WORDS[0]}")
    door.open()

    assert eventually(lambda: len(x.world.replies) == 1), workers.log.read_text()


@pytest.mark.parametrize("services", ["RabbitMQ and PostgreSQL"], indirect=True)
def test_an_intake_that_lost_its_lock_begins_anew(
    product: Product, x: XServer, workers: Workers
) -> None:
    workers.start("intake")
    workers.start("understand")
    assert eventually(lambda: workers.said("collecting for") == 1), workers.log.read_text()

    with product.database.session() as session:
        held = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        session.execute(text(f"{held} AND objid = {NUMBER}"))
    x.world.say(f"@{HANDLE} {WORDS[0]}")

    assert eventually(lambda: workers.said("collecting for") == 2), workers.log.read_text()
    assert eventually(lambda: len(x.world.replies) == 1), workers.log.read_text()
