"""What the knowledge base can answer is the customer's matter, whatever the message was read as."""

from __future__ import annotations

import asyncio

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.answer_question import AnswerQuestion
from actions.presence import told_of_presence
from actions.take_problem import TakeProblem
from actions.turn import Turn

FEWEST_WORDS_IN_FORM = 3
SURE_IN_FORM = 0.6


async def taken_as_matter(
    dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
) -> list[EventType] | None:
    """Events of the problem that it begins, or of the answer to it inside a form; None when it is
    no matter of ours. A word or two inside a form answer its question badly, rather than ask one.
    """
    turn = Turn.of(tracker)
    if await told_of_presence(dispatcher, turn):
        return []
    if turn.form and len(turn.text.split()) < FEWEST_WORDS_IN_FORM:
        return None
    found = await asyncio.to_thread(composition.searcher().search, turn.text)
    if not found.answered or (turn.form and found.hits[0].score < SURE_IN_FORM):
        return None
    matter = AnswerQuestion() if turn.form else TakeProblem()
    return await matter.run(dispatcher, tracker, domain)
