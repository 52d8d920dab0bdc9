"""The questions that the search is measured on are none that it learnt, and all can be answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.articles import load_articles
from knowledge_base.building import POSTS, SHORT
from knowledge_base.normalise import normalise
from knowledge_base.questions import read_questions

QUESTIONS = Path(__file__).with_name("kb_questions.csv")
PUBLIC_POSTS = Path(__file__).with_name("kb_posts.csv")
A_FEW_WORDS = Path(__file__).with_name("kb_short.csv")
MEASURES = [QUESTIONS, PUBLIC_POSTS, A_FEW_WORDS]


@pytest.mark.parametrize("measure", MEASURES)
def test_no_question_of_a_measure_is_trained_on(measure: Path) -> None:
    questions = {normalise(question.text) for question in read_questions(measure)}

    trained = {normalise(text) for article in load_articles() for text in article.questions}
    labelled = [*read_questions(POSTS), *read_questions(SHORT)]
    trained |= {normalise(one.text) for one in labelled}

    assert questions & trained == set()


@pytest.mark.parametrize("measure", MEASURES)
def test_every_topic_of_a_measure_is_an_article(measure: Path) -> None:
    known = {article.id for article in load_articles()}

    topics = {topic for question in read_questions(measure) for topic in question.topics}

    assert topics <= known
