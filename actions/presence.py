"""When people are there and when one answers: told from the settings and the ticket."""

from __future__ import annotations

from datetime import datetime

from rasa_sdk.executor import CollectingDispatcher

from actions import composition
from actions.opening_words import hours_in_words
from actions.presence_phrases import asks_hours, asks_when
from actions.team import say_when_back, say_where_it_stands, ticket_with_the_team
from actions.turn import Turn
from tickets.clock import utc_now
from tickets.opening_hours import OpeningHours


async def told_of_presence(dispatcher: CollectingDispatcher, turn: Turn) -> bool:
    """Say when people are there or where the customer stands, if that is what was asked."""
    if asks_hours(turn.text):
        say_hours(dispatcher, composition.settings().hours(), utc_now(), turn.language)
    elif asks_when(turn.text):
        await _say_when(dispatcher, turn)
    else:
        return False
    return True


def say_hours(
    dispatcher: CollectingDispatcher, hours: OpeningHours, now: datetime, language: str
) -> None:
    """The bot always answers; people when the operator says."""
    if hours.week is None:
        dispatcher.utter_message(response="utter_hours_always")
        return
    dispatcher.utter_message(response="utter_hours", hours=hours_in_words(hours, language))
    say_when_back(dispatcher, hours, now, language)


async def _say_when(dispatcher: CollectingDispatcher, turn: Turn) -> None:
    ticket = await ticket_with_the_team(turn.conversation_id)
    if ticket is None:
        dispatcher.utter_message(response="utter_nobody_waited_for")
    else:
        say_where_it_stands(dispatcher, ticket, turn.language)
