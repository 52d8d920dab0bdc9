"""Shows what was understood and asks for an explicit yes, or for what to correct."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.dossier import Dossier
from actions.ticket_answers import CHOOSE_FIELD
from actions.turn import times_asked

SHOWN = "utter_recap"
SHORT = ("utter_recap_reminder", "utter_recap_reminder_last")
DETAILS = frozenset({"first_name", "last_name", "problem", "contact"})


class AskRecapConfirmed(Action):
    def name(self) -> str:
        return "action_ask_recap_confirmed"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        if tracker.get_slot("correcting") == CHOOSE_FIELD:
            often = times_asked(tracker, "correction") > 1
            last = "_last" if often else ""
            dispatcher.utter_message(response=f"utter_ask_correction{last}")
            return []
        dossier = Dossier.of(tracker)
        times = times_shown_unchanged(tracker)
        dispatcher.utter_message(
            response=SHORT[(times - 1) % len(SHORT)] if times else _in_full(dossier),
            full_name=dossier.full_name,
            problem_shown=dossier.problem_shown,
            contact_shown=dossier.contact,
        )
        return []


def times_shown_unchanged(tracker: Tracker) -> int:
    """How often this recap was put already, since it was shown in full and nothing changed."""
    times = 0
    for event in reversed(tracker.events):
        if event.get("event") == "slot" and event.get("name") in DETAILS:
            return 0
        response = str((event.get("metadata") or {}).get("utter_action", ""))
        if event.get("event") == "bot" and response.startswith(SHOWN):
            times += 1
            if response not in SHORT:
                return times
    return 0


def _in_full(dossier: Dossier) -> str:
    unnamed = "" if dossier.full_name else "_unnamed"
    without_contact = "" if dossier.contact else "_without_contact"
    return f"utter_recap{unnamed}{without_contact}"
