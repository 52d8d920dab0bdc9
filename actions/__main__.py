"""`python -m actions`: the action server, in one process, on 127.0.0.1 only.

rasa_sdk's own command adds a second process, which outlives the first when that is killed.
"""

from __future__ import annotations

import logging
import sys
import warnings
from typing import Any

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor, ActionExecutorRunResult
from rasa_sdk.interfaces import ActionExecutionRejection
from sanic import HTTPResponse, Request, Sanic, json

from actions import composition
from actions.figures import figures
from knowledge_base.embedder import EmbedderError
from knowledge_base.index import IndexUnusableError
from settings import Settings, load_settings
from telemetry.context import concern, request_id_of
from telemetry.logs import facts
from telemetry.metrics import CONTENT_TYPE, render
from telemetry.process import watching
from tickets.conversations import conversation_id_of

logger = logging.getLogger("actions")
UNKNOWN = "unknown"
FAILED = {"error": "the action failed; the action server's log says why"}


class WatchedExecutor(ActionExecutor):
    """Counts, times, traces and logs each action.

    rasa_sdk 3.21 refuses a call without the domain (449), which Rasa 3.6 does not answer. Our
    actions never read the domain, and endpoints.yml leaves it out of every call.
    """

    async def run(self, action_call: dict[str, Any]) -> ActionExecutorRunResult | None:
        along = metadata_of(action_call)
        # Not for this call alone: rasa_sdk logs its failure after it, in the same task.
        concern(request_id_of(along), conversation_id_of(str(action_call.get("sender_id"))))
        called = str(action_call.get("next_action"))
        action = called if called in self.actions else UNKNOWN
        with figures().actions.run(along.get("traceparent"), action=action) as run:
            try:
                return await super().run(action_call)
            except ActionExecutionRejection:
                run.outcome = "rejected"
                raise
            finally:
                logger.info("%s ran", action, extra=facts(seconds=round(run.took(), 3)))

    def update_and_return_domain(self, payload: dict[str, Any], action_name: str) -> dict[str, Any]:
        return payload.get("domain") or {}


def metadata_of(action_call: dict[str, Any]) -> dict[str, Any]:
    """What came along with the customer's message that Rasa acts on."""
    message = (action_call.get("tracker") or {}).get("latest_message") or {}
    return message.get("metadata") or {}


def server(executor: ActionExecutor) -> Sanic[Any, Any]:
    """rasa_sdk's application; its answer to a failure is cut down.

    rasa_sdk sends the whole conversation back with a failure, and Rasa writes that to its log.
    """
    app: Sanic[Any, Any] = create_app(executor, cors_origins=[])

    @app.get("/metrics")
    async def metrics(_: Request) -> HTTPResponse:
        return HTTPResponse(render(figures().registry), content_type=CONTENT_TYPE)

    @app.on_response  # type: ignore[untyped-decorator]
    async def cut_down(_: Request, response: HTTPResponse) -> HTTPResponse | None:
        return json(FAILED, status=response.status) if response.status >= 500 else None

    return app


def main() -> int:
    settings = load_settings()
    with watching(
        "actions", settings.log_format, settings.otel_exporter_otlp_endpoint, logging.WARNING
    ):
        logger.setLevel(logging.INFO)
        try:
            serve(settings)
        except (IndexUnusableError, EmbedderError) as error:
            print(error, file=sys.stderr)
            return 2
    return 0


def serve(settings: Settings) -> None:
    """Until it is told to stop."""
    # On purpose (docs/decisions/0001-two-environments.md); said at the first call otherwise.
    warnings.filterwarnings("ignore", message="Your versions of rasa and rasa_sdk")
    executor = WatchedExecutor()
    executor.register_package("actions")
    figures().watch_index(composition.index_folder())
    composition.warm_up()
    server(executor).run(
        host="127.0.0.1",
        port=settings.actions_port,
        single_process=True,
        access_log=False,
        motd=False,
    )


if __name__ == "__main__":
    sys.exit(main())
