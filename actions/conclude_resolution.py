"""Ends the attempts: solved by the customer's own yes, or handed to a person with the reason.

A judgement that comes after the ticket was closed for want of an answer still counts.
"""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.escalate import escalate
from actions.outcomes import FAILED
from actions.take_solved import TakeSolved
from actions.take_unsolved import TakeUnsolved
from actions.turn import Turn, continue_with
from tickets.vocabulary import EscalationReason, TicketState

CLEARED = ("outcome", "choices", "chosen_article", "extra_words", "answer_article")


class ConcludeResolution(Action):
    def name(self) -> str:
        return "action_conclude_resolution"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        cleared: list[EventType] = [SlotSet(slot, None) for slot in CLEARED]
        outcome = tracker.get_slot("outcome")
        ticket = await asyncio.to_thread(composition.tickets().current, turn.conversation_id)
        if ticket is None or ticket.state is not TicketState.open:
            late = TakeUnsolved() if turn.intent in FAILED else TakeSolved()
            return [*cleared, *await late.run(dispatcher, tracker, domain)]
        if outcome != "solved":
            reason = EscalationReason(outcome)
            return [*cleared, *await escalate(dispatcher, tracker, ticket, reason)]
        await asyncio.to_thread(composition.tickets().resolve_by_bot, ticket.reference)
        dispatcher.utter_message(response="utter_solved", reference=ticket.reference)
        return [*cleared, continue_with("rating_form")]
