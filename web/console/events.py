"""What just changed, told to every open page of the console, in this process and in the others.

An event says that something changed and where; pages ask again for what they show. Kinds are
`queue`, `ticket:REFERENCE` (state, notes) and `conversation:ID` (messages, typing). An event may be
told twice, and may be lost with Redis; the queue's version, asked every second, makes up for both.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

QUEUE = "queue"
WAITING_EVENTS = 100
Announce = Callable[[str], Coroutine[Any, Any, None]]
ReadVersion = Callable[[], int]


def of_ticket(reference: str) -> str:
    return f"ticket:{reference}"


def of_conversation(conversation_id: str) -> str:
    return f"conversation:{conversation_id}"


@dataclass(frozen=True, slots=True)
class Event:
    """`data` is small and says nothing that a page may not read: who types, which state."""

    kind: str
    data: dict[str, Any] = field(default_factory=dict)


async def to_nobody(text: str) -> None:
    """One process alone has no other to tell."""


class Events:
    """Any thread may publish; pages listen on the event loop of the process."""

    def __init__(self, announce: Announce = to_nobody) -> None:
        self._announce = announce
        self._own_id = secrets.token_hex(8)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listeners: set[Listener] = set()
        self._announcing: set[asyncio.Task[None]] = set()
        self._version: int | None = None

    def start(self) -> None:
        """Called on the event loop, before the first page is served."""
        self._loop = asyncio.get_running_loop()

    def publish(self, kind: str, **data: Any) -> None:
        """Tell every page here and, through Redis, everywhere."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._tell, Event(kind, data))

    async def receive(self, text: str) -> None:
        """An event of another process, as Redis brings it."""
        heard = json.loads(text)
        if heard["from"] != self._own_id:
            self._tell_here(Event(heard["kind"], heard["data"]))

    async def watch_queue(self, read_version: ReadVersion) -> None:
        """One look at the queue's version: other processes write to the same database."""
        version = await asyncio.to_thread(read_version)
        if self._version not in (None, version):
            self._tell_here(Event(QUEUE))
        self._version = version

    @contextmanager
    def listener(self, *kinds: str) -> Iterator[Listener]:
        """A page's ear for these kinds, for as long as it is open."""
        listener = Listener(frozenset(kinds))
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def _tell(self, event: Event) -> None:
        self._tell_here(event)
        if self._announce is not to_nobody:
            text = json.dumps({"from": self._own_id, "kind": event.kind, "data": event.data})
            task = asyncio.create_task(self._announce(text))
            self._announcing.add(task)
            task.add_done_callback(self._announcing.discard)

    def _tell_here(self, event: Event) -> None:
        for listener in self._listeners:
            listener.hear(event)


class Listener:
    """Keeps what a page has not read yet; a page that reads nothing loses the oldest."""

    def __init__(self, kinds: frozenset[str]) -> None:
        self._kinds = kinds
        self._waiting: asyncio.Queue[Event] = asyncio.Queue(WAITING_EVENTS)

    def hear(self, event: Event) -> None:
        if event.kind not in self._kinds:
            return
        if self._waiting.full():
            self._waiting.get_nowait()
        self._waiting.put_nowait(event)

    async def next(self, within_seconds: float) -> Event | None:
        """The next event, or None when none came in that time."""
        try:
            return await asyncio.wait_for(self._waiting.get(), within_seconds)
        except TimeoutError:
            return None
