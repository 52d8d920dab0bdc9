"""`python -m actions`: the action server, in one process, on 127.0.0.1 only.

rasa_sdk's own command adds a second process, which outlives the first when that is killed.
"""

from __future__ import annotations

import logging
import sys
import warnings
from typing import Any

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import HTTPResponse, Request, Sanic, json

from actions import composition
from settings import load_settings

LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
FAILED = {"error": "the action failed; the action server's log says why"}


class DomainlessExecutor(ActionExecutor):
    """rasa_sdk 3.21 refuses a call without the domain (449), which Rasa 3.6 does not answer.

    Our actions never read the domain, and endpoints.yml leaves it out of every call.
    """

    def update_and_return_domain(self, payload: dict[str, Any], action_name: str) -> dict[str, Any]:
        return payload.get("domain") or {}


def server(executor: ActionExecutor) -> Sanic[Any, Any]:
    """rasa_sdk's application; its answer to a failure is cut down.

    rasa_sdk sends the whole conversation back with a failure, and Rasa writes that to its log.
    """
    app: Sanic[Any, Any] = create_app(executor, cors_origins=[])

    @app.on_response  # type: ignore[untyped-decorator]
    async def cut_down(_: Request, response: HTTPResponse) -> HTTPResponse | None:
        return json(FAILED, status=response.status) if response.status >= 500 else None

    return app


def main() -> int:
    settings = load_settings()
    logging.basicConfig(level=logging.WARNING, format=LOG_FORMAT)
    # On purpose (docs/decisions/0001-two-environments.md); said at the first call otherwise.
    warnings.filterwarnings("ignore", message="Your versions of rasa and rasa_sdk")
    executor = DomainlessExecutor()
    executor.register_package("actions")
    composition.warm_up()
    server(executor).run(
        host="127.0.0.1",
        port=settings.actions_port,
        single_process=True,
        access_log=False,
        motd=False,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
