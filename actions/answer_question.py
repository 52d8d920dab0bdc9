"""Answers a question of fact from the glossary or the knowledge base, inside a form or outside."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.answers import shown_answer
from actions.turn import Turn, continue_with
from knowledge_base.language import is_english

OWN_FORM = "answer_form"


class AnswerQuestion(Action):
    def name(self) -> str:
        return "action_answer_question"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        if self._define(dispatcher, turn.text):
            return []
        shown = await self._answer(dispatcher, turn)
        if turn.form not in (None, OWN_FORM):
            return []
        return [
            SlotSet("question", turn.text),
            SlotSet("answer_found", shown is not None),
            SlotSet("answer_article", shown),
            SlotSet("answer_helped", None),
            continue_with(OWN_FORM),
        ]

    def _define(self, dispatcher: CollectingDispatcher, text: str) -> bool:
        term = composition.glossary().defined_in(text)
        if term is None:
            return False
        definition = term.en if is_english(text) else term.fr
        dispatcher.utter_message(response="utter_definition", term=term.term, definition=definition)
        return True

    async def _answer(self, dispatcher: CollectingDispatcher, turn: Turn) -> str | None:
        """Show the best article; its id, None when there is none good enough."""
        found = await asyncio.to_thread(composition.searcher().search, turn.text)
        in_other_form = turn.form is not None and turn.form != OWN_FORM
        if not found.hits or not (found.answered or found.hits[0].is_plausible):
            missing = "utter_no_answer_in_form" if in_other_form else "utter_no_answer"
            dispatcher.utter_message(response=missing)
            return None
        article = found.hits[0].article
        title, answer = shown_answer(article, turn.text)
        response = "utter_answer" if found.answered else "utter_likely_answer"
        dispatcher.utter_message(response=response, title=title, answer=answer)
        return article.id
