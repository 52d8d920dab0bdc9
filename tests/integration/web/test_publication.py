"""What the console decided reaches the bot: the folder, the index, one process at a time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from knowledge_base.extra import RETIRED
from tests.cast import Cast, assemble
from tickets.database import Database
from tickets.drafting import DraftText
from tickets.drafts import Drafts
from tickets.migrate import upgrade
from tickets.shelf import Shelf
from tickets.vocabulary import Theme
from web import publication
from web.library import Library
from web.publication import ATTEMPT, Places, Publication, PublicationFailed, Publisher

OF_A_FILE = "abonnement-chaines"
TEXT = DraftText(
    "La TV saccade", Theme.tv, tuple(f"ma télé saute {n}" for n in range(6)), "1. Redémarrez."
)


class Builder:
    """Stands for the index's build: the version changes, nothing is computed."""

    def __init__(self) -> None:
        self.builds = 0
        self.fault = ""
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, places: Places) -> None:
        self.builds += 1
        await self.gate.wait()
        if self.fault:
            raise PublicationFailed(self.fault)
        make_current(places, places.wanted_version)


def make_current(places: Places, version: str) -> None:
    places.index.mkdir(parents=True, exist_ok=True)
    (places.index / "current").write_text(version)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path}/test.db"
    upgrade(url)
    opened = Database(url)
    yield opened
    opened.close()


@pytest.fixture
def cast(database: Database) -> Cast:
    return assemble(database)


@pytest.fixture
def drafts(database: Database) -> Drafts:
    return Drafts(database)


@pytest.fixture
def shelf(database: Database) -> Shelf:
    return Shelf(database)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    found = Places(tmp_path / "var", "a-model")
    make_current(found, found.wanted_version)
    return found


@pytest.fixture
def builder() -> Builder:
    return Builder()


@pytest.fixture
def start(shelf: Shelf, places: Places, builder: Builder) -> Callable[[], Publisher]:
    """A web process' publisher."""
    return lambda: Publisher(shelf, Library(shelf), places, builder)


def publish_one(drafts: Drafts, cast: Cast) -> str:
    return drafts.publish(drafts.create(TEXT, cast.alice.id).id, cast.diane.id).article_id


async def test_where_nothing_was_decided_nothing_is_touched(
    start: Callable[[], Publisher], places: Places, builder: Builder
) -> None:
    publisher = start()

    await publisher.publish()

    assert publisher.state() is Publication.done
    assert builder.builds == 0
    assert not places.articles.exists()


async def test_a_publication_is_under_way_until_the_index_is_in_use(
    start: Callable[[], Publisher], drafts: Drafts, cast: Cast, places: Places, builder: Builder
) -> None:
    publisher = start()
    article = publish_one(drafts, cast)
    assert publisher.state() is Publication.under_way

    await publisher.publish()

    assert publisher.state() is Publication.done
    assert (places.articles / f"{article}.md").is_file()
    await publisher.publish()
    assert builder.builds == 1


async def test_a_retired_article_is_named_and_comes_back(
    start: Callable[[], Publisher], shelf: Shelf, cast: Cast, places: Places, builder: Builder
) -> None:
    publisher = start()
    shelf.retire(OF_A_FILE, cast.diane.id)

    await publisher.publish()
    named = (places.articles / RETIRED).read_text()
    shelf.restore(OF_A_FILE, cast.diane.id)
    await publisher.publish()

    assert named == f"{OF_A_FILE}\n"
    assert (places.articles / RETIRED).read_text() == ""
    assert publisher.state() is Publication.done
    assert builder.builds == 2


async def test_a_starting_process_writes_the_folder_anew_and_builds_only_when_due(
    start: Callable[[], Publisher], drafts: Drafts, cast: Cast, places: Places, builder: Builder
) -> None:
    article = publish_one(drafts, cast)
    await start().publish()
    file = places.articles / f"{article}.md"
    written = file.read_text()
    file.write_text("edited by hand")
    (places.articles / "stranger.md").write_text("no article")

    await start().publish()

    assert file.read_text() == written
    assert not (places.articles / "stranger.md").exists()
    assert builder.builds == 1


async def test_an_index_built_without_the_console_is_replaced(
    start: Callable[[], Publisher], drafts: Drafts, cast: Cast, places: Places, builder: Builder
) -> None:
    publisher = start()
    publish_one(drafts, cast)
    await publisher.publish()
    make_current(places, "a-developers-own")
    assert publisher.state() is Publication.under_way

    await publisher.publish()

    assert publisher.state() is Publication.done
    assert builder.builds == 2


async def test_two_processes_build_once_and_both_see_it_done(
    start: Callable[[], Publisher], drafts: Drafts, cast: Cast, builder: Builder
) -> None:
    first, second = start(), start()
    publish_one(drafts, cast)
    builder.gate.clear()
    building = asyncio.create_task(first.publish())
    async with asyncio.timeout(5):
        while not builder.builds:
            await asyncio.sleep(0)

    await second.publish()
    assert second.state() is Publication.under_way
    builder.gate.set()
    await building
    await second.publish()

    assert builder.builds == 1
    assert second.state() is first.state() is Publication.done


async def test_a_failure_is_shown_and_tried_again(
    start: Callable[[], Publisher],
    drafts: Drafts,
    cast: Cast,
    places: Places,
    builder: Builder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(publication, "RETRY_SECONDS", 0)
    publisher = start()
    publish_one(drafts, cast)
    builder.fault = "no space left"

    await publisher.publish()

    assert publisher.state() is Publication.failed
    assert json.loads((places.articles / ATTEMPT).read_text())["fault"] == "no space left"
    builder.fault = ""
    await publisher.publish()
    assert publisher.state() is Publication.done


async def test_a_decision_during_a_build_is_brought_by_the_next_one(
    start: Callable[[], Publisher], shelf: Shelf, drafts: Drafts, cast: Cast, builder: Builder
) -> None:
    publisher = start()
    publish_one(drafts, cast)
    builder.gate.clear()
    building = asyncio.create_task(publisher.publish())
    async with asyncio.timeout(5):
        while not builder.builds:
            await asyncio.sleep(0)
    shelf.retire(OF_A_FILE, cast.diane.id)
    builder.gate.set()
    await building
    assert publisher.state() is Publication.under_way

    await publisher.publish()

    assert publisher.state() is Publication.done
    assert builder.builds == 2
