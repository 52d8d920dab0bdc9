"""A problem is told outside the ticket form: it begins a ticket, or joins the one the team has."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.corrections import is_replacement, without_refusal
from actions.elsewhere import is_elsewhere, say_not_ours, was_refused
from actions.presence import told_of_presence
from actions.problems import is_vague
from actions.team import say_added, ticket_with_the_team
from actions.turn import Turn, continue_with, leave_form


class TakeProblem(Action):
    def name(self) -> str:
        return "action_take_problem"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        if turn.form in {"ticket_form", "resolution_form"}:
            dispatcher.utter_message(response="utter_vent_in_form")
            return []
        if turn.intent == "vent" and await told_of_presence(dispatcher, turn):
            return leave_form()
        if ticket := await ticket_with_the_team(turn.conversation_id):
            say_added(dispatcher, tracker, ticket.reference)
            return leave_form()
        if turn.intent == "vent" and not await _holds_a_matter(turn.text):
            dispatcher.utter_message(response="utter_vent")
            return leave_form()
        if await _is_plainly_not_ours(tracker, turn):
            say_not_ours(dispatcher, tracker, turn.text)
            return leave_form()
        return [
            *leave_form(),
            *_told_so_far(tracker, turn),
            SlotSet("recap_confirmed", None),
            continue_with("ticket_form"),
        ]


def _told_so_far(tracker: Tracker, turn: Turn) -> list[EventType]:
    """ "Non, c'est plutôt…" after an answer: the question that was asked belongs to the problem.

    What was told before a goodbye gives way to another problem.
    """
    if turn.form is None and not is_vague(turn.text):
        return [SlotSet("problem", None)]
    question = tracker.get_slot("question")
    if turn.form != "answer_form" or not question or not is_replacement(turn.text):
        return []
    return [SlotSet("problem", f"{question}\n{without_refusal(turn.text)}")]


async def _is_plainly_not_ours(tracker: Tracker, turn: Turn) -> bool:
    """Who insists after having been told so gets a ticket: a person will see."""
    if turn.intent != "report_problem" or was_refused(tracker):
        return False
    found = await asyncio.to_thread(composition.searcher().search, turn.text)
    return is_elsewhere(found, turn.text)


async def _holds_a_matter(text: str) -> bool:
    """Whether there is something to work on behind the anger."""
    return (await asyncio.to_thread(composition.searcher().search, text)).answered
