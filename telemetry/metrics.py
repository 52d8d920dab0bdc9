"""Metrics for Prometheus: a registry for each process, a server for those that have none, and
the three figures that tell how a kind of work goes: how often, how often badly, how long.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    start_http_server,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from telemetry.traces import span

if TYPE_CHECKING:
    from opentelemetry.trace import Span

CONTENT_TYPE = CONTENT_TYPE_LATEST
PREFIX = "freemobilachat"
LOCAL = "127.0.0.1"
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
SECONDS_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)

logger = logging.getLogger(__name__)


def new_registry() -> CollectorRegistry:
    """With the process's own memory, processor time and open files in it."""
    # A second series for each counter, which nothing here reads.
    disable_created_metrics()  # type: ignore[no-untyped-call]
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    return registry


def render(registry: CollectorRegistry) -> bytes:
    """The figures as text, in the format of `CONTENT_TYPE`."""
    return generate_latest(registry)


@contextmanager
def serving(registry: CollectorRegistry, port: int) -> Iterator[None]:
    """Answer `/metrics` on this machine's own `port`, from a thread, for as long as this lasts.

    Where the port is taken the process goes on without, and says so in one line. With
    prometheus_client's PROMETHEUS_MULTIPROC_DIR set, the figures are those of all the processes
    that this one forks as well.
    """
    try:
        server, _ = start_http_server(port, LOCAL, _of_all(registry))
    except OSError as error:
        logger.warning("no metrics on port %d: %s", port, error.strerror)
        yield
        return
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def _of_all(registry: CollectorRegistry) -> CollectorRegistry:
    if SHARED_FOLDER not in os.environ:
        return registry
    shared = new_registry()
    MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
    return shared


class Run:
    """One piece of work under way; its labels and its outcome may become known on the way."""

    def __init__(self, labels: dict[str, str], began: Span | None) -> None:
        self.labels = labels
        self.outcome = "ok"
        self.seconds: float | None = None
        self._span = began
        self._started = time.perf_counter()

    def took(self) -> float:
        """Seconds so far, or until `stop_clock`."""
        return self.seconds or time.perf_counter() - self._started

    def stop_clock(self) -> None:
        """What comes after, such as the rest of a long answer, is not counted."""
        self.seconds = self.seconds or time.perf_counter() - self._started

    def finish_span(self) -> None:
        if self._span is not None:
            self._span.set_attributes({**self.labels, "outcome": self.outcome})


class Work:
    """Counts, times and traces one kind of work: `freemobilachat_<name>_total` by outcome, and
    `freemobilachat_<name>_seconds`. Labels have few values: never an id.
    """

    def __init__(
        self,
        registry: CollectorRegistry,
        name: str,
        meaning: str,
        labels: tuple[str, ...] = (),
        buckets: tuple[float, ...] = SECONDS_BUCKETS,
    ) -> None:
        self._name = name
        self._count = Counter(
            f"{PREFIX}_{name}", f"{meaning}, by outcome", [*labels, "outcome"], registry=registry
        )
        self._seconds = Histogram(
            f"{PREFIX}_{name}_seconds",
            f"{meaning}: how long it took",
            labels,
            registry=registry,
            buckets=buckets,
        )

    @contextmanager
    def run(
        self, parent: str | None = None, *, traced: bool = True, **labels: str
    ) -> Iterator[Run]:
        """One piece of it; an exception makes its outcome `error`, unless it was set before."""
        name = " ".join([self._name, *labels.values()])
        with span(name, parent) if traced else nullcontext() as began:
            run = Run(labels, began)
            try:
                yield run
            except BaseException as error:
                if run.outcome == "ok":
                    run.outcome = "error" if isinstance(error, Exception) else "cancelled"
                raise
            finally:
                run.stop_clock()
                run.finish_span()
                self._note(run)

    def _note(self, run: Run) -> None:
        self._count.labels(**run.labels, outcome=run.outcome).inc()
        histogram = self._seconds.labels(**run.labels) if run.labels else self._seconds
        histogram.observe(run.took())
