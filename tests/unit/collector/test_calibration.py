"""One more model counts for as much as it knows of the training posts."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from collector.calibration import calibrated, with_judge
from collector.cleaning import CleanPost
from collector.opinions import YES, Opinions, Output, two_sided
from collector.trained import TrainedModel
from collector.training import POSTS, Artefact, LabelledPosts, read_posts, weigh
from tests.fakes.post_judges import HashedEncoder, OneWordJudge

EVERYBODY = frozenset({"one word", "more"})


@dataclass
class Judge:
    """Speaks of complaints alone."""

    yes: Mapping[str, float] = field(default_factory=dict)
    fingerprint: str = "abc"
    name: str = "more"
    asked: int = 0

    def judge(self, posts: Sequence[CleanPost]) -> Opinions:
        self.asked += 1
        return {Output.complaint: two_sided([self.yes.get(post.words, 0.0) for post in posts])}


@pytest.fixture(scope="module")
def data() -> LabelledPosts:
    return read_posts(POSTS)


@pytest.fixture(scope="module")
def artefact(data: LabelledPosts) -> Artefact:
    held_out = {"one word": OneWordJudge().judge(data.posts)}
    return Artefact(TrainedModel(HashedEncoder()), held_out, *weigh(held_out, data.truths))


def informed(data: LabelledPosts) -> Judge:
    """Right nine times in ten."""
    draw = np.random.default_rng(7)
    truths = [truth == YES for truth in data.truths[Output.complaint]]
    says = np.where(draw.random(len(truths)) < 0.9, truths, np.logical_not(truths))
    return Judge(
        {post.words: 3.0 if yes else -3.0 for post, yes in zip(data.posts, says, strict=True)}
    )


def clueless(data: LabelledPosts) -> Judge:
    draw = np.random.default_rng(7)
    return Judge({post.words: draw.normal(0, 3) for post in data.posts})


def test_who_knows_weighs_more_than_who_guesses(artefact: Artefact, data: LabelledPosts) -> None:
    knowing = with_judge(artefact, informed(data), data).blends[EVERYBODY][Output.complaint]
    guessing = with_judge(artefact, clueless(data), data).blends[EVERYBODY][Output.complaint]

    assert knowing.weights["more"] > 0.3
    assert guessing.weights["more"] < 0.1


def test_what_it_does_not_speak_of_is_left_to_the_others(
    artefact: Artefact, data: LabelledPosts
) -> None:
    blends = with_judge(artefact, informed(data), data).blends

    assert set(blends) == {frozenset({"one word"}), EVERYBODY}
    assert set(blends[EVERYBODY][Output.theme].weights) == {"one word"}


def test_the_bars_are_those_of_all_together(artefact: Artefact, data: LabelledPosts) -> None:
    bars = with_judge(artefact, informed(data), data).bars

    assert bars[Output.complaint] < artefact.bars[Output.complaint]


def test_a_model_is_weighed_once(artefact: Artefact, tmp_path: Path) -> None:
    first, same, other = Judge(), Judge(), Judge(fingerprint="def")

    weighed = calibrated(artefact, first, tmp_path, io.StringIO())
    again = calibrated(artefact, same, tmp_path, io.StringIO())
    calibrated(artefact, other, tmp_path, io.StringIO())

    assert (first.asked, same.asked, other.asked) == (1, 0, 1)
    assert again.bars == weighed.bars
