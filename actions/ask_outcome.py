"""The resolution loop's question: the next solution, or whether the last one worked."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT
from rasa_sdk.types import DomainDict

from actions import composition
from actions.answers import shown_answer
from actions.solutions import Step, first_step, has_open_proposal, next_step
from actions.turn import Turn
from knowledge_base.articles import Article
from tickets.views import TicketView
from tickets.vocabulary import EscalationReason, TicketState

NONE_OF_THESE = {"title": "Aucune de ces pistes", "payload": "/report_unsolved"}


class AskOutcome(Action):
    def name(self) -> str:
        return "action_ask_outcome"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        ticket = await asyncio.to_thread(composition.tickets().current, turn.conversation_id)
        if ticket is None or ticket.state is not TicketState.open:
            return _finished(None)
        if has_open_proposal(ticket):
            postponed = turn.intent == "postpone"
            dispatcher.utter_message(
                response="utter_postponed" if postponed else "utter_ask_outcome_again"
            )
            return []
        if pending := tracker.get_slot("choices"):
            _ask_choice(dispatcher, pending)
            return []
        return await _take_step(dispatcher, tracker, ticket)


async def _take_step(
    dispatcher: CollectingDispatcher, tracker: Tracker, ticket: TicketView
) -> list[EventType]:
    step = await asyncio.to_thread(_step, tracker, ticket)
    if step.choices:
        choices = [{"id": article.id, "title": article.title} for article in step.choices]
        _ask_choice(dispatcher, choices)
        return [SlotSet("choices", choices)]
    if step.article is None:
        attempted = bool(ticket.proposed_article_ids)
        reason = "attempts_exhausted" if attempted else "no_answer_found"
        return _finished(EscalationReason(reason))
    await asyncio.to_thread(_propose, dispatcher, ticket, step.article)
    return [SlotSet("chosen_article", None)]


def _step(tracker: Tracker, ticket: TicketView) -> Step:
    searcher = composition.searcher()
    chosen = tracker.get_slot("chosen_article")
    if chosen and chosen not in ticket.proposed_article_ids:
        return Step(article=searcher.article(chosen))
    extra_words = tracker.get_slot("extra_words") or ""
    if ticket.proposed_article_ids:
        return next_step(searcher, composition.related(), ticket, extra_words)
    query = f"{ticket.problem}\n{extra_words}".strip()
    seen = [slot for slot in [tracker.get_slot("answer_article")] if slot]
    return first_step(searcher, query, seen, may_ask=tracker.get_slot("choices") is None)


def _propose(dispatcher: CollectingDispatcher, ticket: TicketView, article: Article) -> None:
    composition.tickets().propose(ticket.reference, article.id, article.title)
    title, answer = shown_answer(article, ticket.problem)
    first = not ticket.proposed_article_ids
    dispatcher.utter_message(
        response="utter_solution" if first else "utter_next_solution", title=title, answer=answer
    )
    dispatcher.utter_message(response="utter_ask_outcome")


def _ask_choice(dispatcher: CollectingDispatcher, choices: list[dict[str, str]]) -> None:
    titles = [{"title": choice["title"], "payload": choice["title"]} for choice in choices]
    dispatcher.utter_message(response="utter_ask_choice", buttons=[*titles, NONE_OF_THESE])


def _finished(reason: EscalationReason | None) -> list[EventType]:
    outcome = reason.value if reason else "gone"
    return [SlotSet("outcome", outcome), SlotSet(REQUESTED_SLOT, None)]
