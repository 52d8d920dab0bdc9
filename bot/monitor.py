"""A channel that carries no message: whether Rasa has its model, and its figures for Prometheus.

Rasa answers on `/` and serves its channels even when its model could not be loaded.
"""

from __future__ import annotations

from typing import Any, Optional

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json, text

from bot.figures import figures


class Monitor(InputChannel):
    """`/webhooks/monitor/ready` and `/webhooks/monitor/metrics`, for this machine alone."""

    @classmethod
    def name(cls) -> str:
        return "monitor"

    def blueprint(self, on_new_message: Any) -> Blueprint:
        monitor = Blueprint("monitor", __name__)

        @monitor.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            model = loaded_model(request)
            if model is None:
                return json({"fault": "no model is loaded"}, status=503)
            return json({"model": model})

        @monitor.get("/metrics")
        async def metrics(request: Request) -> HTTPResponse:
            return text(figures(loaded_model(request)))

        return monitor


def loaded_model(request: Request) -> Optional[str]:
    """The id that the model got in its training; None while none is loaded."""
    agent = getattr(request.app.ctx, "agent", None)
    return agent.model_id if agent is not None and agent.is_ready() else None
