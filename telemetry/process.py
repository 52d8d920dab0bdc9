"""What an entry point sets up for its process, and takes down when that ends."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from telemetry.logs import LogFormat, log_as
from telemetry.traces import trace_to


@contextmanager
def watching(
    process: str, log_format: LogFormat, traces_to: str | None, level: int = logging.INFO
) -> Iterator[None]:
    """Logs in the one shape, and traces where an address for them is given."""
    log_as(log_format, process, level)
    stop_tracing = trace_to(traces_to, process) if traces_to else None
    try:
        yield
    finally:
        if stop_tracing:
            stop_tracing()
