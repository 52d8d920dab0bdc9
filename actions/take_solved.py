"""Good news outside the attempts: noted, told to the team, or rated when an agent solved it."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.outcomes import is_negated
from actions.take_unsolved import TakeUnsolved
from actions.turn import Turn, continue_with
from tickets.vocabulary import TicketState


class TakeSolved(Action):
    def name(self) -> str:
        return "action_take_solved"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        if is_negated(turn.text):
            return await TakeUnsolved().run(dispatcher, tracker, domain)
        ticket = await asyncio.to_thread(composition.tickets().current, turn.conversation_id)
        if ticket and ticket.state in {TicketState.escalated, TicketState.in_progress}:
            dispatcher.utter_message(response="utter_glad_for_agent", reference=ticket.reference)
        elif ticket and ticket.state is TicketState.resolved:
            dispatcher.utter_message(response="utter_solved", reference=ticket.reference)
            return [continue_with("rating_form")]
        else:
            dispatcher.utter_message(response="utter_glad")
        return []
