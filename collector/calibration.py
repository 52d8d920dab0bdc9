"""Weighs one more model on the training posts, which it did not learn from.

The result is kept beside the artefact, under the model's fingerprint: the posts are judged once for
each model. It trains nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TextIO

import joblib

from collector.cleaning import CleanPost
from collector.opinions import Opinions
from collector.training import POSTS, Artefact, LabelledPosts, keep, model_path, read_posts, weigh


class Calibrable(Protocol):
    """A classifier that answers alike as long as its fingerprint is the same."""

    @property
    def name(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...

    def judge(self, posts: Sequence[CleanPost]) -> Opinions: ...


def calibrated(
    artefact: Artefact, judge: Calibrable, var_dir: Path, told: TextIO = sys.stderr
) -> Artefact:
    """The artefact with blends and bars in which `judge` has its weight."""
    path = model_path(var_dir)
    path = path.with_name(f"{path.stem}-{judge.fingerprint}.joblib")
    if not path.exists():
        print(f"The model {judge.name} is weighed on the training posts, once.", file=told)
        found = with_judge(artefact, judge, read_posts(POSTS))
        keep((found.blends, found.bars), path)
    blends, bars = joblib.load(path)
    return replace(artefact, blends=blends, bars=bars)


def with_judge(artefact: Artefact, judge: Calibrable, data: LabelledPosts) -> Artefact:
    """`data` are the posts that the artefact was made of."""
    opinions = {**artefact.held_out, judge.name: judge.judge(data.posts)}
    blends, bars = weigh(opinions, data.truths)
    return replace(artefact, blends=blends, bars=bars)
