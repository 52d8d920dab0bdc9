"""Rules and alerts as other packages read them: frozen, without a session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tickets.alerts.rules import AlertState, Ending, Rule, Standing
from tickets.alerts.schema import AlertRow, AlertRuleRow


@dataclass(frozen=True)
class RuleView:
    """`value` is what was read at `checked_at`; None is no data, or not enough."""

    id: int
    rule: Rule
    standing: Standing
    is_paused: bool
    changed_at: datetime
    checked_at: datetime | None
    value: float | None

    @property
    def state(self) -> AlertState:
        return self.standing.state

    @classmethod
    def of(cls, row: AlertRuleRow) -> RuleView:
        return cls(
            row.id,
            rule_of(row),
            Standing(row.state, row.since_at),
            row.is_paused,
            row.changed_at,
            row.checked_at,
            row.value,
        )


@dataclass(frozen=True)
class AlertView:
    """One time that a rule fired; the rule as it is now."""

    id: int
    rule: Rule
    fired_at: datetime
    value: float
    ended_at: datetime | None
    ending: Ending | None

    @classmethod
    def of(cls, alert: AlertRow, row: AlertRuleRow) -> AlertView:
        return cls(
            alert.id, rule_of(row), alert.fired_at, alert.value, alert.ended_at, alert.ending
        )


def rule_of(row: AlertRuleRow) -> Rule:
    """The rule of a row."""
    return Rule(
        signal=row.signal,
        direction=row.direction,
        threshold=row.threshold,
        for_minutes=row.for_minutes,
        window=row.window,
        min_sample=row.min_sample,
        name=row.name,
    )
