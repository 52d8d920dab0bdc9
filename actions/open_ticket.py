"""The recap has the customer's yes: the ticket exists from here on."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.dossier import Dossier
from actions.escalate import escalate
from actions.moods import mood_so_far
from actions.turn import Turn, continue_with
from tickets.views import TicketView
from tickets.vocabulary import Channel, EscalationReason, Priority

FORM_SLOTS = (
    "problem",
    "recap_confirmed",
    "correcting",
    "detail_asked",
    "extra_words",
    "outcome",
    "choices",
    "chosen_article",
)


class OpenTicket(Action):
    def name(self) -> str:
        return "action_open_ticket"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        ticket = await asyncio.to_thread(_open, tracker)
        cleared = [SlotSet(slot, None) for slot in FORM_SLOTS]
        dispatcher.utter_message(response="utter_ticket_opened", reference=ticket.reference)
        if ticket.priority is Priority.P0:
            grave = EscalationReason.grave
            return [*cleared, *await escalate(dispatcher, tracker, ticket, grave)]
        return [*cleared, continue_with("resolution_form")]


def _open(tracker: Tracker) -> TicketView:
    conversation_id = Turn.of(tracker).conversation_id
    composition.conversations().ensure(conversation_id, Channel.shell)
    dossier = Dossier.of(tracker)
    return dossier.open_ticket(conversation_id, dossier.problem or "", mood_so_far(tracker))
