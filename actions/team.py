"""What the customer hears while people have the ticket: where it stands, never "tell me more"."""

from __future__ import annotations

import asyncio
from datetime import datetime

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import composition
from actions.opening_words import moment_in_words
from actions.turn import last_said
from tickets.clock import utc_now
from tickets.opening_hours import OpeningHours
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


def say_where_it_stands(
    dispatcher: CollectingDispatcher, ticket: TicketView, language: str
) -> None:
    dispatcher.utter_message(
        response=f"utter_status_{ticket.state.value}", reference=ticket.reference
    )
    say_when_back(dispatcher, composition.settings().hours(), utc_now(), language)


def say_when_back(
    dispatcher: CollectingDispatcher, hours: OpeningHours, now: datetime, language: str
) -> None:
    """While the team is away: when it is there again."""
    opening = None if hours.is_open(now) else hours.next_opening(now)
    if opening:
        back = moment_in_words(opening.astimezone(hours.zone), language)
        dispatcher.utter_message(response="utter_team_back", back=back)
