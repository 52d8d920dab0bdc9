"""Hands the conversation to a person, with a ticket that holds what is known so far."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.dossier import Dossier, customer_words, on_one_line
from actions.moods import mood_so_far
from actions.team import WITH_THE_TEAM
from actions.turn import Turn, leave_form
from tickets.views import TicketView
from tickets.vocabulary import Channel, EscalationReason


class Escalate(Action):
    def name(self) -> str:
        return "action_escalate"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        ticket = await asyncio.to_thread(composition.tickets().current, turn.conversation_id)
        if ticket and ticket.state in WITH_THE_TEAM:
            dispatcher.utter_message(response="utter_already_escalated", reference=ticket.reference)
            return leave_form()
        grave = turn.intent == "emergency"
        reason = EscalationReason.grave if grave else EscalationReason.customer_request
        if ticket is None:
            ticket = await asyncio.to_thread(_open, turn, tracker)
        return [
            *leave_form(),
            SlotSet("problem", None),
            SlotSet("recap_confirmed", None),
            *await escalate(dispatcher, tracker, ticket, reason),
        ]


async def escalate(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    ticket: TicketView,
    reason: EscalationReason,
) -> list[EventType]:
    """Escalate a ticket and tell the customer what happens next, without promising an hour.

    The second of two problems told at once goes with it, and the customer knows it.
    """
    other = tracker.get_slot("other_problem")
    service = composition.tickets()
    if other:
        await asyncio.to_thread(service.add_problem, ticket.reference, other)
    await asyncio.to_thread(service.escalate, ticket.reference, reason)
    dispatcher.utter_message(response=f"utter_escalated_{reason.value}", reference=ticket.reference)
    dispatcher.utter_message(response=_what_next(ticket), contact_shown=ticket.contact)
    if other:
        dispatcher.utter_message(
            response="utter_other_problem_left", other_shown=on_one_line(other)
        )
    return [SlotSet("other_problem", None)]


def _what_next(ticket: TicketView) -> str:
    if ticket.contact:
        return "utter_after_escalation_with_contact"
    return "utter_after_escalation" if ticket.customer_name else "utter_after_escalation_unnamed"


def _open(turn: Turn, tracker: Tracker) -> TicketView:
    composition.conversations().ensure(turn.conversation_id, Channel.shell)
    dossier = Dossier.of(tracker)
    problem = dossier.problem or customer_words(tracker) or turn.text
    return dossier.open_ticket(turn.conversation_id, problem, mood_so_far(tracker))
