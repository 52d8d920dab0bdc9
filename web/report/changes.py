"""What changed against the window before, in words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tickets.kpis.changes import differ
from tickets.kpis.definitions import Unit
from tickets.kpis.results import Figure
from tickets.vocabulary import Theme
from web.catalogue import Language
from web.console.kpi_tiles import Tile
from web.console.numbers import spoken_change, spoken_number, spoken_value

MOST_TOLD = 8
Say = Callable[..., str]


def notable_changes(
    figures: Sequence[Figure],
    tickets_by_theme: Mapping[Theme, tuple[int, int]],
    language: Language,
    say: Say,
) -> tuple[str, ...]:
    """One sentence each, of figures and of themes' tickets now and before."""
    told = [_of_figure(figure, language, say) for figure in figures if figure.has_moved]
    moved = sorted(tickets_by_theme.items(), key=lambda item: -abs(item[1][0] - item[1][1]))
    told += [_of_theme(theme, *counts, language, say) for theme, counts in moved if differ(*counts)]
    return tuple(told[:MOST_TOLD])


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
