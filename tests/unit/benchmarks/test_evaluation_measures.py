from __future__ import annotations

import numpy as np
import pytest

from benchmarks.evaluation.measures import (
    Answers,
    Judged,
    Measure,
    confusions,
    figure,
    macro_f1,
    precision_of,
    right_share,
    wrong_share,
)
from benchmarks.evaluation.styles import styles_of
from benchmarks.evaluation.task import Task

ROWS = [Judged.of(*pair) for pair in ("aa", "aa", "ab", "bb", "bc", "ba")]
EVERYWHERE = np.arange(len(ROWS))


def test_shares_are_of_all_rows() -> None:
    assert right_share(Answers(ROWS), EVERYWHERE) == pytest.approx(3 / 6)
    assert wrong_share(Answers(ROWS), EVERYWHERE) == pytest.approx(3 / 6)


def test_macro_f1_is_the_mean_over_what_rows_should_be() -> None:
    a, b = 2 * 2 / (3 + 3), 2 * 1 / (3 + 2)

    assert macro_f1(Answers(ROWS), EVERYWHERE) == pytest.approx((a + b) / 2)


def test_precision_is_of_what_was_called_so() -> None:
    assert precision_of("a")(Answers(ROWS), EVERYWHERE) == pytest.approx(2 / 3)
    assert precision_of("z")(Answers(ROWS), EVERYWHERE) == 0


def test_the_interval_holds_the_figure_and_is_the_same_each_time() -> None:
    measure = Measure("accuracy", right_share)

    first, again = figure(ROWS, measure), figure(ROWS, measure)

    assert first is not None
    assert first == again
    assert first.low < first.value < first.high
    assert figure([], measure) is None


def test_the_commonest_mistake_comes_first_and_others_rows_tell_none() -> None:
    rows = [*ROWS, Judged.of("b", "c")]

    assert confusions(rows)[0] == ("b", "c", 2)
    assert Task("part", "theirs", rows, (), is_own=False).worst() == []


def test_slices_are_the_rows_of_a_style() -> None:
    rows = [Judged.of("a", "a", frozenset({"SMS"})), Judged.of("a", "b")]

    [(style, sliced)] = Task("part", "rows", rows, (Measure("accuracy", right_share),)).slices()

    assert (style, sliced.value, sliced.rows) == ("SMS", 1.0, 1)


@pytest.mark.parametrize(
    ("text", "styles"),
    [
        ("box hs", {"short"}),
        ("jai plu de co dpuis hier, c koi ce bins", {"SMS"}),
        ("MA BOX NE MARCHE TOUJOURS PAS", {"angry"}),
        ("There is no internet at home since yesterday", {"English"}),
        ("c'est la facture d'octobre que j'aimerais comprendre", set()),
        ("ma box ne marche pas et " * 10, {"rambling"}),
    ],
)
def test_the_style_is_told_by_the_looks(text: str, styles: set[str]) -> None:
    assert styles_of(text) == styles


def test_what_the_writer_of_a_row_says_of_it_counts() -> None:
    assert styles_of("la box est en panne depuis lundi", "sms", "en") == {"SMS", "English"}
