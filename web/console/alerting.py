"""What the pages of alerts work with, and the looking that goes on in the background."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, FastAPI, Request

from tickets.alerts.readings import Readings
from tickets.alerts.store import AlertRules
from tickets.alerts.watch import AlertWatch
from tickets.kpis.figures import Figures
from web.background import repeat
from web.console.parts import Console
from web.metrics import Metrics


@dataclass(frozen=True, slots=True)
class Alerting:
    rules: AlertRules
    watch: AlertWatch


def build_alerting(console: Console, figures: Figures) -> Alerting:
    database, clock = console.database, console.clock
    watch = AlertWatch(database, Readings(database, figures, clock), clock)
    return Alerting(AlertRules(database, clock), watch)


def keep(app: FastAPI, alerting: Alerting) -> None:
    app.state.alerting = alerting


def alerting_works(
    alerting: Alerting, every_seconds: float, metrics: Metrics
) -> list[Awaitable[None]]:
    """What goes on in the background while the application runs."""
    look = _Look(alerting)
    return [repeat("alerts", look.once_more, every_seconds, metrics)]


def alerting_of(request: Request) -> Alerting:
    alerting: Alerting = request.app.state.alerting
    return alerting


FromAlerting = Annotated[Alerting, Depends(alerting_of)]


class _Look:
    """Before the first one, the rules that come with the product are there."""

    def __init__(self, alerting: Alerting) -> None:
        self._alerting = alerting
        self._has_defaults = False

    async def once_more(self) -> None:
        await asyncio.to_thread(self._round)

    def _round(self) -> None:
        if not self._has_defaults:
            self._alerting.rules.add_defaults()
            self._has_defaults = True
        self._alerting.watch.round()
