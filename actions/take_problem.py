"""A problem is told outside the ticket form: it begins a ticket, or joins the one the team has."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.turn import Turn, continue_with, leave_form
from tickets.vocabulary import TicketState

WITH_THE_TEAM = frozenset({TicketState.escalated, TicketState.in_progress})


class TakeProblem(Action):
    def name(self) -> str:
        return "action_take_problem"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        if turn.form in {"ticket_form", "resolution_form"}:
            dispatcher.utter_message(response="utter_vent_in_form")
            return []
        ticket = await asyncio.to_thread(composition.tickets().current, turn.conversation_id)
        if ticket and ticket.state in WITH_THE_TEAM:
            dispatcher.utter_message(response="utter_added_to_ticket", reference=ticket.reference)
            return leave_form()
        if turn.intent == "vent" and not await _holds_a_matter(turn.text):
            dispatcher.utter_message(response="utter_vent")
            return leave_form()
        return [*leave_form(), SlotSet("recap_confirmed", None), continue_with("ticket_form")]


async def _holds_a_matter(text: str) -> bool:
    """Whether there is something to work on behind the anger."""
    return (await asyncio.to_thread(composition.searcher().search, text)).answered
