"""Brings what the console decided about articles to the bot, and says how far that is.

The database is the truth: the folder of articles is written from it, and the search index built
from the files and that folder, by a process of its own. Web processes that share it take turns.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import logging
import os
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from knowledge_base.building import Sources
from knowledge_base.extra import write_extra
from knowledge_base.index import current_version
from tickets.shelf import Shelf
from web.library import Library

logger = logging.getLogger(__name__)
LONGEST_BUILD_SECONDS = 900
RETRY_SECONDS = 30.0
LOCK, ATTEMPT = "lock", "publication.json"


class Publication(StrEnum):
    """Whether the bot answers with what the console says."""

    done = "done"
    under_way = "under_way"
    failed = "failed"


class PublicationFailed(Exception):  # noqa: N818 - says what happened; it is tried again
    """The index was not built; the one before stays in use."""


@dataclass(frozen=True)
class Attempt:
    """What was last brought to the bot: the shelf's revision, and the index made of it."""

    revision: str = ""
    version: str | None = None
    fault: str | None = None


@dataclass(frozen=True)
class Places:
    """Where the articles go, and the model that the index is built with."""

    var_dir: Path
    embedding_model: str

    @property
    def articles(self) -> Path:
        return self.var_dir / "articles"

    @property
    def index(self) -> Path:
        return self.var_dir / "index"

    @property
    def wanted_version(self) -> str:
        return Sources(extra=self.articles).version(self.embedding_model)


Build = Callable[[Places], Awaitable[None]]


async def build_index(places: Places) -> None:
    """Run the knowledge base's own command; `PublicationFailed` has what it said last."""
    command = (sys.executable, "-m", "knowledge_base", "build", "--extra", str(places.articles))
    own = {"VAR_DIR": str(places.var_dir), "EMBEDDING_MODEL": places.embedding_model}
    process = await asyncio.create_subprocess_exec(
        *command,
        env={**os.environ, **own},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(LONGEST_BUILD_SECONDS):
            _, errors = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    said = errors.decode(errors="replace").strip()
    if process.returncode:
        raise PublicationFailed(said.rpartition("\n")[2] or f"exit code {process.returncode}")
    if said:
        logger.warning("the search index was built; it said: %s", said)


class Publisher:
    """`build` makes the index of its places current, or raises `PublicationFailed`."""

    def __init__(
        self, shelf: Shelf, library: Library, places: Places, build: Build = build_index
    ) -> None:
        self._shelf = shelf
        self._library = library
        self._places = places
        self._build = build
        self._is_new = True

    async def publish(self) -> None:
        """Bring the present contents of the shelf to the bot, unless it has them."""
        revision = await asyncio.to_thread(self._shelf.revision)
        if self._has_nothing_to_do(revision):
            return
        with _alone(self._places.articles / LOCK) as is_alone:
            if is_alone:
                await self._bring()
                self._is_new = False
        if self._last().fault:
            await asyncio.sleep(RETRY_SECONDS)

    def state(self) -> Publication:
        """How far it is, whichever process works on it."""
        return self._state_of(self._shelf.revision())

    def _state_of(self, revision: str) -> Publication:
        last = self._last()
        if last.revision != revision:
            return Publication.under_way
        if last.fault:
            return Publication.failed
        is_in_use = last.version in (None, current_version(self._places.index))
        return Publication.done if is_in_use else Publication.under_way

    def _has_nothing_to_do(self, revision: str) -> bool:
        """A process that starts writes the folder anew, whatever became of it meanwhile."""
        has_no_folder = not revision and not self._places.articles.exists()
        is_done = self._state_of(revision) is Publication.done and not self._is_new
        return has_no_folder or is_done

    async def _bring(self) -> None:
        began = time.monotonic()
        revision = await asyncio.to_thread(self._write_folder)
        wanted = await asyncio.to_thread(lambda: self._places.wanted_version)
        fault = None
        if current_version(self._places.index) != wanted:
            fault = await self._built(wanted)
            logger.info("articles published in %.0f s", time.monotonic() - began)
        self._keep(Attempt(revision, None if fault else wanted, fault))

    async def _built(self, wanted: str) -> str | None:
        """What went wrong, if anything."""
        try:
            await self._build(self._places)
        except (PublicationFailed, OSError, TimeoutError) as error:
            logger.error("articles were not published: %s", error)
            return str(error) or type(error).__name__
        made = current_version(self._places.index)
        return None if made == wanted else f"the index is {made}, not {wanted}"

    def _write_folder(self) -> str:
        contents = self._shelf.contents()
        articles = [self._library.written(draft) for draft in contents.published]
        retired = [one.article_id for one in contents.retired]
        write_extra(self._places.articles, articles, retired)
        return contents.revision

    def _last(self) -> Attempt:
        try:
            kept = (self._places.articles / ATTEMPT).read_text(encoding="utf-8")
            return Attempt(**json.loads(kept))
        except (OSError, ValueError, TypeError):
            return Attempt()

    def _keep(self, attempt: Attempt) -> None:
        unfinished = self._places.articles / f"{ATTEMPT}.unfinished"
        unfinished.write_text(json.dumps(asdict(attempt)), encoding="utf-8")
        unfinished.replace(self._places.articles / ATTEMPT)


@contextmanager
def _alone(path: Path) -> Iterator[bool]:
    """Whether nobody else works there; the system frees the lock of a process that dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
