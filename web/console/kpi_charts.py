"""What is drawn on the dashboard: series over categories, the same for chart and table. Pure.

A value carries the address of what lies behind it. How a chart looks is web/static/kpi's affair.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from tickets.kpis import definitions
from tickets.kpis.definitions import Source
from tickets.kpis.results import (
    ArticleCount,
    AttemptsCount,
    ReasonCount,
    Stage,
    Volume,
)
from tickets.kpis.views import Step, View, Window
from tickets.vocabulary import Theme
from web.console.kpi_places import behind

MOST_ARTICLES = 10
SORTS = ("complaints", "requests", "others")
Say = Callable[[str], str]


class Shape(StrEnum):
    """`stack`: over time, one on the other; `bars` lie, for names; `columns` stand, for numbers."""

    stack = "stack"
    bars = "bars"
    columns = "columns"


@dataclass(frozen=True)
class Series:
    """One value a category, and where it leads."""

    name: str
    values: tuple[int, ...]
    links: tuple[str | None, ...]

    @property
    def total(self) -> int:
        return sum(self.values)


@dataclass(frozen=True)
class Chart:
    """`heading` says what the categories are; without series there is no data."""

    name: str
    shape: Shape
    heading: str
    categories: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()


def volume_chart(
    view: View, volumes: Sequence[Volume], axis: Sequence[datetime], say: Say, source: Source
) -> Chart:
    """Tickets or mentions by theme over time; the largest theme first."""
    chart = Chart(source, Shape.stack, say(f"kpi.step_{view.window.step}"))
    counts = {(one.starts_at, one.theme): getattr(one, source) for one in volumes}
    starts = sorted({*axis, *(start for start, _ in counts)})
    themes = [theme for theme in (*Theme, None) if any(counts.get((at, theme)) for at in starts)]

    def series(theme: Theme | None) -> Series:
        links = tuple(_of_step(view, at, theme, source) for at in starts)
        values = tuple(counts.get((at, theme), 0) for at in starts)
        return Series(say(f"word.theme_{theme}" if theme else "kpi.no_theme"), values, links)

    stacked = sorted(map(series, themes), key=lambda one: -one.total)
    labels = tuple(step_label(at, view.window) for at in starts)
    return replace(chart, categories=labels, series=tuple(stacked))


def funnel_chart(view: View, stages: Sequence[Stage], say: Say) -> Chart:
    """Posts, each in every stage that it came to; no stage is longer than the one before."""

    def series(sort: str) -> Series:
        values = tuple(getattr(stage, sort) for stage in stages)
        links = tuple(behind(view, definitions.FUNNEL, _part(stage, sort)) for stage in stages)
        return Series(say(f"kpi.sort_{sort}"), values, links)

    return Chart(
        "funnel",
        Shape.bars,
        say("kpi.stage"),
        tuple(say(f"kpi.stage_{stage.name}") for stage in stages),
        tuple(one for one in map(series, SORTS) if one.total),
    )


def reasons_chart(view: View, reasons: Sequence[ReasonCount], say: Say) -> Chart:
    return _bars(
        Chart("reasons", Shape.bars, say("kpi.reason")),
        [(say(f"word.reason_{one.reason}"), one.tickets) for one in reasons],
        [behind(view, definitions.ESCALATION, one.reason) for one in reasons],
        say("kpi.tickets"),
    )


def attempts_chart(view: View, attempts: Sequence[AttemptsCount], say: Say) -> Chart:
    return _bars(
        Chart("attempts", Shape.columns, say("kpi.attempts_count")),
        [(str(one.attempts), one.tickets) for one in attempts],
        [
            behind(view, definitions.AUTOMATIC_RESOLUTION, f"attempts.{one.attempts}")
            for one in attempts
        ],
        say("kpi.tickets"),
    )


def articles_chart(
    articles: Sequence[ArticleCount], title: Callable[[str], str], say: Say
) -> Chart:
    """The worst ones; each leads to the article."""
    worst = [one for one in articles if one.solved + one.refused][:MOST_ARTICLES]
    links = tuple(f"/console/articles/{one.article_id}" for one in worst)
    return Chart(
        "articles",
        Shape.bars,
        say("kpi.article"),
        tuple(title(one.article_id) for one in worst),
        (
            Series(say("kpi.solved"), tuple(one.solved for one in worst), links),
            Series(say("kpi.refused"), tuple(one.refused for one in worst), links),
        )
        if worst
        else (),
    )


def step_label(at: datetime, window: Window) -> str:
    """The hour of the day, or the day that begins there."""
    local = at.astimezone(window.zone)
    return f"{local:%H:%M}" if window.step is Step.hour else f"{local:%d/%m}"


def _bars(
    chart: Chart, counts: Sequence[tuple[str, int]], links: Sequence[str | None], name: str
) -> Chart:
    if not counts:
        return chart
    values = tuple(count for _, count in counts)
    series = Series(name, values, tuple(links))
    return replace(chart, categories=tuple(label for label, _ in counts), series=(series,))


def _part(stage: Stage, sort: str) -> str:
    """In the first two stages a post is only what it is."""
    return sort if stage.name in ("mentions", "worth_answer") else f"{stage.name}.{sort}"


def _of_step(view: View, starts_at: datetime, theme: Theme | None, source: Source) -> str | None:
    """Those of one theme and step; an hour has no address of its own, nor have the unclassified."""
    if theme is None or view.window.step is Step.hour:
        return None
    first = starts_at.astimezone(view.window.zone).date()
    length = timedelta(days=6) if view.window.step is Step.week else timedelta()
    last = min(first + length, view.window.last_local_day)
    first = max(first, view.window.first_day)
    window = Window.of_days(first, last, view.window.zone)
    kpi = definitions.VOLUME if source is Source.tickets else definitions.FUNNEL
    return behind(replace(view, window=window, theme=theme), kpi)
