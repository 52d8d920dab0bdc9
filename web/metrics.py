"""What Prometheus reads: turns, latencies, errors, sockets, messages, tickets by state."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from tickets.clock import Clock
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.outbox import Notifications
from tickets.service import TicketService
from tickets.vocabulary import TicketState
from web.collector_figures import CollectorFigures

CONTENT_TYPE = CONTENT_TYPE_LATEST
TURN_SECONDS_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20)


class _DatabaseFigures(Collector):
    """Read at each scrape, so that the figures are the database's own."""

    def __init__(self, tickets: TicketService, conversations: Conversations) -> None:
        self._tickets = tickets
        self._conversations = conversations

    def describe(self) -> list[GaugeMetricFamily]:
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        states = GaugeMetricFamily("freemobilachat_tickets", "Tickets by state", labels=["state"])
        counts = self._tickets.counts_by_state()
        for state in TicketState:
            states.add_metric([str(state)], counts.get(state, 0))
        yield states
        waiting = self._conversations.conversations_with_pending()
        yield GaugeMetricFamily(
            "freemobilachat_messages_pending",
            "Customers' messages the bot has not answered yet",
            value=sum(len(self._conversations.pending(id_)) for id_ in waiting),
        )


class _OutboxFigures(Collector):
    def __init__(self, outbox: Notifications) -> None:
        self._outbox = outbox

    def describe(self) -> list[GaugeMetricFamily]:
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        states = GaugeMetricFamily(
            "freemobilachat_notifications", "Mails and webhooks by state", labels=["state"]
        )
        for state, count in self._outbox.counts().items():
            states.add_metric([str(state)], count)
        yield states


class Metrics:
    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.turns = Counter(
            "freemobilachat_turns", "Bot turns by outcome", ["outcome"], registry=self._registry
        )
        self.turn_seconds = Histogram(
            "freemobilachat_turn_seconds",
            "From asking Rasa to its answer stored",
            buckets=TURN_SECONDS_BUCKETS,
            registry=self._registry,
        )
        self.errors = Counter(
            "freemobilachat_errors", "Errors by place", ["place"], registry=self._registry
        )
        self.sockets = Gauge("freemobilachat_sockets", "Connected sockets", registry=self._registry)
        self.messages = Counter(
            "freemobilachat_messages", "Messages by author", ["author"], registry=self._registry
        )

    def watch_database(self, tickets: TicketService, conversations: Conversations) -> None:
        self._registry.register(_DatabaseFigures(tickets, conversations))

    def watch_outbox(self, outbox: Notifications) -> None:
        self._registry.register(_OutboxFigures(outbox))

    def watch_collector(self, database: Database, clock: Clock) -> None:
        self._registry.register(CollectorFigures(database, clock))

    def render(self) -> bytes:
        return generate_latest(self._registry)
