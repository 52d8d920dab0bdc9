"""When a rule fires and when that is over, on any series of values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.alerts.rules import DEFAULTS, AlertState, Rule, Standing
from tickets.alerts.signals import SIGNALS
from tickets.errors import InvalidValue
from tickets.kpis.definitions import Direction

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
OVER_10 = Rule("queue_age", Direction.above, 10, for_minutes=3)
BAD, GOOD, NONE = 11.0, 9.0, None
Values = list[float | None]


def states(rule: Rule, values: Values) -> list[AlertState]:
    """Where the rule is after each value, one a minute."""
    standing, found = Standing(), []
    for minute, value in enumerate(values):
        standing = standing.after(rule, value, NOW + timedelta(minutes=minute))
        found.append(standing.state)
    return found


def tellings(rule: Rule, values: Values) -> list[tuple[str, int]]:
    """What people are told, and at which minute."""
    firing = [False, *(state.is_firing for state in states(rule, values))]
    return [
        ("firing" if after else "over", minute)
        for minute, (before, after) in enumerate(pairwise(firing))
        if before is not after
    ]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        pytest.param([BAD] * 3, [], id="not for long enough"),
        pytest.param([BAD] * 4, [("firing", 3)], id="for long enough"),
        pytest.param([BAD] * 30, [("firing", 3)], id="once however long"),
        pytest.param([BAD, BAD, BAD, GOOD] * 5, [], id="kept in between"),
        pytest.param([10.0] * 9, [], id="the threshold itself breaks nothing"),
        pytest.param([BAD] * 4 + [GOOD] * 4, [("firing", 3), ("over", 7)], id="over"),
        pytest.param([BAD] * 4 + [GOOD, GOOD, BAD] * 5, [("firing", 3)], id="to and fro"),
        pytest.param([NONE] * 9, [], id="no data"),
        pytest.param([BAD, BAD, NONE, BAD, BAD], [], id="no data in between"),
        pytest.param([BAD] * 4 + [NONE], [("firing", 3), ("over", 4)], id="no data any more"),
        pytest.param(
            ([BAD] * 4 + [GOOD] * 4) * 2,
            [("firing", 3), ("over", 7), ("firing", 11), ("over", 15)],
            id="again",
        ),
    ],
)
def test_a_rule_fires_once_it_was_broken_for_as_long_as_it_says_and_is_told_once(
    values: Values, told: list[tuple[str, int]]
) -> None:
    assert tellings(OVER_10, values) == told


def test_a_rule_without_a_duration_fires_and_ends_at_once() -> None:
    at_once = Rule("spend_share", Direction.above, 0.8)

    assert tellings(at_once, [0.5, 0.9, 0.95, 0.1]) == [("firing", 1), ("over", 3)]


def test_a_rule_may_be_broken_from_below() -> None:
    too_low = Rule("satisfaction", Direction.below, 3, for_minutes=1)

    assert tellings(too_low, [3.0, 2.9, 2.9, 3.0, 3.0]) == [("firing", 2), ("over", 4)]


VALUES = st.lists(st.sampled_from([BAD, GOOD, NONE]), max_size=60)


@given(VALUES, st.integers(0, 8))
def test_on_any_series_tellings_alternate_and_each_has_its_reason(
    values: Values, minutes: int
) -> None:
    rule = Rule("queue_age", Direction.above, 10, for_minutes=minutes)

    told = tellings(rule, values)

    assert [word for word, _ in told] == [("firing", "over")[turn % 2] for turn in range(len(told))]
    for word, minute in told:
        held = values[minute - minutes : minute + 1]
        wanted = [BAD] * (minutes + 1)
        if word == "firing":
            assert held == wanted
        else:
            assert values[minute] is NONE or held == [GOOD] * (minutes + 1)


@given(VALUES, st.integers(0, 8))
def test_on_any_series_a_rule_fires_whenever_it_was_broken_for_long_enough(
    values: Values, minutes: int
) -> None:
    rule = Rule("queue_age", Direction.above, 10, for_minutes=minutes)

    for minute, state in enumerate(states(rule, values)):
        held = values[max(0, minute - minutes) : minute + 1]
        if len(held) == minutes + 1 and set(held) == {BAD}:
            assert state is AlertState.firing


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"signal": "weather"}, "signal"),
        ({"threshold": -1}, "threshold"),
        ({"threshold": float("nan")}, "threshold"),
        ({"threshold": float("inf")}, "threshold"),
        ({"signal": "escalation", "threshold": 1.5}, "threshold"),
        ({"signal": "satisfaction", "threshold": 6}, "threshold"),
        ({"for_minutes": -1}, "for_minutes"),
        ({"for_minutes": 20_000}, "for_minutes"),
        ({"window": "1y"}, "window"),
        ({"min_sample": 0}, "min_sample"),
        ({"name": "x" * 101}, "name"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_by_its_field(
    changes: dict[str, object], field: str
) -> None:
    given_rule = {"signal": "queue_age", "direction": Direction.above, "threshold": 60.0}

    with pytest.raises(InvalidValue) as refusal:
        Rule(**(given_rule | changes)).checked()  # type: ignore[arg-type]

    assert refusal.value.field == field


def test_the_rules_that_come_with_the_product_make_sense() -> None:
    assert [rule.checked() for rule in DEFAULTS.values()] == list(DEFAULTS.values())
    assert all(
        rule.direction is SIGNALS[rule.signal].bad_when and rule.signal == origin
        for origin, rule in DEFAULTS.items()
    )
