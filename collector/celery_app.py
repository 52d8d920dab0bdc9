"""The broker: steps and batches go out as tasks, and workers do them. The one file on Celery.

A task carries the ids of mentions or nothing at all, never a post. The database is the truth: a
task that is lost, late or delivered twice costs some time and nothing else, so no result is kept.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event, Thread
from typing import Any

from celery import Celery, signals
from celery.beat import Scheduler, SchedulingError, Service
from celery.exceptions import CPendingDeprecationWarning
from celery.platforms import SecurityWarning
from celery.worker import state as worker_state
from kombu.exceptions import OperationalError

from collector.errors import BrokerError

logger = logging.getLogger(__name__)
SHORTEST_PACE = timedelta(seconds=1)
LONG_AGO = datetime(2006, 3, 21, tzinfo=UTC)
INTAKE, UNDERSTAND = "intake", "understand"
CHATTY = {
    "celery.worker.strategy": logging.WARNING,  # a line for each task
    "celery.worker.request": logging.WARNING,
    "celery.app.trace": logging.WARNING,
    "celery.beat": logging.CRITICAL,  # the worker beside it says already that the broker is away
}
WORDY = ("celery.worker", "celery.worker.consumer.consumer", "celery.worker.request")
OPTIONS = {
    "accept_content": ["json"],
    "task_serializer": "json",
    "task_ignore_result": True,
    # A task is done when it is acknowledged, so a worker that is killed leaves it to another.
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "worker_prefetch_multiplier": 1,
    "broker_connection_retry_on_startup": True,
    "broker_connection_max_retries": None,
    "worker_enable_remote_control": False,
    "worker_redirect_stdouts": False,
}
# Redis hands a task out again when it was not acknowledged for so long; no task takes as long.
VISIBILITY_SECONDS = 600


class Broker:
    """Two queues on BROKER_URL: `NAME.intake` for the steps, `NAME.understand` for batches."""

    def __init__(self, url: str, name: str = "collector") -> None:
        self._name = name
        self._app = Celery(name, broker=url, set_as_current=False)
        self._app.conf.update(
            OPTIONS,
            broker_transport_options=_transport_options(url, name),
            task_queues=dict(map(self._queue, (INTAKE, UNDERSTAND))),
            task_default_queue=f"{name}.{UNDERSTAND}",
        )

    def hand_out(self, lasting: timedelta, mention_ids: Sequence[int]) -> None:
        """Have a worker judge them, unless it gets to it only after `lasting`. Raises
        `BrokerError`."""
        try:
            self._app.send_task(
                f"{self._name}.judge",
                [list(mention_ids)],
                queue=f"{self._name}.{UNDERSTAND}",
                expires=lasting.total_seconds(),
            )
        except OperationalError as error:
            raise BrokerError(f"BROKER_URL: the broker takes no task ({error})") from error

    def remove(self) -> None:
        """Take both queues, and what waits in them, off the broker."""
        with self._app.connection_for_write() as connection:
            for queue in self._app.amqp.queues.values():
                declared = queue(connection)
                declared.declare()  # without it, Redis does not know what belongs to the queue
                declared.delete()
                declared.exchange.delete()

    def run_steps(
        self,
        paces: Mapping[str, timedelta],
        run_one: Callable[[str], None],
        still_first: Callable[[], bool],
    ) -> bool:
        """Each step at its pace, one at a time.

        True when the process was told to stop, False when `still_first` said no.
        """
        lost = Event()
        for name in paces:
            self._add_step(name, run_one, still_first, lost)
        self._app.conf.beat_schedule = {name: self._entry(name, paces[name]) for name in paces}
        beat = Service(self._app, max_interval=1, scheduler_cls=_Beat)
        ticking = Thread(target=beat.start, name="beat", daemon=True)
        self._work(INTAKE, "threads", 1, ready=ticking.start)
        beat.stop()
        return not lost.is_set()

    def run_judge(self, judge: Callable[[list[int]], object], concurrency: int) -> None:
        """Batches as they come, until told to stop: one at a time here, or `concurrency` at a time,
        each by a process of its own."""

        def _judge(mention_ids: list[int]) -> None:
            judge(mention_ids)

        self._app.task(_judge, name=f"{self._name}.judge", shared=False)
        ready = partial(logger.info, "ready to understand posts, %d batches at a time", concurrency)
        pool = "threads" if concurrency == 1 else "prefork"
        self._work(UNDERSTAND, pool, concurrency, ready=ready)

    def _add_step(
        self,
        name: str,
        run_one: Callable[[str], None],
        still_first: Callable[[], bool],
        lost: Event,
    ) -> None:
        def _step() -> None:
            if still_first():
                run_one(name)
            else:
                lost.set()
                worker_state.should_stop = 0  # the worker looks at it after each task

        self._app.task(_step, name=self._task_of(name), shared=False)

    # Not Celery's pool "solo": with late acknowledgement over AMQP it stops after a task or two
    # (celery 5.7.0), and while a task runs it answers no heartbeat.
    def _work(self, queue: str, pool: str, concurrency: int, ready: Callable[[], None]) -> None:
        for name, level in CHATTY.items():
            logging.getLogger(name).setLevel(level)
        for name in WORDY:
            logging.getLogger(name).addFilter(_in_one_line)
        # It warns of root for the sake of pickled tasks, which are not accepted here, and of tasks
        # that outlive their connection, which the claims allow.
        warnings.simplefilter("ignore", SecurityWarning)
        warnings.simplefilter("ignore", CPendingDeprecationWarning)
        signals.setup_logging.connect(_keep_logging)
        worker_state.should_stop = None
        worker = self._app.Worker(
            hostname=f"{queue}@%h",
            queues=[f"{self._name}.{queue}"],
            pool=pool,
            concurrency=concurrency,
            quiet=True,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
            ready_callback=lambda _consumer: ready(),
        )
        worker.start()
        if worker.exitcode:  # a sign-in that the broker refuses, for example
            raise BrokerError("BROKER_URL: the broker lets nobody work; the line before says why")

    def _entry(self, name: str, pace: timedelta) -> dict[str, Any]:
        every = max(pace, SHORTEST_PACE)
        # One that comes late is dropped: the next is there already.
        options = {"queue": f"{self._name}.{INTAKE}", "expires": every.total_seconds()}
        first = {"last_run_at": LONG_AGO}  # at once
        return {"task": self._task_of(name), "schedule": every, "options": options, **first}

    def _task_of(self, step: str) -> str:
        return f"{self._name}.{step.replace(' ', '_')}"

    def _queue(self, kind: str) -> tuple[str, dict[str, str]]:
        name = f"{self._name}.{kind}"
        return name, {"exchange": name, "exchange_type": "direct", "routing_key": name}


class _Beat(Scheduler):  # type: ignore[misc] # Celery ships no types
    """Keeps the pace in memory; while the broker is away, the worker beside it says so."""

    def apply_entry(self, entry: Any, producer: Any = None) -> None:
        try:
            self.apply_async(entry, producer=producer, advance=False)
        except SchedulingError as error:
            logger.debug("%s", error)


def _transport_options(url: str, name: str) -> dict[str, Any]:
    if url.startswith("redis"):
        from collector.redis_queue import outlive_lost_connections

        outlive_lost_connections()
        return {"visibility_timeout": VISIBILITY_SECONDS, "global_keyprefix": f"{name}:"}
    return {"confirm_publish": True}


def _in_one_line(record: logging.LogRecord) -> bool:
    """What Celery says of a broker that is away comes in three lines or with a traceback."""
    record.msg, record.args = " ".join(record.getMessage().split()), ()
    record.exc_info = None
    return True


def _keep_logging(**_: object) -> None:
    """Celery sets its own logging up only when nobody listens."""
