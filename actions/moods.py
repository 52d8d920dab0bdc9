"""The customer's mood at each message: the ticket hears it, and compassion is shown once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions import composition
from actions.tones import gravest, tone_of
from actions.turn import Turn, said_since_customer
from tickets.vocabulary import Tone

COMPASSIONATE = frozenset(
    """
    utter_insult utter_vent utter_vent_in_form utter_problem_received_angrily utter_condolences
    """.split()
)


async def hear_mood(turn: Turn) -> None:
    """A tone that is not calm is told to the ticket under way, if there is one."""
    tone = Tone.calm if turn.is_button else tone_of(turn.text)
    if tone is not Tone.calm:
        await asyncio.to_thread(composition.tickets().hear, turn.conversation_id, tone)


def mood_so_far(tracker: Tracker) -> Tone:
    """The gravest tone of the customer's messages in this dialogue."""
    texts = [str(e.get("text") or "") for e in tracker.events if e.get("event") == "user"]
    return gravest(tone_of(text) for text in texts if not text.startswith("/"))


def compassion_shown(responses: Iterable[str]) -> list[EventType]:
    """What to remember once one of these responses was compassionate."""
    return [SlotSet("sympathised", True)] if COMPASSIONATE.intersection(responses) else []


def compassion_of_turn(tracker: Tracker) -> list[EventType]:
    """The same for what was said since the customer's latest message."""
    return compassion_shown(said_since_customer(tracker))
