"""A step that fails waits ever longer; the others do not notice."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from collector.errors import BrokerError, XError, XFault
from collector.rounds import Step, run_step
from tickets.errors import DatabaseUnreachable

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)


class Marks:
    """Counts, as `CollectorMarks` does, without a database."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def count(self, event: str, times: int = 1) -> None:
        self.counts[event] += times


def failing(error: Exception) -> Step:
    def work() -> None:
        raise error

    return Step("work", A_MINUTE, work)


@pytest.mark.parametrize(
    ("error", "counted"),
    [
        (XError(XFault.server, "503"), {"x.server": 1}),
        (DatabaseUnreachable("no route"), {}),
        (BrokerError("BROKER_URL: the broker takes no task"), {}),
        (ZeroDivisionError("a mistake of ours"), {"internal": 1}),
    ],
)
def test_whatever_fails_is_tried_again_later(error: Exception, counted: dict[str, int]) -> None:
    step, marks = failing(error), Marks()

    run_step(step, marks, NOW)
    first = step.retry_at
    run_step(step, marks, NOW)

    assert first is not None
    assert step.retry_at is not None
    assert NOW < first < step.retry_at
    assert not step.may_run(NOW)
    assert step.may_run(step.retry_at)
    assert marks.counts == Counter(counted) + Counter(counted)


def test_what_works_again_comes_back_to_its_pace() -> None:
    step, marks = failing(XError(XFault.timeout, "slow")), Marks()
    run_step(step, marks, NOW)

    step.work = lambda: None
    run_step(step, marks, NOW)

    assert step.may_run(NOW)
    assert not step.is_due(NOW + A_MINUTE / 2)
    assert step.is_due(NOW + A_MINUTE)
