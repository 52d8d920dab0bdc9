"""Opinions are weighed by how right their classifiers were."""

from __future__ import annotations

import numpy as np
import pytest

from collector import aggregate
from collector.decisions import bars_for, understand
from collector.opinions import LABELS, NO, YES, Opinions, Output
from tickets.vocabulary import Theme, Tone

POSTS = 200
TRUTHS = {
    Output.complaint: [YES, NO] * (POSTS // 2),
    Output.respond: [YES, NO] * (POSTS // 2),
    Output.theme: [str(theme) for theme in Theme] * (POSTS // len(Theme)),
    Output.tone: ([str(tone) for tone in Tone] * POSTS)[:POSTS],
}


def opinions_of(certainty: float, seed: int = 1) -> Opinions:
    """Right in `certainty` of the posts and always as sure."""
    draw = np.random.default_rng(seed)
    found = {}
    for output, labels in LABELS.items():
        rows = np.full((POSTS, len(labels)), (1 - certainty) / (len(labels) - 1))
        is_right = draw.random(POSTS) < certainty
        guesses = [
            labels.index(truth) if right else int(draw.integers(len(labels)))
            for truth, right in zip(TRUTHS[output], is_right, strict=True)
        ]
        rows[np.arange(POSTS), guesses] = certainty
        found[output] = rows / rows.sum(axis=1, keepdims=True)
    return found


@pytest.fixture(scope="module")
def blends() -> aggregate.Blends:
    return aggregate.fit({"good": opinions_of(0.9), "poor": opinions_of(0.55, seed=2)}, TRUTHS)


def test_who_is_right_more_often_weighs_more(blends: aggregate.Blends) -> None:
    weights = blends[frozenset({"good", "poor"})][Output.theme].weights

    assert weights["good"] > weights["poor"]


def test_each_classifier_works_alone(blends: aggregate.Blends) -> None:
    for name in ("good", "poor"):
        combined = aggregate.combine({name: opinions_of(0.9)}, blends)

        assert np.allclose(combined[Output.theme].sum(axis=1), 1)


def test_a_stranger_is_heard_without_having_been_fitted(blends: aggregate.Blends) -> None:
    doubt = {
        output: np.full((1, len(labels)), 1 / len(labels)) for output, labels in LABELS.items()
    }
    stranger = {Output.tone: np.array([[0.05, 0.05, 0.9]])}

    without = aggregate.combine({"good": doubt}, blends)
    heard = aggregate.combine({"good": doubt, "llm": stranger}, blends)

    assert heard[Output.tone][0, 2] > without[Output.tone][0, 2]
    assert np.allclose(heard[Output.theme], without[Output.theme])


def test_nothing_is_combined_when_no_fitted_classifier_spoke(blends: aggregate.Blends) -> None:
    with pytest.raises(ValueError, match="no opinion"):
        aggregate.combine({"llm": opinions_of(0.9)}, blends)


def test_a_rare_label_stands_for_fewer_posts_of_the_field() -> None:
    counts = aggregate.stands_for(Output.complaint, [YES, NO, NO, ""])

    assert counts.tolist() == pytest.approx([2.7, 0.15, 0.15, 0.0])


def test_the_bar_keeps_the_wanted_precision() -> None:
    truths = [YES] * 100 + [NO] * 100
    scores = np.concatenate([np.linspace(0.5, 1.0, 100), np.linspace(0.0, 0.7, 100)])
    both = {Output.complaint: np.column_stack([1 - scores, scores])}
    opinions = both | {Output.respond: both[Output.complaint]}

    bar = bars_for(opinions, {Output.complaint: truths, Output.respond: truths})[Output.complaint]

    assert 0.5 < bar < 0.72


def test_who_complains_of_nothing_is_not_impatient() -> None:
    def row(*values: float) -> np.ndarray:
        return np.array([values])

    opinions = {
        Output.complaint: row(0.8, 0.2),
        Output.respond: row(0.8, 0.2),
        Output.theme: np.full((1, len(Theme)), 1 / len(Theme)),
        Output.tone: row(0.3, 0.6, 0.1),
    }
    bars = {Output.complaint: 0.5, Output.respond: 0.5}

    answer = understand(opinions, bars, 0)
    complaining = understand(opinions | {Output.complaint: row(0.1, 0.9)}, bars, 0)

    assert (answer.complaint, answer.tone) == (False, Tone.calm)
    assert (complaining.complaint, complaining.tone) == (True, Tone.frustrated)
