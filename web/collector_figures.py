"""What Prometheus reads of the collector's affairs: out of the database, whoever does the work."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from tickets.clock import Clock
from tickets.collector_marks import LAST_LOOK, CollectorMarks
from tickets.collector_settings import CollectorControls
from tickets.database import Database
from tickets.mentions import Mentions
from tickets.replies import Replies
from tickets.spending import MICROS_PER_DOLLAR, Spending
from web.database_figures import gauge


class CollectorFigures(Collector):
    """Read at each scrape."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._mentions = Mentions(database, clock)
        self._replies = Replies(database, clock)
        self._marks = CollectorMarks(database, clock)
        self._spending = Spending(database, clock)
        self._controls = CollectorControls(database, clock)

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        mentions, replies = self._mentions.counts_by_state(), self._replies.counts_by_state()
        yield gauge("mentions", "Mentions on X by state", "state", mentions)
        yield gauge("public_replies", "Replies on X by state", "state", replies)
        events = CounterMetricFamily(
            "freemobilachat_x_events", "What went wrong with X, by kind", labels=["event"]
        )
        for event, count in self._marks.counts().items():
            events.add_metric([event], count)
        yield events
        yield from self._gauges()

    def _gauges(self) -> Iterator[Metric]:
        dollars = self._spending.today_micros() / MICROS_PER_DOLLAR
        yield GaugeMetricFamily(
            "freemobilachat_x_spent_today_dollars", "Spent on X since midnight UTC", value=dollars
        )
        yield GaugeMetricFamily(
            "freemobilachat_x_cap_dollars",
            "What may be spent on X in a day",
            value=self._controls.read().dollars_per_day,
        )
        if looked_at := self._marks.written_at(LAST_LOOK):
            yield GaugeMetricFamily(
                "freemobilachat_x_last_look_timestamp_seconds",
                "When the mentions were read last",
                value=looked_at.timestamp(),
            )
