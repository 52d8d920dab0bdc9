"""Trains the classifiers on the posts of `training_posts/`, and keeps the result under var/.

The posts were written for this repository. What is kept is named after a hash of the data and the
code that made it, so that a change of either trains anew. It looks at no post of X.
"""

from __future__ import annotations

import csv
import hashlib
import os
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import joblib
import numpy as np
import sklearn
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import StratifiedKFold

from collector import aggregate
from collector.aggregate import Blends
from collector.cleaning import CleanPost, clean
from collector.decisions import Bars, bars_for
from collector.opinions import LABELS, NO, YES, Opinions, Output
from collector.rules import Rules
from collector.sentence_encoder import EncodesSentences
from collector.trained import TrainedModel
from tickets.vocabulary import Tone

HERE = Path(__file__).parent
POSTS = HERE / "training_posts"
MADE_FROM = (
    *(HERE / f"{name}.py" for name in "aggregate cleaning decisions opinions rules".split()),
    *(HERE / f"{name}.py" for name in "sentence_encoder trained training".split()),
    HERE / "cleaning.yml",
    HERE / "lexicon.yml",
    HERE.parent / "knowledge_base" / "normalise.py",
    HERE.parent / "knowledge_base" / "spellings.py",
)
FOLDS = 4
SEED = 7


@dataclass(frozen=True)
class LabelledPosts:
    """Posts beside their labels; an empty label says nothing."""

    posts: list[CleanPost]
    truths: Mapping[Output, list[str]]

    def chosen(self, rows: Sequence[int]) -> LabelledPosts:
        truths = {output: [labels[row] for row in rows] for output, labels in self.truths.items()}
        return LabelledPosts([self.posts[row] for row in rows], truths)


@dataclass(frozen=True)
class Artefact:
    """All that judging needs; `held_out` is what was said of posts not learnt from, by name."""

    model: TrainedModel
    held_out: Mapping[str, Opinions]
    blends: Blends
    bars: Bars


class Remembering:
    """An encoder that encodes each text once: every fold asks for nearly the same ones."""

    def __init__(self, encoder: EncodesSentences) -> None:
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, self._encoder.encode(new), strict=True))
        return np.stack([self._known[text] for text in texts])


class TrainingDataError(ValueError):
    """A training file holds a label that does not exist; the message says where."""


def model_path(var_dir: Path) -> Path:
    """Where the artefact of this data and this code is kept."""
    return var_dir / "classifier" / f"{_digest()}.joblib"


def load_or_train(var_dir: Path, encoder: EncodesSentences, told: TextIO = sys.stderr) -> Artefact:
    """The kept artefact, or a new one, which takes a minute."""
    path = model_path(var_dir)
    if not path.exists():
        print("The classifier is not trained yet; this takes about a minute, once.", file=told)
        train(var_dir, encoder)
    artefact: Artefact = joblib.load(path)
    artefact.model.encoder = encoder
    return artefact


def train(var_dir: Path, encoder: EncodesSentences) -> Path:
    """Train and keep; what was kept for other data or code goes."""
    remembering = Remembering(encoder)
    artefact = learn(read_posts(POSTS), lambda: TrainedModel(remembering))
    artefact.model.encoder = None
    path = model_path(var_dir)
    keep(artefact, path)
    for other in path.parent.glob("*.joblib"):
        if other != path:
            other.unlink(missing_ok=True)
    return path


def keep(made: object, path: Path) -> None:
    """Write it whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    joblib.dump(made, unfinished, compress=3)
    unfinished.replace(path)


def learn(data: LabelledPosts, make_model: Callable[[], TrainedModel]) -> Artefact:
    """The model of all posts; weights and bars from answers to posts held out of its training."""
    opinions = {"rules": Rules().judge(data.posts), "trained": held_out(data, make_model)}
    model = make_model()
    _fit(model, data)
    return Artefact(model, opinions, *weigh(opinions, data.truths))


def weigh(
    opinions: Mapping[str, Opinions], truths: Mapping[Output, Sequence[str]]
) -> tuple[Blends, Bars]:
    """How much each classifier counts, and the bars for all of them together."""
    blends = aggregate.fit(opinions, truths)
    return blends, bars_for(aggregate.combine(opinions, blends), truths)


def held_out(data: LabelledPosts, make_model: Callable[[], TrainedModel]) -> Opinions:
    """What models say of posts that they were not trained on."""
    found = {output: np.zeros((len(data.posts), len(LABELS[output]))) for output in Output}
    strata = [
        complaint + respond
        for complaint, respond in zip(
            data.truths[Output.complaint], data.truths[Output.respond], strict=True
        )
    ]
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for learnt, judged in folds.split(strata, strata):
        model = make_model()
        _fit(model, data.chosen(learnt))
        for output, rows in model.judge([data.posts[row] for row in judged]).items():
            found[output][judged] = rows
    return found


def read_posts(folder: Path) -> LabelledPosts:
    """The posts of every CSV file of a folder."""
    rows = [row for path in sorted(folder.glob("*.csv")) for row in _rows(path)]
    truths = {output: [_truth(row, output) for row in rows] for output in Output}
    return LabelledPosts([clean(row["text"]) for row in rows], truths)


def _truth(row: Mapping[str, str], output: Output) -> str:
    # Chatter is about anything: it would teach that every odd complaint is about nothing named.
    is_chatter = YES not in (row["complaint"], row["respond"])
    # Calm without a complaint says nothing about how complaints sound.
    is_at_ease = row["complaint"] == NO and row["tone"] == Tone.calm
    untold = {Output.theme: is_chatter, Output.tone: is_at_ease}
    return "" if untold.get(output) else row[output]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, start=2):
        for output, labels in LABELS.items():
            if row[output] not in labels:
                raise TrainingDataError(
                    f"{path.name}, record {number}: {output} is {row[output]!r}; "
                    f"it should be one of {', '.join(labels)}"
                )
    return rows


def _fit(model: TrainedModel, data: LabelledPosts) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(data.posts, data.truths)


def _digest() -> str:
    digest = hashlib.sha256(f"{sklearn.__version__} {LABELS}".encode())
    for path in (*MADE_FROM, *sorted(POSTS.glob("*.csv"))):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
