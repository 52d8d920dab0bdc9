"""What Prometheus reads out of the database: how much there is, and how long the oldest waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from tickets.database import Database
from tickets.errors import TicketError
from tickets.outbox import Notifications
from tickets.stock import Stock

RESTS_FOR = 20  # times as long as reading took, so that figures cost a twentieth of one core
QUICK_SECONDS = 0.25  # what takes longer is read beside the scrape: Prometheus waits 10 s at most


class Sparing(Collector):
    """Reads anew only after a rest that fits what reading cost; nothing, when it cannot read."""

    def __init__(
        self, figures: Sequence[Collector], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._figures = figures
        self._monotonic = monotonic
        self._reading = threading.Lock()
        self._known: list[Metric] = []
        self._took_seconds = 0.0
        self._fresh_until: float | None = None

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        if self._is_due():
            if self._took_seconds <= QUICK_SECONDS:
                self._read()
            elif not self._reading.locked():
                threading.Thread(target=self._read, name="figures", daemon=True).start()
        return iter(self._known)

    def _is_due(self) -> bool:
        return self._fresh_until is None or self._monotonic() >= self._fresh_until

    def _read(self) -> None:
        with self._reading:
            if not self._is_due():
                return  # another scrape was first
            began = self._monotonic()
            try:
                self._known = [metric for one in self._figures for metric in one.collect()]
            except TicketError:
                self._known = []
            self._took_seconds = self._monotonic() - began
            self._fresh_until = began + (1 + RESTS_FOR) * self._took_seconds


class DatabaseUp(Collector):
    """Whether the database answers, asked at each scrape."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        try:
            is_up = self._database.ping()
        except TicketError:
            is_up = False
        yield GaugeMetricFamily(
            "freemobilachat_database_up", "Whether the database answers", value=is_up
        )


class Waits(Collector):
    """What waits, and how long: few rows, so it is fresh at any size."""

    def __init__(self, stock: Stock) -> None:
        self._stock = stock

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        waits = self._stock.waits()
        yield gauge("oldest_wait_seconds", "How long the oldest waits", "for", waits)
        yield GaugeMetricFamily(
            "freemobilachat_messages_pending",
            "Customers' messages the bot has not answered yet",
            value=self._stock.pending_messages(),
        )
        yield GaugeMetricFamily(
            "freemobilachat_tickets_overdue",
            "Tickets that wait for an agent and whose first answer is late",
            value=self._stock.overdue_tickets(),
        )


class Totals(Collector):
    """All there is of everything: counts of whole tables. Several web processes tell the same."""

    def __init__(self, stock: Stock, outbox: Notifications) -> None:
        self._stock = stock
        self._outbox = outbox

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        stock = self._stock
        yield gauge("conversations", "Conversations by channel", "channel", stock.conversations())
        yield gauge("tickets", "Tickets by state", "state", stock.tickets())
        yield gauge("attempts", "Proposed solutions by outcome", "outcome", stock.attempts())
        yield gauge("escalations", "Tickets for people by reason", "reason", stock.escalations())
        yield gauge("notifications", "Mails and webhooks by state", "state", self._outbox.counts())


def gauge(name: str, meaning: str, label: str, values: Mapping[Any, float]) -> GaugeMetricFamily:
    """One gauge with a value for each value of its label."""
    family = GaugeMetricFamily(f"freemobilachat_{name}", meaning, labels=[label])
    for key, value in values.items():
        family.add_metric([str(key)], value)
    return family
