from __future__ import annotations

import numpy as np
import pytest

from knowledge_base.ranking import Ranking, answered_from, evidence, rank


def ranking(*lead: float, closed: int | None = None, top: int = 3) -> Ranking:
    allowed = np.ones(len(lead), dtype=bool)
    if closed is not None:
        allowed[closed] = False
    return rank(np.array(lead, dtype=np.float32), allowed, top)


def test_the_best_come_first_with_chances_that_add_up_to_less_than_one() -> None:
    ranked = ranking(1.0, 4.0, 2.0)

    assert [hit.row for hit in ranked.best] == [1, 2, 0]
    assert 0 < sum(hit.score for hit in ranked.best) < 1


def test_a_row_that_is_not_allowed_is_never_found() -> None:
    ranked = ranking(1.0, 4.0, 2.0, closed=1)

    assert [hit.row for hit in ranked.best] == [2, 0]


@pytest.mark.parametrize(("lead", "answered"), [(3.0, True), (0.5, False), (-2.0, False)])
def test_a_lead_over_out_of_scope_that_is_too_small_is_no_answer(
    lead: float, answered: bool
) -> None:
    assert ranking(lead, -4.0).is_answered is answered


def test_two_that_are_close_are_ambiguous_and_both_plausible() -> None:
    ranked = ranking(4.0, 3.9, 0.2)

    assert ranked.is_ambiguous
    assert [hit.is_plausible for hit in ranked.best] == [True, True, False]


def test_what_is_not_answered_is_not_ambiguous() -> None:
    assert not ranking(0.5, 0.5).is_ambiguous


def test_nothing_allowed_is_nothing_found() -> None:
    assert ranking(1.0, closed=0) == Ranking((), is_answered=False, is_ambiguous=False)


def test_nearness_moves_articles_against_each_other_only() -> None:
    scores = np.array([1.0, 1.0, 0.0], dtype=np.float32)
    similarities = np.array([0.9, 0.8], dtype=np.float32)

    lead = evidence(scores, similarities)

    assert lead[0] > lead[1]
    assert lead.mean() == pytest.approx(1.0)


def test_a_few_words_are_answered_with_less_evidence_than_a_sentence() -> None:
    assert answered_from("box hs") < answered_from("ma box ne marche plus depuis hier soir")


def test_what_counts_as_answered_is_for_whoever_asks_to_say() -> None:
    lead, allowed = np.array([1.0, -4.0], dtype=np.float32), np.ones(2, dtype=bool)

    assert rank(lead, allowed, 3, answered_from=0.5).is_answered
    assert not rank(lead, allowed, 3, answered_from=1.5).is_answered
