"""An action server that only says one sentence: what the call itself costs."""

from __future__ import annotations

import sys

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.__main__ import WatchedExecutor, server


class SayOneSentence(Action):  # type: ignore[misc]
    """Stands in for the action that the benchmark's own bot calls."""

    def name(self) -> str:
        return "action_continue"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        dispatcher.utter_message(response="utter_what_next")
        return []


def main(port: int) -> None:
    executor = WatchedExecutor()
    executor.register_action(SayOneSentence())
    server(executor).run(
        host="127.0.0.1", port=port, single_process=True, access_log=False, motd=False
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
