"""Questions that ask the same are put together, never within a request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from knowledge_base.embedder import Vectors
from tickets.kpis.results import UnansweredQuestion
from tickets.vocabulary import Theme
from web.questions import QuestionGroups

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MEANINGS = ("satellite", "esim", "bitcoin")


class ByWord:
    """Texts that share one of a few words mean the same."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        rows = [[float(word in text) for word in MEANINGS] for text in texts]
        return np.array(rows, dtype=np.float32)


def question(text: str, times: int = 1, hours_ago: int = 0) -> UnansweredQuestion:
    return UnansweredQuestion(text, Theme.offre, times, NOON - timedelta(hours=hours_ago))


ASKED = [
    question("un satellite ?", 2, hours_ago=5),
    question("internet par satellite", 3, hours_ago=9),
    question("une esim", 4),
]


async def test_what_means_the_same_is_one_group_once_it_was_compared() -> None:
    groups = QuestionGroups(ByWord())
    before = groups.of(ASKED)
    await groups.learn()

    [first, second] = groups.of(ASKED)

    assert len(before) == len(ASKED)
    assert (first.text, first.times) == ("internet par satellite", 5)
    assert [one.text for one in first.questions] == ["internet par satellite", "un satellite ?"]
    assert first.last_asked_at == NOON - timedelta(hours=5)
    assert second.text == "une esim"


async def test_each_text_is_compared_once_and_nothing_in_a_request() -> None:
    encode = ByWord()
    groups = QuestionGroups(encode)
    groups.of(ASKED)
    in_request = list(encode.asked)
    await groups.learn()
    groups.of([*ASKED, question("payer en bitcoin")])
    await groups.learn()

    assert in_request == []
    assert sorted(encode.asked) == sorted([*(one.text for one in ASKED), "payer en bitcoin"])


@given(some.lists(some.tuples(some.sampled_from(MEANINGS), some.integers(1, 9)), max_size=30))
def test_no_question_is_lost_or_counted_twice(asked: list[tuple[str, int]]) -> None:
    questions = [question(f"{word} {place}", n) for place, (word, n) in enumerate(asked)]
    groups = QuestionGroups(ByWord())

    found = groups.of(questions)

    assert sorted(one.text for group in found for one in group.questions) == sorted(
        one.text for one in questions
    )
    assert [group.times for group in found] == sorted(group.times for group in found)[::-1]
