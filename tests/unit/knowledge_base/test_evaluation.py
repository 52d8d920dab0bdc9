from __future__ import annotations

import pytest

from knowledge_base.evaluation import (
    Outcome,
    figure,
    is_right_within,
    reciprocal_rank,
    refusals,
    summary,
)
from knowledge_base.questions import Question


def outcome(topics: str, found: str, *, answered: bool = True, sure: float = 0.0) -> Outcome:
    question = Question("q", "?", tuple(topics.split()))
    return Outcome(question, tuple(found.split()), answered, sure)


@pytest.mark.parametrize(
    ("topics", "found", "first", "third", "reciprocal"),
    [
        ("a", "a b c", 1, 1, 1),
        ("a", "b c a", 0, 1, 1 / 3),
        ("a", "b c d a", 0, 0, 1 / 4),
        ("a b", "c b a", 0, 1, 1 / 2),
        ("a", "", 0, 0, 0),
    ],
)
def test_an_outcome_is_judged_by_the_place_of_the_first_right_article(
    topics: str, found: str, first: float, third: float, reciprocal: float
) -> None:
    judged = outcome(topics, found)

    assert is_right_within(1)(judged) == first
    assert is_right_within(3)(judged) == third
    assert reciprocal_rank(judged) == pytest.approx(reciprocal)


def test_refusals_are_counted_apart_for_both_sides_of_the_scope() -> None:
    outcomes = [
        outcome("a", "a"),
        outcome("a", "a", answered=False),
        outcome("", "a", answered=False),
        outcome("", "b"),
        outcome("", "c", answered=False),
        outcome("", "d", answered=False),
    ]

    figures = summary(outcomes)

    assert figures["out of scope refused"].value == 0.75
    assert figures["in scope wrongly refused"].value == 0.5
    assert figures["topic@1"].count == 2


def test_an_interval_holds_its_value_and_is_the_same_every_time() -> None:
    outcomes = [outcome("a", "a" if n % 3 else "b") for n in range(60)]

    first = figure(outcomes, is_right_within(1))
    second = figure(outcomes, is_right_within(1))

    assert first == second
    assert first.low is not None
    assert first.high is not None
    assert first.low < 2 / 3 < first.high


def test_no_rows_make_no_figure() -> None:
    assert str(figure([], reciprocal_rank)) == "no rows"


def test_what_is_refused_out_of_scope_is_told_for_each_share_of_the_scope_refused() -> None:
    inside = [outcome("a", "a", sure=float(n)) for n in range(101)]
    outside = [outcome("", "a", sure=sure) for sure in (0.0, 4.0, 9.0, 50.0)]

    refused = {share: figure.value for share, figure in refusals([*inside, *outside]).items()}

    assert refused == {0.01: 0.25, 0.02: 0.25, 0.05: 0.5, 0.10: 0.75, 0.20: 0.75}


def test_without_questions_on_both_sides_of_the_scope_no_refusals_are_told() -> None:
    assert refusals([outcome("a", "a")]) == {}
    assert refusals([outcome("", "a")]) == {}
