"""What Prometheus reads of the web process: requests, turns, calls to Rasa, errors, sockets, and
what the database holds.
"""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

from telemetry.metrics import Work, new_registry, render
from tickets.clock import Clock
from tickets.database import Database
from tickets.outbox import Notifications
from tickets.stock import Stock
from web.collector_figures import CollectorFigures
from web.database_figures import DatabaseUp, Sparing, Totals, Waits

TURN_SECONDS_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20)


class Metrics:
    def __init__(self) -> None:
        self._registry = registry = new_registry()
        self.requests = Work(
            registry, "http_requests", "HTTP requests, until the answer begins", ("method", "route")
        )
        self.socket_events = Work(
            registry, "socket_events", "Events of the chat's sockets", ("event",)
        )
        self.rasa_calls = Work(registry, "rasa_calls", "Messages put to Rasa")
        self.turns = Counter(
            "freemobilachat_turns", "Bot turns by outcome", ["outcome"], registry=registry
        )
        self.turn_seconds = Histogram(
            "freemobilachat_turn_seconds",
            "From asking Rasa to its answer stored",
            buckets=TURN_SECONDS_BUCKETS,
            registry=registry,
        )
        self.errors = Counter(
            "freemobilachat_errors", "Errors by place", ["place"], registry=registry
        )
        self.sockets = Gauge("freemobilachat_sockets", "Connected sockets", registry=registry)
        self.messages = Counter(
            "freemobilachat_messages", "Messages by author", ["author"], registry=registry
        )

    def watch_database(self, database: Database, clock: Clock) -> None:
        """Add what the database holds, the collector's affairs among it."""
        stock = Stock(database, clock)
        totals = Totals(stock, Notifications(database, clock))
        self._registry.register(DatabaseUp(database))
        self._registry.register(Sparing([Waits(stock)]))
        self._registry.register(Sparing([totals, CollectorFigures(database, clock)]))

    def render(self) -> bytes:
        return render(self._registry)
