"""'Still not' outside the attempts: the closed ticket comes back, straight to a person."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.team import WITH_THE_TEAM, say_added
from actions.turn import Turn, continue_with, leave_form
from tickets.vocabulary import TicketState

REOPENABLE = frozenset({TicketState.resolved, TicketState.closed})


class TakeUnsolved(Action):
    def name(self) -> str:
        return "action_take_unsolved"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        if turn.form == "ticket_form":
            return []
        service = composition.tickets()
        ticket = await asyncio.to_thread(service.latest, turn.conversation_id)
        if ticket and ticket.state in WITH_THE_TEAM:
            say_added(dispatcher, tracker, ticket.reference)
        elif ticket and ticket.state in REOPENABLE:
            await asyncio.to_thread(service.reopen, ticket.reference)
            dispatcher.utter_message(response="utter_reopened", reference=ticket.reference)
            dispatcher.utter_message(response="utter_after_escalation")
        else:
            return [*leave_form(), continue_with("ticket_form")]
        return leave_form()
