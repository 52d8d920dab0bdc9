"""Steps that come round again, each at its own pace and with its own waits after a failure."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from collector.errors import XError, XFault
from collector.faults import Backoff, told
from tickets.collector_marks import CollectorMarks
from tickets.errors import TicketError

logger = logging.getLogger(__name__)


@dataclass
class Step:
    """`work` may say that there is more to do at once by returning True."""

    name: str
    every: timedelta
    work: Callable[[], object]
    backoff: Backoff = field(default_factory=Backoff)
    due_at: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        return self.due_at is None or now >= self.due_at


def run_step(step: Step, marks: CollectorMarks, now: datetime) -> None:
    """Run it once; what fails is counted, told in one line and tried again later."""
    try:
        step.work()
    except XError as error:
        step.due_at = step.backoff.failed(error, now)
        logger.warning("%s", told(step.name, error, step.due_at - now))
        marks.count(f"x.{error.fault}")
    except TicketError as error:
        step.due_at = step.backoff.failed(_ours(), now)
        logger.warning("%s: %s", step.name, error)
    except Exception:
        step.due_at = step.backoff.failed(_ours(), now)
        logger.exception("%s failed", step.name)
        marks.count("internal")
    else:
        step.backoff.succeeded()
        step.due_at = now + step.every


def _ours() -> XError:
    return XError(XFault.server, "ours")
