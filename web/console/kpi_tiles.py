"""One figure as a tile shows it: value, target, trend and the line of its past. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tickets.kpis.definitions import Direction, Kpi, Unit
from tickets.kpis.results import Figure, Point
from web.catalogue import Language
from web.console.numbers import spoken_change, spoken_value

WIDTH, HEIGHT, MARGIN = 120, 32, 3


class Trend(StrEnum):
    """Which way a figure went, chance apart; without a target no way is better."""

    better = "better"
    worse = "worse"
    up = "up"
    down = "down"
    steady = "steady"


@dataclass(frozen=True)
class Tile:
    """Texts are None where there is no data: the page says so in words."""

    figure: Figure
    value: str | None
    p95: str | None
    companion: str | None
    target: str | None
    trend: Trend | None
    change: str | None
    rises: bool
    lines: tuple[str, ...]

    @classmethod
    def of(cls, figure: Figure, language: Language) -> Tile:
        kpi = figure.kpi

        def said(value: float | None) -> str | None:
            return None if value is None else spoken_value(value, kpi.unit, language)

        return cls(
            figure=figure,
            value=said(figure.value),
            p95=said(figure.p95),
            companion=_companion(figure, language),
            target=_target(kpi, language),
            trend=trend_of(figure),
            change=_change(figure, language),
            rises=(figure.value or 0) > (figure.previous or 0),
            lines=sparkline(figure.points),
        )


def trend_of(figure: Figure) -> Trend | None:
    """None when one of the two windows holds no data."""
    if figure.value is None or figure.previous is None:
        return None
    if not figure.has_moved:
        return Trend.steady
    rises, target = figure.value > figure.previous, figure.kpi.target
    if target is None:
        return Trend.up if rises else Trend.down
    return Trend.better if rises == (target.direction is Direction.above) else Trend.worse


def sparkline(points: tuple[Point, ...]) -> tuple[str, ...]:
    """Polylines' `points` in a box of `WIDTH` × `HEIGHT`, one for each stretch without a gap."""
    values = [point.value for point in points if point.value is not None]
    if len(values) < 2:
        return ()
    low, high = min(values), max(values)
    across = (WIDTH - 2 * MARGIN) / (len(points) - 1)
    stretches: list[list[str]] = [[]]
    for place, point in enumerate(points):
        if point.value is None:
            stretches.append([])
            continue
        share = (point.value - low) / (high - low) if high > low else 0.5
        y = HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN)
        stretches[-1].append(f"{MARGIN + place * across:.1f},{y:.1f}")
    # A point between two gaps is drawn as a line of no length, which round ends make a dot.
    return tuple(" ".join(one * 2 if len(one) == 1 else one) for one in stretches if one)


def _companion(figure: Figure, language: Language) -> str | None:
    if figure.companion is None or figure.kpi.companion is None:
        return None
    share = spoken_value(figure.companion, Unit.ratio, language)
    return f"{share} {figure.kpi.companion.in_(language)}"


def _target(kpi: Kpi, language: Language) -> str | None:
    if kpi.target is None:
        return None
    sign = ">" if kpi.target.direction is Direction.above else "<"
    return f"{sign} {spoken_value(kpi.target.value, kpi.unit, language)}"


def _change(figure: Figure, language: Language) -> str | None:
    if figure.value is None or figure.previous is None or not figure.has_moved:
        return None
    return spoken_change(figure.value, figure.previous, figure.kpi.unit, language)
