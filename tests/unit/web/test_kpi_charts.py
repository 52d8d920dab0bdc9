"""What is drawn: each value leads to what it counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from tickets.kpis.definitions import Source
from tickets.kpis.results import ArticleCount, AttemptsCount, ReasonCount, Stage, Volume
from tickets.kpis.views import View
from tickets.vocabulary import EscalationReason, Theme
from web.console.kpi_charts import (
    articles_chart,
    attempts_chart,
    funnel_chart,
    reasons_chart,
    volume_chart,
)

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def view(window: str = "7d", **filters: str) -> View:
    return View.parse({"window": window, **filters}, NOW, PARIS)


def say(key: str) -> str:
    return key


def query_of(link: str | None) -> dict[str, str]:
    assert link
    return dict(parse_qsl(urlsplit(link).query))


VOLUMES = [
    Volume(TODAY - DAY, Theme.tv, mentions=0, tickets=2),
    Volume(TODAY, Theme.tv, mentions=1, tickets=1),
    Volume(TODAY, Theme.facturation, mentions=0, tickets=5),
    Volume(TODAY, None, mentions=4, tickets=0),
]


def test_themes_are_stacked_over_every_day_the_largest_first() -> None:
    axis = [TODAY - 2 * DAY, TODAY - DAY, TODAY]

    chart = volume_chart(view(), VOLUMES, axis, say, Source.tickets)

    assert chart.categories == ("18/11", "19/11", "20/11")
    assert [(one.name, one.values) for one in chart.series] == [
        ("word.theme_facturation", (0, 0, 5)),
        ("word.theme_tv", (0, 2, 1)),
    ]


def test_a_day_and_theme_lead_to_their_tickets_or_posts() -> None:
    tickets = volume_chart(view(priority="P0"), VOLUMES, [], say, Source.tickets)
    mentions = volume_chart(view(), VOLUMES, [], say, Source.mentions)

    assert query_of(tickets.series[0].links[-1]) == {
        "from": "2026-11-20",
        "to": "2026-11-20",
        "theme": "facturation",
        "priority": "P0",
        "kpi": "volume",
        "part": "all",
    }
    assert {one.name: one.links[-1] is not None for one in mentions.series} == {
        "kpi.no_theme": False,
        "word.theme_tv": True,
    }


def test_a_week_leads_to_its_days_within_the_window() -> None:
    weekly = view("90d")

    chart = volume_chart(weekly, VOLUMES[1:2], [], say, Source.tickets)

    days = query_of(chart.series[0].links[0])
    assert (days["from"], days["to"]) == ("2026-11-20", "2026-11-20")


def test_every_stage_reason_and_number_of_attempts_leads_to_what_it_counts() -> None:
    stages = [Stage("mentions", 5, 2, 3), Stage("worth_answer", 5, 2), Stage("chats", 4, 1)]
    funnel = funnel_chart(view(), stages, say)
    reasons = reasons_chart(view(), [ReasonCount(EscalationReason.grave, 2)], say)
    attempts = attempts_chart(view(), [AttemptsCount(0, 1), AttemptsCount(3, 2)], say)

    complaints, requests, others = funnel.series
    assert (complaints.values, requests.values, others.values) == ((5, 5, 4), (2, 2, 1), (3, 0, 0))
    assert [query_of(link)["part"] for link in complaints.links if link] == [
        "complaints",
        "complaints",
        "chats.complaints",
    ]
    assert query_of(requests.links[2])["part"] == "chats.requests"
    assert query_of(others.links[0])["part"] == "others"
    assert query_of(reasons.series[0].links[0])["part"] == "grave"
    assert query_of(attempts.series[0].links[1])["part"] == "attempts.3"


def test_without_data_there_is_no_series() -> None:
    charts = (
        volume_chart(view(), [], [TODAY], say, Source.tickets),
        funnel_chart(view(), [], say),
        reasons_chart(view(), [], say),
        attempts_chart(view(), [], say),
        articles_chart([ArticleCount("a", 3, 0, 0)], say, say),
    )

    assert [chart.series for chart in charts] == [()] * len(charts)


def test_articles_keep_their_order_and_lead_to_their_text() -> None:
    worst = [ArticleCount("box", 9, 1, 8), ArticleCount("tv", 3, 2, 1)]

    chart = articles_chart(worst, str.upper, say)

    assert chart.categories == ("BOX", "TV")
    assert [one.values for one in chart.series] == [(1, 2), (8, 1)]
    assert chart.series[0].links == ("/console/articles/box", "/console/articles/tv")
