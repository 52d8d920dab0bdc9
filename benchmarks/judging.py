"""How many stored posts a second are judged: by the one embedded process, and by workers.

`BROKER_URL=… DATABASE_URL=… python -m benchmarks.judging` stores posts that were written for
training in DATABASE_URL, which should be migrated and empty, and has them judged by the real
classifiers: in this process, by one worker, by two. Each worker is a process that judges one batch
at a time. Posts a second count from the first batch handed out to the last post judged, so other
work on the machine counts; posts a processor second do not, and leave the database's and the
broker's work out. The queues are this run's own.
"""

from __future__ import annotations

import argparse
import csv
import os
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import count, cycle, islice
from multiprocessing import get_context

import psutil

from collector import work
from collector.celery_app import Broker
from collector.config import CollectorConfig, config_of
from collector.dispatch import Dispatch
from collector.judges import classifier_of
from collector.parts import build_judge, build_parts
from collector.training import POSTS
from settings import load_settings
from tickets.claims import Claims
from tickets.database import Database
from tickets.mentions import Mentions, NewMention
from tickets.x_vocabulary import MentionSource, MentionState

STORED_AT_ONCE = 500
ASK_AGAIN_SECONDS = 0.05
WARM_POSTS = 200
numbers = count(1)


@dataclass(frozen=True)
class Speed:
    """Posts judged in a second, and in a second of the judging processes' own work."""

    a_second: float
    a_processor_second: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.judging", description=__doc__)
    parser.add_argument("--posts", type=int, default=5000, help="how many are timed")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], metavar="N")
    options = parser.parse_args()
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    config = replace(config_of(load_settings()), queue=f"benchmark-{uuid.uuid4().hex}")
    database = Database(config.database_url)
    build_parts(config, database)
    print(f"{'':<16} {'posts/s':>8} {'posts/processor second':>24}")
    _show("embedded", _embedded(config, database, options.posts))
    for workers in options.workers:
        _show(f"{workers} understanding", _by_workers(config, database, options.posts, workers))
    database.close()


def _embedded(config: CollectorConfig, database: Database, posts: int) -> Speed:
    judge = build_judge(config, database, classifier_of(load_settings()))
    _timed(database, judge.run, WARM_POSTS, [os.getpid()])
    return _timed(database, judge.run, posts, [os.getpid()])


def _by_workers(config: CollectorConfig, database: Database, posts: int, workers: int) -> Speed:
    broker = Broker(config.broker_url or "", config.queue)
    dispatch = Dispatch(Claims(database), partial(broker.hand_out, config.claimed_for))
    mentions = Mentions(database)

    def _hand_out_all() -> None:
        while mentions.counts_by_state()[MentionState.received]:
            dispatch.run()
            time.sleep(ASK_AGAIN_SECONDS)

    try:
        with _working(config, workers) as pids:
            _timed(database, _hand_out_all, WARM_POSTS * workers, pids)
            return _timed(database, _hand_out_all, posts, pids)
    finally:
        broker.remove()


def _timed(
    database: Database, judge_all: Callable[[], object], posts: int, pids: Sequence[int]
) -> Speed:
    _store(database, posts)
    started, used = time.perf_counter(), _processor_seconds(pids)
    judge_all()
    seconds = time.perf_counter() - started
    return Speed(posts / seconds, posts / (_processor_seconds(pids) - used))


def _processor_seconds(pids: Sequence[int]) -> float:
    times = [psutil.Process(pid).cpu_times() for pid in pids]
    return sum(float(one.user + one.system) for one in times)


@contextmanager
def _working(config: CollectorConfig, workers: int) -> Iterator[list[int]]:
    spawn = get_context("spawn")
    processes = [spawn.Process(target=_understand, args=(config,)) for _ in range(workers)]
    for process in processes:
        process.start()
    try:
        yield [process.pid for process in processes if process.pid is not None]
    finally:
        for process in processes:
            process.terminate()
            process.join()


def _understand(config: CollectorConfig) -> None:
    work.understand(config, partial(classifier_of, load_settings()), concurrency=1)


def _store(database: Database, posts: int) -> None:
    mentions = Mentions(database)
    for start in range(0, posts, STORED_AT_ONCE):
        texts = islice(cycle(_texts()), start, min(start + STORED_AT_ONCE, posts))
        mentions.store([_mention(text, next(numbers)) for text in texts])


def _mention(text: str, number: int) -> NewMention:
    id_ = str(time.time_ns() // 1000 * 1000 + number)
    return NewMention(
        post_id=id_,
        edit_ids=(id_,),
        thread_id=id_,
        author_id=id_,
        author_handle=None,
        text=text,
        language="fr",
        reply_settings="everyone",
        names_us=True,
        created_at=datetime.now(UTC),
        source=MentionSource.replay,
    )


def _texts() -> list[str]:
    texts = []
    for path in sorted(POSTS.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            texts += [row["text"] for row in csv.DictReader(file)]
    return texts


def _show(variant: str, speed: Speed) -> None:
    told = f"{speed.a_second:>8.0f} {speed.a_processor_second:>24.0f}"
    print(f"{variant:<16} {told}", flush=True)


if __name__ == "__main__":
    main()
