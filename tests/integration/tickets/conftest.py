"""A fresh, migrated database for each test, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.cast import Cast, assemble
from tests.services import postgresql_database, require_address
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.desk import Desk
from tickets.migrate import upgrade
from tickets.schema import Base
from tickets.service import TicketService
from tickets.sweeps import Sweeper
from tickets.views import TicketView
from tickets.vocabulary import Channel, Theme


class SteppedClock:
    """A clock that stands still until told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **delay: float) -> None:
        self.now += timedelta(**delay)


def _empty(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        # As a replica does, without guards: events are otherwise never removed.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table in Base.metadata.sorted_tables:
            connection.execute(table.delete())
    engine.dispose()


@pytest.fixture(scope="session")
def migrated_sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "migrated.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgresql_url() -> Iterator[str]:
    with postgresql_database() as url:
        upgrade(url)
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def product(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on."""
    if request.param == "postgresql":
        require_address("TEST_DATABASE_URL")
    return str(request.param)


@pytest.fixture
def empty_url(product: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    if product == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
    else:
        with postgresql_database() as url:
            yield url


@pytest.fixture
def database_url(product: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a migrated database without rows."""
    if product == "sqlite":
        path = tmp_path / "tickets.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite_file"), path)
        yield f"sqlite:///{path}"
    else:
        # One for all tests, emptied after each: to create one takes as long as thirty tests.
        url = request.getfixturevalue("migrated_postgresql_url")
        yield url
        _empty(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
def conversations(database: Database, clock: SteppedClock) -> Conversations:
    return Conversations(database, clock)


@pytest.fixture
def service(database: Database, clock: SteppedClock) -> TicketService:
    return TicketService(database, clock)


@pytest.fixture
def sweeper(database: Database, clock: SteppedClock) -> Sweeper:
    return Sweeper(database, clock)


@pytest.fixture
def cast(database: Database) -> Cast:
    return assemble(database)


@pytest.fixture
def desk(database: Database, clock: SteppedClock) -> Desk:
    return Desk(database, clock, grace_seconds=120)


@pytest.fixture
def conversation_id(conversations: Conversations) -> str:
    return conversations.start(Channel.web)[0].id


@pytest.fixture
def open_ticket(service: TicketService, conversation_id: str) -> Callable[..., TicketView]:
    """Opens Alice Martin's ticket about her slow connection, in her conversation."""

    def _open(problem: str = "Ma connexion est lente") -> TicketView:
        return service.open(
            conversation_id,
            problem=problem,
            customer_name="Alice Martin",
            contact="alice@example.org",
            theme=Theme.internet_fixe,
        )

    return _open
