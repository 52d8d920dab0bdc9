"""Alert rules in words, and out of a form: people write minutes and percents. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tickets.alerts.rules import Rule
from tickets.alerts.signals import SIGNALS
from tickets.errors import InvalidValue
from tickets.kpis.definitions import Direction, Unit
from web.catalogue import Language
from web.console.numbers import spoken_seconds, spoken_value
from web.console.reading import number

_UNITS_IN_ONE = {Unit.ratio: 0.01, Unit.seconds: 60.0}
_SIGNS = {Direction.above: ">", Direction.below: "<"}
Say = Callable[..., str]


@dataclass(frozen=True)
class RuleWords:
    """`title` is the rule's own name where it has one, else what it watches."""

    title: str
    condition: str

    @classmethod
    def of(cls, rule: Rule, language: Language, say: Say) -> RuleWords:
        signal = rule.watched
        name = signal.name.in_(language)
        limit = spoken_value(rule.threshold, signal.unit, language)
        parts = [f"{name} {_SIGNS[rule.direction]} {limit}"]
        if signal.kpi is not None:
            parts.append(say(f"alerts.over_{rule.window}"))
        if rule.for_minutes:
            length = spoken_seconds(rule.for_minutes * 60, language)
            parts.append(say("alerts.for", length=length))
        return cls(rule.name or name, ", ".join(parts))


def spoken_reading(rule: Rule, value: float | None, language: Language, say: Say) -> str:
    """What was read, in the signal's unit, or that there is no data."""
    if value is None:
        return say("alerts.no_data")
    return spoken_value(value, rule.watched.unit, language)


def written_threshold(rule: Rule) -> str:
    """The threshold as the form takes it."""
    return f"{rule.threshold / unit_in_one(rule.watched.unit):.10g}"


def rule_as_written(
    signal: str,
    direction: str,
    threshold: str,
    for_minutes: str,
    window: str,
    min_sample: str,
    name: str,
) -> Rule:
    """The rule that a form describes, or `InvalidValue`; minutes, percents, with comma or dot."""
    if signal not in SIGNALS:
        raise InvalidValue("signal", "should be one of the list")
    if direction not in list(Direction):
        raise InvalidValue("direction", "should be above or below")
    return Rule(
        signal=signal,
        direction=Direction(direction),
        threshold=_decimal(threshold) * unit_in_one(SIGNALS[signal].unit),
        for_minutes=_whole(for_minutes, "for_minutes"),
        window=window,
        min_sample=_whole(min_sample, "min_sample"),
        name=name,
    ).checked()


def unit_in_one(unit: Unit) -> float:
    """How much of a signal's unit one of the form's is: a minute is 60 seconds."""
    return _UNITS_IN_ONE.get(unit, 1.0)


def _decimal(text: str) -> float:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError as error:
        raise InvalidValue("threshold", "should be a number") from error


def _whole(text: str, field: str) -> int:
    found = number(text.strip())
    if found is None:
        raise InvalidValue(field, "should be a whole number")
    return found
