"""When a rule is broken, and what follows from that over time. Pure.

A rule fires once it was broken for as long as it says, and ends once it was kept for as long: what
goes to and fro in between is told once. Without data nothing begins, and what had begun ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from tickets.alerts.signals import SIGNALS, Signal
from tickets.errors import InvalidValue
from tickets.folding import storable
from tickets.kpis.definitions import Direction, Unit

WINDOWS = ("24h", "7d", "28d")
MAX_NAME_CHARS = 100
MAX_MINUTES = 7 * 24 * 60
MAX_SAMPLE = 100_000
_MOST = {Unit.ratio: 1.0, Unit.rating: 5.0, Unit.seconds: 366 * 86_400.0}


class AlertState(StrEnum):
    """`pending`: broken, not yet for long enough; `recovering`: firing, and kept again."""

    quiet = "quiet"
    pending = "pending"
    firing = "firing"
    recovering = "recovering"

    @property
    def is_firing(self) -> bool:
        """Whether people were told, and not yet that it is over."""
        return self in (AlertState.firing, AlertState.recovering)


class Ending(StrEnum):
    """Why an alert is over."""

    kept = "kept"
    no_data = "no_data"
    changed = "changed"


@dataclass(frozen=True)
class Rule:
    """The signal on the wrong side of `threshold` (in the signal's unit) for `for_minutes`.

    A KPI's is measured over `window`, and counts from `min_sample` cases on.
    """

    signal: str
    direction: Direction
    threshold: float
    for_minutes: int = 0
    window: str = WINDOWS[0]
    min_sample: int = 1
    name: str = ""

    @property
    def watched(self) -> Signal:
        return SIGNALS[self.signal]

    @property
    def hold(self) -> timedelta:
        """How long it has to be broken, or kept again."""
        return timedelta(minutes=self.for_minutes)

    def is_broken_by(self, value: float | None) -> bool:
        """The threshold itself breaks nothing, nor does no data."""
        if value is None:
            return False
        if self.direction is Direction.above:
            return value > self.threshold
        return value < self.threshold

    def checked(self) -> Rule:
        """The same, cleaned, or `InvalidValue`."""
        name = " ".join(storable(self.name).split())
        _require(self.signal in SIGNALS, "signal", "should be one of the list")
        most = _MOST.get(self.watched.unit, float("inf"))
        _require(0 <= self.threshold <= most, "threshold", "should be 0 or more, within its unit")
        _require(0 <= self.for_minutes <= MAX_MINUTES, "for_minutes", f"0 to {MAX_MINUTES}")
        _require(self.window in WINDOWS, "window", f"should be one of {', '.join(WINDOWS)}")
        _require(1 <= self.min_sample <= MAX_SAMPLE, "min_sample", f"1 to {MAX_SAMPLE}")
        _require(len(name) <= MAX_NAME_CHARS, "name", f"at most {MAX_NAME_CHARS} characters")
        return replace(self, name=name)


@dataclass(frozen=True)
class Standing:
    """Where a rule is, and since when."""

    state: AlertState = AlertState.quiet
    since_at: datetime | None = None

    def after(self, rule: Rule, value: float | None, now: datetime) -> Standing:
        """Where it is after one more look."""
        if value is None:
            return self if self.state is AlertState.quiet else Standing(AlertState.quiet, now)
        is_broken = rule.is_broken_by(value)
        match self.state:
            case AlertState.quiet if is_broken:
                return Standing(AlertState.pending, now)._fired(rule, now)
            case AlertState.pending if is_broken:
                return self._fired(rule, now)
            case AlertState.pending:
                return Standing(AlertState.quiet, now)
            case AlertState.firing if not is_broken:
                return Standing(AlertState.recovering, now)._ended(rule, now)
            case AlertState.recovering if is_broken:
                return Standing(AlertState.firing, now)
            case AlertState.recovering:
                return self._ended(rule, now)
            case _:
                return self

    def _fired(self, rule: Rule, now: datetime) -> Standing:
        return Standing(AlertState.firing, now) if self._held(rule, now) else self

    def _ended(self, rule: Rule, now: datetime) -> Standing:
        return Standing(AlertState.quiet, now) if self._held(rule, now) else self

    def _held(self, rule: Rule, now: datetime) -> bool:
        return self.since_at is None or now - self.since_at >= rule.hold


def _require(is_right: bool, field: str, expected: str) -> None:
    if not is_right:
        raise InvalidValue(field, expected)


DEFAULTS: dict[str, Rule] = {
    "queue_age": Rule("queue_age", Direction.above, 1800, for_minutes=5),
    "bot_wait": Rule("bot_wait", Direction.above, 60, for_minutes=2),
    "collector_silence": Rule("collector_silence", Direction.above, 900, for_minutes=5),
    "spend_share": Rule("spend_share", Direction.above, 0.8),
    "escalation": Rule("escalation", Direction.above, 0.5, for_minutes=60, min_sample=20),
    "satisfaction": Rule(
        "satisfaction", Direction.below, 3, for_minutes=60, window="7d", min_sample=20
    ),
}
