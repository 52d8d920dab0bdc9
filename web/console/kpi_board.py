"""Everything that the dashboard shows of one view, read once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from tickets.agents import Agents
from tickets.desk_views import AgentView
from tickets.kpis.definitions import Source
from tickets.kpis.results import ArticleCount, Freshness, Spend, Workload
from tickets.kpis.views import View
from tickets.queue import Queue
from web.catalogue import Language
from web.console.dashboard import Dashboard
from web.console.kpi_charts import (
    Chart,
    articles_chart,
    attempts_chart,
    funnel_chart,
    reasons_chart,
    volume_chart,
)
from web.console.kpi_tiles import Tile
from web.library import Library
from web.questions import Group

MOST_GROUPS = 20
MOST_ARTICLES = 20


@dataclass(frozen=True)
class Live:
    """How it stands at this moment, whatever the window."""

    waiting: int
    since_at: datetime | None
    present: int

    @classmethod
    def of(cls, queue: Queue, agents: Agents, agent: AgentView) -> Live:
        return cls(queue.counts(agent).waiting, queue.waiting_since(), agents.present())


@dataclass(frozen=True)
class Board:
    tiles: tuple[Tile, ...]
    charts: dict[str, Chart]
    articles: tuple[ArticleCount, ...]
    titles: dict[str, str]
    groups: tuple[Group, ...]
    more_groups: int
    workload: tuple[Workload, ...]
    spend: Spend
    freshness: Freshness

    @classmethod
    def of(
        cls,
        dashboard: Dashboard,
        library: Library,
        view: View,
        language: Language,
        say: Callable[[str], str],
    ) -> Board:
        figures = dashboard.figures
        measured = figures.measure(view)
        axis = [point.starts_at for point in measured[0].points]
        volume = partial(volume_chart, view, figures.volume(view), axis, say)
        articles = figures.articles(view)
        titles = library.titles()
        groups = dashboard.groups.of(figures.unanswered(view))
        charts = (
            volume(Source.tickets),
            volume(Source.mentions),
            funnel_chart(view, figures.stages(view), say),
            reasons_chart(view, figures.escalation_reasons(view), say),
            attempts_chart(view, figures.attempts_to_resolution(view), say),
            articles_chart(articles, lambda one: titles.get(one, one), say),
        )
        return cls(
            tiles=tuple(Tile.of(figure, language) for figure in measured),
            charts={chart.name: chart for chart in charts},
            articles=tuple(articles[:MOST_ARTICLES]),
            titles=titles,
            groups=tuple(groups[:MOST_GROUPS]),
            more_groups=max(0, len(groups) - MOST_GROUPS),
            workload=tuple(figures.workload(view)),
            spend=figures.spend(view),
            freshness=figures.freshness(),
        )
