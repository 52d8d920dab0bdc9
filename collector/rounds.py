"""Steps that come round again, each at its own pace and with its own waits after a failure."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from collector.errors import CollectorError, XError, XFault
from collector.faults import Backoff, told
from collector.figures import figures
from tickets.collector_marks import CollectorMarks
from tickets.errors import TicketError

logger = logging.getLogger(__name__)


@dataclass
class Step:
    """Something to do every so often; after a failure it waits longer, until `retry_at`."""

    name: str
    every: timedelta
    work: Callable[[], object]
    backoff: Backoff = field(default_factory=Backoff)
    due_at: datetime | None = None
    retry_at: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        return self.may_run(now) and (self.due_at is None or now >= self.due_at)

    def may_run(self, now: datetime) -> bool:
        return self.retry_at is None or now >= self.retry_at


def run_step(step: Step, marks: CollectorMarks, now: datetime) -> None:
    """Run it once; what fails is counted, told in one line and tried again later."""
    try:
        # What comes at each tick would fill the traces with nothing.
        with figures().steps.run(step=step.name, traced=bool(step.every)):
            step.work()
    except XError as error:
        wait = _hold_back(step, error, now)
        logger.warning("%s", told(step.name, error, wait))
        marks.count(f"x.{error.fault}")
    except (TicketError, CollectorError) as error:
        wait = _hold_back(step, _ours(), now)
        logger.warning("%s: %s; next try in %d s", step.name, error, wait.total_seconds())
    except Exception:
        # A mistake of ours in one step must not stop the others: deletions and the kill switch go
        # on while it is logged whole, counted for /metrics, and tried again ever more rarely.
        _hold_back(step, _ours(), now)
        logger.exception("%s failed", step.name)
        marks.count("internal")
    else:
        step.backoff.succeeded()
        step.retry_at = None
        step.due_at = now + step.every


def _hold_back(step: Step, error: XError, now: datetime) -> timedelta:
    step.retry_at = step.backoff.failed(error, now)
    return step.retry_at - now


def _ours() -> XError:
    return XError(XFault.server, "ours")
