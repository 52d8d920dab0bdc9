"""The resolution loop's question: the next solution, or whether the last one worked."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT
from rasa_sdk.types import DomainDict

from actions import composition, writing
from actions.answers import show_article
from actions.choices import ask_choice, choices_between
from actions.solutions import (
    Step,
    first_step,
    first_step_again,
    has_open_proposal,
    is_out_of_patience,
    next_step,
)
from actions.turn import Turn, times_asked
from actions.unanswered import keep_problem
from knowledge_base.articles import Article
from tickets.views import TicketView
from tickets.vocabulary import EscalationReason, TicketState

ASK_MORE = "utter_ask_more"
OR_PERSON = "utter_ask_outcome_or_person"
LONGEST_UNTOLD_WORDS = 15
# A question that was put so often without an answer is put no more.
OFTEN = 2


class AskOutcome(Action):
    def name(self) -> str:
        return "action_ask_outcome"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        if turn.intent == "goodbye" and turn.requested_slot:
            return []
        ticket = await asyncio.to_thread(composition.tickets().current, turn.conversation_id)
        if ticket is None or ticket.state is not TicketState.open:
            return _finished(None)
        if has_open_proposal(ticket):
            dispatcher.utter_message(response=_reminder(tracker))
            return []
        pending = tracker.get_slot("choices")
        if pending and times_asked(tracker, "choice") < OFTEN:
            ask_choice(dispatcher, pending, turn.language)
            return []
        is_untold = tracker.get_slot("detail_asked") and not tracker.get_slot("extra_words")
        if pending or is_untold:
            return await _ask_more(dispatcher, tracker, ticket)
        return await _take_step(dispatcher, tracker, ticket)


async def _ask_more(
    dispatcher: CollectingDispatcher, tracker: Tracker, ticket: TicketView
) -> list[EventType]:
    """In words what no button says; after that a person."""
    if times_asked(tracker, "more") >= OFTEN:
        return _finished(await _given_up(ticket))
    dispatcher.utter_message(response=ASK_MORE)
    told_apart = [SlotSet("choices", [])] if tracker.get_slot("choices") else []
    return [*told_apart, SlotSet("detail_asked", True)]


def _reminder(tracker: Tracker) -> str:
    """The question once more after something else was said; then with a person beside it."""
    if Turn.of(tracker).intent == "postpone":
        return "utter_postponed"
    return (OR_PERSON, "utter_ask_outcome_again")[times_asked(tracker, "outcome") % 2]


async def _take_step(
    dispatcher: CollectingDispatcher, tracker: Tracker, ticket: TicketView
) -> list[EventType]:
    step = await asyncio.to_thread(_step, tracker, ticket)
    language = Turn.of(tracker).language
    if step.choices:
        choices = choices_between(step.choices, language)
        ask_choice(dispatcher, choices, language)
        return [SlotSet("choices", choices)]
    if step.article is None and _may_ask_more(tracker, ticket):
        dispatcher.utter_message(response=ASK_MORE)
        return [SlotSet("detail_asked", True)]
    if step.article is None:
        return _finished(await _given_up(ticket))
    told = _told(tracker, ticket)
    await asyncio.to_thread(_propose, dispatcher, ticket, step.article, language, told)
    return [SlotSet("chosen_article", None)]


def _may_ask_more(tracker: Tracker, ticket: TicketView) -> bool:
    """Once, and not of who has told a whole story."""
    is_untold = len(ticket.problem.split()) <= LONGEST_UNTOLD_WORDS
    return is_untold and not (ticket.proposed_article_ids or tracker.get_slot("detail_asked"))


async def _given_up(ticket: TicketView) -> EscalationReason:
    """Why nothing more is proposed; a problem without any solution is kept."""
    if ticket.proposed_article_ids:
        return EscalationReason.attempts_exhausted
    await asyncio.to_thread(keep_problem, ticket)
    return EscalationReason.no_answer_found


def _step(tracker: Tracker, ticket: TicketView) -> Step:
    searcher = composition.searcher()
    chosen = tracker.get_slot("chosen_article")
    if chosen and chosen not in ticket.proposed_article_ids:
        return Step(article=searcher.article(chosen))
    extra_words = tracker.get_slot("extra_words") or ""
    if ticket.proposed_article_ids:
        return next_step(searcher, composition.related(), ticket, extra_words)
    query = writing.shorten(_told(tracker, ticket), ticket.customer_name)
    failed = composition.tickets().refused_before(ticket.reference)
    if again := first_step_again(searcher, composition.related(), query, failed):
        return again
    seen = [slot for slot in [tracker.get_slot("answer_article")] if slot]
    may_ask = tracker.get_slot("choices") is None
    for told in (extra_words.rpartition("\n")[2], query):
        step = first_step(searcher, told, seen, may_ask=may_ask)
        if step.article or step.choices:
            break
    return step


def _told(tracker: Tracker, ticket: TicketView) -> str:
    return f"{ticket.problem}\n{tracker.get_slot('extra_words') or ''}".strip()


def _propose(
    dispatcher: CollectingDispatcher, ticket: TicketView, article: Article, language: str, told: str
) -> None:
    composition.tickets().propose(ticket.reference, article.id, article.title)
    first = not ticket.proposed_article_ids
    response = "utter_solution" if first else "utter_next_solution"
    written = writing.write(told, ticket.customer_name, [article], language)
    show_article(dispatcher, response, article, language, written.text if written else None)
    asked = OR_PERSON if is_out_of_patience(ticket) else "utter_ask_outcome"
    dispatcher.utter_message(response=asked)


def _finished(reason: EscalationReason | None) -> list[EventType]:
    outcome = reason.value if reason else "gone"
    return [SlotSet("outcome", outcome), SlotSet(REQUESTED_SLOT, None)]
