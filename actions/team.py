"""What the customer hears while people have the ticket: where it stands, never "tell me more"."""

from __future__ import annotations

import asyncio

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import composition
from actions.turn import last_said
from tickets.views import TicketView
from tickets.vocabulary import TicketState

WITH_THE_TEAM = frozenset({TicketState.escalated, TicketState.in_progress})
ADDED = "utter_added_to_ticket"
ADDED_AGAIN = "utter_added_again"


async def ticket_with_the_team(conversation_id: str) -> TicketView | None:
    """The conversation's ticket while an agent has it or is waited for."""
    ticket = await asyncio.to_thread(composition.tickets().current, conversation_id)
    return ticket if ticket and ticket.state in WITH_THE_TEAM else None


def say_added(dispatcher: CollectingDispatcher, tracker: Tracker, reference: str) -> None:
    """The team will read it; said in full once, then in a word."""
    again = last_said(tracker) in {ADDED, ADDED_AGAIN}
    dispatcher.utter_message(response=ADDED_AGAIN if again else ADDED, reference=reference)


def say_where_it_stands(dispatcher: CollectingDispatcher, ticket: TicketView) -> None:
    dispatcher.utter_message(
        response=f"utter_status_{ticket.state.value}", reference=ticket.reference
    )
