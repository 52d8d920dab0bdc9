"""Insults and "attendez": once people have the ticket, what counts is where it stands.

`action_continue` tells that; asking for patience or offering a person would be beside the point.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.presence import told_of_presence
from actions.team import ticket_with_the_team
from actions.turn import Turn


class UnlessWithTheTeam(Action, ABC):
    """Says its response while the bot is the one who answers, nothing when people are."""

    @abstractmethod
    def response(self) -> str:
        """What is said."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        if not turn.form and await ticket_with_the_team(turn.conversation_id):
            return []
        if not await told_of_presence(dispatcher, turn):
            dispatcher.utter_message(response=self.response())
        return []


class TakeInsult(UnlessWithTheTeam):
    def name(self) -> str:
        return "action_take_insult"

    def response(self) -> str:
        return "utter_insult"


class TakeWait(UnlessWithTheTeam):
    def name(self) -> str:
        return "action_take_wait"

    def response(self) -> str:
        return "utter_wait"
