"""What a rule's signal comes to now; None where there is no data."""

from __future__ import annotations

from datetime import datetime

from tickets.alerts import signals
from tickets.alerts.rules import Rule
from tickets.clock import Clock, utc_now
from tickets.collector_marks import LAST_LOOK, CollectorMarks
from tickets.collector_settings import CollectorControls
from tickets.database import Database
from tickets.kpis.definitions import Kpi
from tickets.kpis.figures import Figures
from tickets.kpis.views import View
from tickets.queue import Queue
from tickets.spending import MICROS_PER_DOLLAR, Spending
from tickets.stock import Stock


class Readings:
    """Reads only. An empty queue is a wait of 0; a collector that never ran has no silence."""

    def __init__(self, database: Database, figures: Figures, clock: Clock = utc_now) -> None:
        self._clock = clock
        self._figures = figures
        self._queue = Queue(database, clock)
        self._stock = Stock(database, clock)
        self._marks = CollectorMarks(database, clock)
        self._controls = CollectorControls(database, clock)
        self._spending = Spending(database, clock)

    def of(self, rule: Rule) -> float | None:
        kpi = rule.watched.kpi
        if kpi is not None:
            return self._measured(kpi, rule)
        match rule.watched:
            case signals.QUEUE_AGE:
                return self._since(self._queue.waiting_since()) or 0.0
            case signals.BOT_WAIT:
                return self._stock.waits()["bot"]
            case signals.COLLECTOR_SILENCE:
                return self._since(self._marks.written_at(LAST_LOOK))
            case _:
                return self._share_spent()

    def _measured(self, kpi: Kpi, rule: Rule) -> float | None:
        asked = {"window": rule.window}
        view = View.parse(asked, self._figures.now, self._figures.zone)
        [figure] = self._figures.measure(view, [kpi])
        return figure.value if figure.sample >= rule.min_sample else None

    def _share_spent(self) -> float | None:
        cap = self._controls.read().dollars_per_day
        return self._spending.today_micros() / MICROS_PER_DOLLAR / cap if cap else None

    def _since(self, at: datetime | None) -> float | None:
        return max(0.0, (self._clock() - at).total_seconds()) if at else None
