"""What the dashboard works with; put together here, kept on the app."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, FastAPI, Request

from knowledge_base.embedder import Vectors
from knowledge_base.universal_encoder import universal_encoder
from tickets.kpis.figures import Figures
from tickets.mentions import Mentions
from web.background import repeat
from web.config import WebConfig
from web.console.parts import Console
from web.metrics import Metrics
from web.questions import QuestionGroups

LEARN_EVERY_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Dashboard:
    figures: Figures
    mentions: Mentions
    groups: QuestionGroups


def build_dashboard(config: WebConfig, console: Console) -> Dashboard:
    figures = Figures(console.database, config.opening_hours, console.clock)
    return Dashboard(figures, Mentions(console.database, console.clock), QuestionGroups(_encode))


def keep(app: FastAPI, dashboard: Dashboard) -> None:
    app.state.dashboard = dashboard


def dashboard_works(dashboard: Dashboard, metrics: Metrics) -> list[Awaitable[None]]:
    """What goes on in the background while the application runs."""
    return [repeat("question-groups", dashboard.groups.learn, LEARN_EVERY_SECONDS, metrics)]


def dashboard_of(request: Request) -> Dashboard:
    dashboard: Dashboard = request.app.state.dashboard
    return dashboard


FromDashboard = Annotated[Dashboard, Depends(dashboard_of)]


def _encode(texts: Sequence[str]) -> Vectors:
    return universal_encoder().encode(texts)  # loaded when there is a question to compare
