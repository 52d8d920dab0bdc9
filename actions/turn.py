"""One customer's turn, read out of a tracker: what was said, and where the dialogue stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.forms import REQUESTED_SLOT

from tickets.conversations import conversation_id_of


@dataclass(frozen=True)
class Turn:
    """What the actions need to know of the latest message and of where the dialogue stands."""

    conversation_id: str
    text: str
    intent: str
    form: str | None
    requested_slot: str | None
    language: str = "fr"

    @classmethod
    def of(cls, tracker: Tracker) -> Turn:
        message: dict[str, Any] = tracker.latest_message or {}
        return cls(
            conversation_id=conversation_id_of(tracker.sender_id),
            text=str(message.get("text") or ""),
            intent=str((message.get("intent") or {}).get("name") or ""),
            form=(tracker.active_loop or {}).get("name"),
            requested_slot=tracker.get_slot(REQUESTED_SLOT),
            language=tracker.get_slot("language") or "fr",
        )

    @property
    def is_button(self) -> bool:
        """A pressed button arrives as its payload, which holds no words of the customer's."""
        return self.text.startswith("/")


def continue_with(form: str) -> EventType:
    """The form that `action_continue` enters next, in place of the one that was active."""
    return SlotSet("continue_with", form)


def leave_form() -> list[EventType]:
    """Events that end whichever form is active without running what follows it."""
    return [ActiveLoop(None), SlotSet(REQUESTED_SLOT, None)]


def said_since_customer(tracker: Tracker) -> list[str]:
    """Names of the responses that the bot said since the customer's latest message."""
    said = []
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            break
        if event.get("event") == "bot":
            said.append(str((event.get("metadata") or {}).get("utter_action", "")))
    return said


def last_said(tracker: Tracker) -> str | None:
    """The response that the customer's latest message follows."""
    events = list(reversed(tracker.events))
    latest = next((n for n, e in enumerate(events) if e.get("event") == "user"), len(events))
    said = (e.get("metadata") or {} for e in events[latest:] if e.get("event") == "bot")
    return next(said, {}).get("utter_action")


def times_asked(tracker: Tracker, slot: str) -> int:
    """How often in a row the present form asked for this slot, digressions between them aside."""
    count = 0
    for event in reversed(tracker.events):
        if event.get("event") == "active_loop" and event.get("name") is None:
            break
        question = _question_of(event)
        if question and not question.startswith(f"utter_ask_{slot}"):
            break
        count += bool(question)
    return count


def _question_of(event: dict[str, Any]) -> str | None:
    """The response that asked for a slot, when the event is such a question of the bot's."""
    response = str((event.get("metadata") or {}).get("utter_action", ""))
    asks = event.get("event") == "bot" and response.startswith("utter_ask_")
    return response if asks else None
