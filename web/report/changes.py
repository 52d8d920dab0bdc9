"""What changed so much against the window before that chance is no good reason, in words. Pure.

At 5 %: shares as two proportions, counts of themes as Poisson counts, medians of times as those of
log-normal samples whose spread their p95 tells, ratings with a deviation of `RATINGS_SPREAD`. And
by as much as people would notice. Spending is no sample: only its size counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import hypot, log, sqrt

from tickets.kpis.definitions import Unit
from tickets.kpis.results import Figure
from tickets.vocabulary import Theme
from web.catalogue import Language
from web.console.kpi_tiles import Tile
from web.console.numbers import spoken_change, spoken_number, spoken_value

AT_5_PERCENT = 1.96
P95 = 1.645  # standard deviations above the median
MEDIANS_SPREAD = 1.2533  # of a sample's median against its mean: the root of π/2
RATINGS_SPREAD = 1.2
LEAST_POINTS = 0.03
LEAST_CASES = 20
LEAST_TICKETS = 10
LEAST_RELATIVE = 0.2
LEAST_RATING = 0.2
MOST_TOLD = 8
Say = Callable[..., str]


def notable_changes(
    figures: Sequence[tuple[Figure, Figure]],
    tickets_by_theme: Mapping[Theme, tuple[int, int]],
    language: Language,
    say: Say,
) -> tuple[str, ...]:
    """One sentence each, of pairs of now and before."""
    told = [_of_figure(now, language, say) for now, before in figures if is_notable(now, before)]
    moved = sorted(tickets_by_theme.items(), key=lambda item: -abs(item[1][0] - item[1][1]))
    told += [_of_theme(theme, *counts, language, say) for theme, counts in moved if differ(*counts)]
    return tuple(told[:MOST_TOLD])


def is_notable(now: Figure, before: Figure) -> bool:
    """Whether one figure moved that much from the window before to this one."""
    if now.value is None or before.value is None:
        return False
    match now.kpi.unit:
        case Unit.ratio:
            return _shares_differ(now.value, now.sample, before.value, before.sample)
        case Unit.rating:
            spread = RATINGS_SPREAD * _per_case(now, before)
            moved = abs(now.value - before.value)
            return moved >= max(LEAST_RATING, AT_5_PERCENT * spread)
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
    spread = sqrt(pooled * (1 - pooled) * (1 / cases + 1 / cases_before))
    return spread > 0 and abs(now - before) >= AT_5_PERCENT * spread


def _medians_differ(now: Figure, before: Figure) -> bool:
    spreads = (_log_spread(now), _log_spread(before))
    if min(now.sample, before.sample) < LEAST_CASES or not (now.value and before.value):
        return False
    moved = abs(log(now.value / before.value))
    return moved >= max(log(1 + LEAST_RELATIVE), AT_5_PERCENT * hypot(*spreads))


def _log_spread(figure: Figure) -> float:
    """The standard error of the median's logarithm."""
    if not figure.value or not figure.p95 or not figure.sample:
        return 0.0
    return MEDIANS_SPREAD * log(figure.p95 / figure.value) / P95 / sqrt(figure.sample)


def _per_case(now: Figure, before: Figure) -> float:
    """The standard error of a difference of means, for a deviation of 1."""
    return sqrt(1 / max(now.sample, 1) + 1 / max(before.sample, 1))


def _of_figure(figure: Figure, language: Language, say: Say) -> str:
    tile = Tile.of(figure, language)
    previous = spoken_value(figure.previous or 0, figure.kpi.unit, language)
    moved = say(
        "report.change",
        name=figure.kpi.name.in_(language),
        value=tile.value,
        previous=previous,
        change=tile.change or "=",
    )
    return f"{moved} {_of_target(figure, tile, say)}".strip()


def _of_target(figure: Figure, tile: Tile, say: Say) -> str:
    target = figure.kpi.target
    if target is None or figure.previous is None:
        return ""
    was, is_met = target.is_met_by(figure.previous), bool(figure.is_on_target)
    outcome = {
        (False, True): "now_met",
        (True, False): "now_missed",
        (False, False): "still_missed",
        (True, True): "still_met",
    }[was, is_met]
    return say(f"report.target_{outcome}", target=tile.target)


def _of_theme(theme: Theme, now: int, before: int, language: Language, say: Say) -> str:
    change = spoken_change(now, before, Unit.number, language)
    return say(
        "report.theme_change",
        theme=say(f"word.theme_{theme}"),
        count=spoken_number(now, language),
        previous=spoken_number(before, language),
        change=f" ({change})" if change else "",
    )
