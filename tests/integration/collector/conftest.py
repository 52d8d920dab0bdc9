"""The collector's steps over a fresh database, and a stand-in X on loopback."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from collector.config import CollectorConfig
from collector.judge import Judge
from collector.parts import Parts, build_judge, build_parts
from collector.posts import Account
from collector.rounds import Step
from collector.run import Collector
from collector.x_client import Credentials, XClient
from tests.cast import Cast, assemble
from tests.fakes.plain_classifier import PlainClassifier
from tests.fakes.x_server import KEYS, XServer
from tickets.collector_settings import CollectorControls
from tickets.database import Database
from tickets.migrate import upgrade
from tickets.templates import ReplyTemplates


class SlidingClock:
    """The real time, moved on at will: ids and times of the stand-in are real ones."""

    def __init__(self) -> None:
        self.offset = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def advance(self, **delay: float) -> None:
        self.offset += timedelta(**delay)


@dataclass
class Product:
    """One collector with its database; `round` does each of its steps once."""

    config: CollectorConfig
    database: Database
    parts: Parts
    judge: Judge
    client: XClient
    account: Account
    cast: Cast
    clock: SlidingClock
    controls: CollectorControls

    def round(self) -> None:
        self.take_in()
        while self.parts.outbox.send_next(self.client):
            pass

    def take_in(self) -> None:
        self.parts.intake.poll(self.client, self.account)
        self.judge.run()

    def collector(self) -> Collector:
        judging = Step("judge", timedelta(0), self.judge.run)
        return Collector(self.config, self.client, self.parts, judging, self.clock)


def eventually(is_so: Callable[[], bool], seconds: float = 180) -> bool:
    """Whether it comes true within that time."""
    deadline = time.monotonic() + seconds
    while not (came_true := is_so()) and time.monotonic() < deadline:
        threading.Event().wait(0.02)
    return came_true


def credentials() -> Credentials:
    return Credentials(*KEYS.values())


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("collector") / "migrated.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def x() -> Iterator[XServer]:
    server = XServer()
    server.hang_seconds = 6
    server.start()
    yield server
    server.stop()


@pytest.fixture
def config(tmp_path: Path, migrated_file: Path, x: XServer) -> CollectorConfig:
    shutil.copy(migrated_file, tmp_path / "collector.db")
    return CollectorConfig(
        database_url=f"sqlite:///{tmp_path / 'collector.db'}",
        var_dir=tmp_path,
        public_url="http://aide.example.org",
        timezone="Europe/Paris",
        credentials=credentials(),
        api_url=x.url,
        streams=False,
        poll_seconds=0.2,
        timeout_seconds=4,
        settle_after=timedelta(0),
        keep_for=timedelta(days=10),
        reply_within=timedelta(hours=12),
        link_days=7,
    )


@pytest.fixture
def product(config: CollectorConfig) -> Iterator[Product]:
    """In automatic mode, every wording approved, no quiet hours, wide caps."""
    clock = SlidingClock()
    database = Database(config.database_url)
    client = XClient(credentials(), api_url=config.api_url, timeout_seconds=4)
    parts = build_parts(config, database, clock)
    judge = build_judge(config, database, PlainClassifier(), clock=clock)
    cast = assemble(database)
    controls = CollectorControls(database, clock)
    open_up(database, controls, cast)
    yield Product(config, database, parts, judge, client, client.me(), cast, clock, controls)
    database.close()


def open_up(database: Database, controls: CollectorControls, cast: Cast) -> None:
    templates = ReplyTemplates(database)
    templates.approve([one.id for one in templates.list()], cast.diane.id)
    controls.change(
        cast.diane.id,
        mode="automatic",
        per_author_per_day=100,
        per_hour=1000,
        per_day=1000,
        dollars_per_day=1000,
        quiet_from="00:00",
        quiet_to="00:00",
    )
