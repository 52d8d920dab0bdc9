"""What it costs to take in posts and tickets, with and without the figures being kept, in turns.

Acts come at a steady pace, since one who writes without a pause measures who gets the processor.
"""

from __future__ import annotations

import itertools
import multiprocessing
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.synchronize import Event

from sqlalchemy import text

from benchmarks.processors import Processors
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.kpis.rollup import Rollup
from tickets.mentions import Mentions, NewMention
from tickets.opening_hours import OpeningHours
from tickets.service import TicketService
from tickets.vocabulary import Author, Channel, Theme
from tickets.x_vocabulary import MentionSource

TURNS = 10
POSTS_AT_ONCE = 20
# A hundred times what ten million posts and a million tickets a year come to.
ACTS_A_SECOND = {"posts": 1.6, "tickets": 3.2}
REFRESH_EVERY_SECONDS = 3.0


@dataclass(frozen=True)
class Pace:
    """What was done in how much time: on the clock, and of processors (ours and the database's)."""

    done: int
    seconds: float
    cpu_seconds: float


def measure_ingest(url: str, hours: OpeningHours, seconds: float) -> Iterator[str]:
    """Lines that say how much slower each act is, by the clock and in processor time.

    Processor time needs the database on this machine; it is what holds while others work on it.
    """
    database = Database(url)
    with _keeping_figures(url, hours) as is_wanted:
        for name, act in _acts(database).items():
            plain, kept = [], []
            for _ in range(TURNS):
                is_wanted.clear()
                _set_triggers(database, are_on=False)
                plain.append(_pace(database, name, act, seconds / (2 * TURNS)))
                _set_triggers(database, are_on=True)
                is_wanted.set()
                kept.append(_pace(database, name, act, seconds / (2 * TURNS)))
            yield from _compared(name, plain, kept)
    database.close()


def _compared(name: str, plain: list[Pace], kept: list[Pace]) -> Iterator[str]:
    for what, cost in (("clock", _clock_cost), ("processor", _cpu_cost)):
        without, with_figures = (statistics.median(map(cost, paces)) for paces in (plain, kept))
        yield (
            f"{name:<8} {what:<10} {1000 * without:>8.2f} ms each,"
            f" with figures {1000 * with_figures:>8.2f} ms: {with_figures / without - 1:+.1%}"
        )


def _clock_cost(pace: Pace) -> float:
    return pace.seconds / pace.done


def _cpu_cost(pace: Pace) -> float:
    return pace.cpu_seconds / pace.done


def _acts(database: Database) -> dict[str, Callable[[], int]]:
    numbers = itertools.count(time.time_ns() // 1000)
    mentions, conversations = Mentions(database), Conversations(database)
    tickets = TicketService(database)

    def store() -> int:
        mentions.store([_post(str(next(numbers))) for _ in range(POSTS_AT_ONCE)])
        return POSTS_AT_ONCE

    def open_ticket() -> int:
        conversation, _ = conversations.start(Channel.web)
        conversations.append(conversation.id, Author.customer, "Phrase inventée")
        reference = tickets.open(conversation.id, problem="Panne", theme=Theme.tv).reference
        tickets.propose(reference, "article-invente-1", "Titre inventé")
        tickets.resolve_by_bot(reference)
        return 1

    return {"posts": store, "tickets": open_ticket}


def _post(post_id: str) -> NewMention:
    return NewMention(
        post_id=post_id,
        edit_ids=(post_id,),
        thread_id=post_id,
        author_id=post_id,
        author_handle=None,
        text="Phrase inventée",
        language="fr",
        reply_settings="everyone",
        names_us=True,
        created_at=datetime.now(UTC),
        source=MentionSource.replay,
    )


def _pace(database: Database, name: str, act: Callable[[], int], seconds: float) -> Pace:
    processors, took, done, acts = Processors(database), 0.0, 0, 0
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        act_began = time.perf_counter()
        done, acts = done + act(), acts + 1
        took += time.perf_counter() - act_began
        time.sleep(max(0.0, began + acts / ACTS_A_SECOND[name] - time.perf_counter()))
    return Pace(done, took, processors.seconds())


def _set_triggers(database: Database, *, are_on: bool) -> None:
    """Those that note changes; the others stay as they are."""
    found = text("SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE tgname LIKE 'figures\\_%'")
    with database.session() as session:
        for table, name in session.execute(found).all():
            act = "ENABLE" if are_on else "DISABLE"
            session.execute(text(f'ALTER TABLE {table} {act} TRIGGER "{name}"'))


@contextmanager
def _keeping_figures(url: str, hours: OpeningHours) -> Iterator[Event]:
    """In a process of its own, as the web process is one; it works while the event is set."""
    spawning = multiprocessing.get_context("spawn")
    is_wanted, is_over = spawning.Event(), spawning.Event()
    keeper = spawning.Process(target=_keep_figures, args=(url, hours, is_wanted, is_over))
    keeper.start()
    try:
        yield is_wanted
    finally:
        is_over.set()
        keeper.join()


def _keep_figures(url: str, hours: OpeningHours, is_wanted: Event, is_over: Event) -> None:
    database = Database(url)
    rollup, counted, seconds = Rollup(database, hours), 0, 0.0
    processors = Processors(database)
    while not is_over.wait(REFRESH_EVERY_SECONDS):
        if is_wanted.is_set():
            counted += rollup.refresh()
            seconds += REFRESH_EVERY_SECONDS
    share = processors.seconds() / max(seconds, 1)
    print(f"keeping them: {counted} hours counted, {share:.1%} of one processor", flush=True)
    database.close()
