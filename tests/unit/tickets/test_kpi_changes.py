"""What counts as a change of a figure, and what chance may have done."""

from __future__ import annotations

import pytest

from tickets.kpis.changes import differ, has_moved
from tickets.kpis.definitions import Unit
from tickets.kpis.formulas import Measured


@pytest.mark.parametrize(
    ("unit", "now", "before", "is_told"),
    [
        pytest.param(Unit.ratio, Measured(0.40, 200), Measured(0.25, 200), True, id="many"),
        pytest.param(Unit.ratio, Measured(0.40, 20), Measured(0.25, 20), False, id="few"),
        pytest.param(Unit.ratio, Measured(1.0, 4), Measured(0.0, 4), False, id="four of four"),
        pytest.param(Unit.ratio, Measured(1.0, 4), Measured(0.2, 900), False, id="four of many"),
        pytest.param(Unit.ratio, Measured(0.27, 90_000), Measured(0.25, 90_000), False, id="small"),
        pytest.param(Unit.ratio, Measured(0.0, 0), Measured(1.0, 0), False, id="no cases"),
        pytest.param(Unit.ratio, Measured(None, 0), Measured(0.25, 200), False, id="no data now"),
        pytest.param(Unit.ratio, Measured(0.25, 200), Measured(None, 0), False, id="none before"),
        pytest.param(
            Unit.seconds, Measured(600, 200, 1800), Measured(300, 200, 1800), True, id="twice"
        ),
        pytest.param(
            Unit.seconds, Measured(600, 10, 1800), Measured(300, 10, 1800), False, id="twice, few"
        ),
        pytest.param(
            Unit.seconds, Measured(390, 26, 1800), Measured(300, 26, 1800), False, id="spread"
        ),
        pytest.param(
            Unit.seconds, Measured(310, 9_000, 400), Measured(300, 9_000, 400), False, id="10 s"
        ),
        pytest.param(
            Unit.seconds, Measured(0, 200, 1800), Measured(300, 200, 1800), False, id="at once"
        ),
        pytest.param(Unit.rating, Measured(3.6, 200), Measured(4.2, 200), True, id="a rating"),
        pytest.param(Unit.rating, Measured(3.6, 25), Measured(4.2, 25), False, id="a rating of 25"),
        pytest.param(Unit.rating, Measured(1.0, 1), Measured(5.0, 1), False, id="a rating of one"),
        pytest.param(Unit.dollars, Measured(15.0, 3), Measured(10.0, 3), True, id="half more"),
        pytest.param(Unit.dollars, Measured(10.5, 3), Measured(10.0, 3), False, id="as much"),
    ],
)
def test_a_figure_has_moved_when_chance_is_no_good_reason_for_it(
    unit: Unit, now: Measured, before: Measured, is_told: bool
) -> None:
    assert has_moved(unit, now, before) is is_told


@pytest.mark.parametrize(
    ("now", "before", "is_told"), [(40, 20, True), (25, 20, False), (9, 0, False), (0, 30, True)]
)
def test_counts_of_a_theme_differ_by_more_than_chance(now: int, before: int, is_told: bool) -> None:
    assert differ(now, before) is is_told
