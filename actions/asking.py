"""A question that is put in other words each time it has to be put again."""

from __future__ import annotations

from abc import ABC, abstractmethod

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import times_asked


class AskAction(Action, ABC):
    """Asks for a slot: `utter_ask_x`, then in turn `utter_ask_x_again` and `utter_ask_x_last`."""

    @abstractmethod
    def slot(self) -> str:
        """The slot that is asked for."""

    def name(self) -> str:
        return f"action_ask_{self.slot()}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        dispatcher.utter_message(response=self.wording(tracker))
        return []

    def wording(self, tracker: Tracker) -> str:
        """The response that fits the number of times this was asked already."""
        return f"utter_ask_{self.slot()}{variant_after(times_asked(tracker, self.slot()))}"


def variant_after(times: int) -> str:
    """The ending of the response's name once the question was asked so many times in a row."""
    return "" if times == 0 else ("_last", "_again")[times % 2]
