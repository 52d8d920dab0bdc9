"""Whether a figure moved against the window before by more than chance explains. Pure.

At 5 %: shares as two proportions with a pooled variance, where Cochran's rule (1954) lets the
normal approximation stand; counts as Poisson counts; medians of times as those of log-normal
samples whose spread their p95 tells; ratings as two means with a deviation of `RATINGS_SPREAD`.
And by as much as people would notice. Spending is no sample: only its size counts.
"""

from __future__ import annotations

from math import hypot, log, sqrt

from tickets.kpis.definitions import Unit
from tickets.kpis.formulas import Measured

AT_5_PERCENT = 1.96
P95 = 1.645  # standard deviations above the median
MEDIANS_SPREAD = 1.2533  # of a sample's median against its mean: the root of π/2
RATINGS_SPREAD = 1.2
LEAST_EXPECTED = 5  # cases of either outcome in either window
LEAST_POINTS = 0.03
LEAST_CASES = 20
LEAST_TICKETS = 10
LEAST_RELATIVE = 0.2
LEAST_RATING = 0.2


def has_moved(unit: Unit, now: Measured, before: Measured) -> bool:
    """False, too, where one of the two windows holds no data."""
    if now.value is None or before.value is None:
        return False
    match unit:
        case Unit.ratio:
            return _shares_differ(now.value, now.sample, before.value, before.sample)
        case Unit.rating:
            return _ratings_differ(now.value, now.sample, before.value, before.sample)
        case Unit.seconds:
            return _medians_differ(now, before)
        case _:
            return abs(now.value - before.value) >= LEAST_RELATIVE * max(before.value, 0.01)


def differ(now: int, before: int) -> bool:
    """Whether two counts of windows of one length differ by more than chance."""
    both = now + before
    return both >= LEAST_TICKETS and abs(now - before) >= AT_5_PERCENT * sqrt(both)


def _shares_differ(now: float, cases: int, before: float, cases_before: int) -> bool:
    if not cases or not cases_before or abs(now - before) < LEAST_POINTS:
        return False
    pooled = (now * cases + before * cases_before) / (cases + cases_before)
    if min(pooled, 1 - pooled) * min(cases, cases_before) < LEAST_EXPECTED:
        return False
    spread = sqrt(pooled * (1 - pooled) * (1 / cases + 1 / cases_before))
    return abs(now - before) >= AT_5_PERCENT * spread


def _ratings_differ(now: float, cases: int, before: float, cases_before: int) -> bool:
    if min(cases, cases_before) < LEAST_CASES:
        return False
    spread = RATINGS_SPREAD * sqrt(1 / cases + 1 / cases_before)
    return abs(now - before) >= max(LEAST_RATING, AT_5_PERCENT * spread)


def _medians_differ(now: Measured, before: Measured) -> bool:
    if min(now.sample, before.sample) < LEAST_CASES or not (now.value and before.value):
        return False
    moved = abs(log(now.value / before.value))
    spread = hypot(_log_spread(now), _log_spread(before))
    return moved >= max(log(1 + LEAST_RELATIVE), AT_5_PERCENT * spread)


def _log_spread(measured: Measured) -> float:
    """The standard error of the median's logarithm."""
    if not measured.value or not measured.p95 or not measured.sample:
        return 0.0
    return MEDIANS_SPREAD * log(measured.p95 / measured.value) / P95 / sqrt(measured.sample)
