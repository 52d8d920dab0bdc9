"""Shows what was understood and asks for an explicit yes, or for what to correct."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.dossier import Dossier
from actions.ticket_answers import CHOOSE_FIELD


class AskRecapConfirmed(Action):
    def name(self) -> str:
        return "action_ask_recap_confirmed"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        if tracker.get_slot("correcting") == CHOOSE_FIELD:
            dispatcher.utter_message(response="utter_ask_correction")
            return []
        dossier = Dossier.of(tracker)
        dispatcher.utter_message(
            response="utter_recap" if dossier.contact else "utter_recap_without_contact",
            full_name=dossier.full_name,
            problem_shown=dossier.problem_shown,
            contact_shown=dossier.contact,
        )
        return []
