"""Answers a question of fact from the glossary or the knowledge base, inside a form or outside."""

from __future__ import annotations

import asyncio
import re

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition, writing
from actions.answers import ENGLISH, show_article
from actions.bereavement import with_own_article_first
from actions.dossier import Dossier
from actions.elsewhere import is_elsewhere, say_not_ours
from actions.presence import told_of_presence
from actions.subjects import matters_of
from actions.take_problem import TakeProblem
from actions.team import say_added, ticket_with_the_team
from actions.turn import Turn, continue_with
from actions.unanswered import keep_question
from knowledge_base.answer_writer import WrittenAnswer
from knowledge_base.articles import Article
from knowledge_base.normalise import fold
from knowledge_base.search import Found

OWN_FORM = "answer_form"
MOST_WORDS_THAT_GO_ON = 5
# With less chance than this a few words rather go on than ask something new.
SURE_BY_ITSELF = 0.5
ASKING = re.compile(
    r"\?|^\W*(et |mais |alors |ok |so |and )*"
    r"(comment|pourquoi|quand|combien|ou|quel\w*|qui|que|quoi|est[ -]ce|c'?est quoi|puis[ -]je"
    r"|peut[ -]on|how|why|when|what|where|who|which|can|could|do|does|is|are)\b"
)


class AnswerQuestion(Action):
    def name(self) -> str:
        return "action_answer_question"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        if self._define(dispatcher, turn) or await told_of_presence(dispatcher, turn):
            return []
        if await self._leave_to_team(dispatcher, tracker, turn):
            return []
        if not turn.form and await _is_bare_subject(turn):
            return await TakeProblem().run(dispatcher, tracker, domain)
        question, found = await asyncio.to_thread(_search_in_context, tracker, turn)
        shown_before = tracker.get_slot("answer_article")
        if question != turn.text and found.hits and found.hits[0].article.id == shown_before:
            dispatcher.utter_message(response="utter_nothing_more_precise")
            return _judged_next(question, shown_before, is_found=False)
        if is_elsewhere(found, turn.text):
            say_not_ours(dispatcher, tracker, turn.text)
            await asyncio.to_thread(keep_question, tracker, turn.text, found)
            return []
        shown = await self._answer(dispatcher, tracker, turn, found)
        if turn.form not in (None, OWN_FORM):
            return []
        return _judged_next(question, shown, is_found=shown is not None)

    async def _leave_to_team(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn
    ) -> bool:
        """What asks nothing is for whoever has the ticket: "c'est une Freebox Pop"."""
        if turn.form or ASKING.search(fold(turn.text)):
            return False
        ticket = await ticket_with_the_team(turn.conversation_id)
        if ticket:
            say_added(dispatcher, tracker, ticket.reference)
        return ticket is not None

    def _define(self, dispatcher: CollectingDispatcher, turn: Turn) -> bool:
        term = composition.glossary().defined_in(turn.text)
        if term is None:
            return False
        definition = term.en if turn.language == ENGLISH else term.fr
        dispatcher.utter_message(response="utter_definition", term=term.term, definition=definition)
        return True

    async def _answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn, found: Found
    ) -> str | None:
        """Show the best article; its id, None when there is none good enough."""
        likely = _likely(found)
        name = Dossier.of(tracker).full_name
        written = await asyncio.to_thread(writing.write, turn.text, name, likely, turn.language)
        is_refused = written is not None and written.article is None and not found.answered
        if not likely or is_refused:
            in_other_form = turn.form is not None and turn.form != OWN_FORM
            missing = "utter_no_answer_in_form" if in_other_form else "utter_no_answer"
            dispatcher.utter_message(response=missing)
            await asyncio.to_thread(keep_question, tracker, turn.text, found)
            return None
        article, text = _shown(likely[0], written)
        response = "utter_answer" if found.answered else "utter_likely_answer"
        show_article(dispatcher, response, article, turn.language, text)
        return article.id


async def _is_bare_subject(turn: Turn) -> bool:
    return bool(await asyncio.to_thread(matters_of, turn.text, turn.language))


def _search_in_context(tracker: Tracker, turn: Turn) -> tuple[str, Found]:
    """The question as searched: "combien ça coûte ?" after an answer goes with what it answered."""
    name = Dossier.of(tracker).full_name
    found = _search(turn.text, name)
    is_short = len(turn.text.split()) <= MOST_WORDS_THAT_GO_ON
    before = tracker.get_slot("question") if turn.form == OWN_FORM and is_short else None
    if not before or (found.answered and found.hits[0].score >= SURE_BY_ITSELF):
        return turn.text, found
    question = f"{before}\n{turn.text}"
    return question, _search(question, name)


def _judged_next(question: str, article: str | None, *, is_found: bool) -> list[EventType]:
    """Events after which the form asks whether the answer helped, or offers a ticket."""
    return [
        SlotSet("question", question),
        SlotSet("answer_found", is_found),
        SlotSet("answer_article", article),
        SlotSet("answer_helped", None),
        continue_with(OWN_FORM),
    ]


def _search(text: str, name: str | None) -> Found:
    found = composition.searcher().search(writing.shorten(text, name))
    return with_own_article_first(found, text)


def _likely(found: Found) -> list[Article]:
    plausible = [hit.article for hit in found.hits if hit.is_plausible]
    return plausible or [hit.article for hit in found.hits[:1] if found.answered]


def _shown(best: Article, written: WrittenAnswer | None) -> tuple[Article, str | None]:
    """What the search is sure of is shown even when the LLM sees no answer in it."""
    if written is None or written.article is None:
        return best, None
    return written.article, written.text
