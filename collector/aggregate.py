"""Brings the opinions of the classifiers that are on together into one, calibrated. Pure.

Log-linear: each classifier's log-probabilities, weighted, and a term for each label. The weights
are fitted on answers to posts that the classifiers had not seen, each post counting for as many of
the field as it stands for; a classifier that took no part in that (an LLM) gets a fixed weight. It
decides nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax

from collector.opinions import LABELS, NO, YES, Opinions, Output, Probabilities
from tickets.vocabulary import Theme, Tone

# How mentions of an operator are spread, as far as that is known; the training posts are spread
# evenly instead, so that rare labels are learnt. Each post counts for as many as it stands for.
FIELD_SHARES: Mapping[Output, Mapping[str, float]] = {
    Output.complaint: {YES: 0.9, NO: 0.1},
    Output.respond: {YES: 0.9, NO: 0.1},
    Output.theme: {
        theme: 0.5 if theme is Theme.internet_fixe else 0.5 / (len(Theme) - 1) for theme in Theme
    },
    # Evenly: an angry customer overlooked is worse than a calm one taken for impatient.
    Output.tone: {tone: 1 / len(Tone) for tone in Tone},
}

LEAST = 1e-4
STRANGER_WEIGHT = 0.6
RIDGE = 0.5


@dataclass(frozen=True)
class Blend:
    """How opinions on one output are weighed: by classifier, and a term a label."""

    weights: Mapping[str, float]
    terms: tuple[float, ...]


Blends = Mapping[frozenset[str], Mapping[Output, Blend]]


def fit(opinions: Mapping[str, Opinions], truths: Mapping[Output, Sequence[str]]) -> Blends:
    """A blend for every group of the classifiers, so that each works when another is off.

    One may know some outputs only; a group that leaves an output to nobody gets no blend.
    """
    names = sorted(opinions)
    groups = [group for size in range(1, len(names) + 1) for group in combinations(names, size)]
    return {
        frozenset(group): {
            output: _fit_one(_on(output, opinions, group), output, truths[output])
            for output in Output
        }
        for group in groups
        if all(_on(output, opinions, group) for output in Output)
    }


def combine(opinions: Mapping[str, Opinions], blends: Blends) -> Opinions:
    """One opinion on every output; at least one fitted classifier must have spoken."""
    known = _largest_group(opinions, blends)
    strangers = set(opinions) - known
    return {
        output: _combined(output, blends[known][output], opinions, strangers) for output in Output
    }


def _largest_group(present: Collection[str], blends: Blends) -> frozenset[str]:
    groups = [group for group in blends if group <= set(present)]
    if not groups:
        raise ValueError("no opinion of a fitted classifier to combine")
    return max(groups, key=len)


def _combined(
    output: Output, blend: Blend, opinions: Mapping[str, Opinions], strangers: Collection[str]
) -> Probabilities:
    score = np.asarray(blend.terms) + sum(
        weight * _log(opinions[name][output]) for name, weight in blend.weights.items()
    )
    for name in sorted(strangers):
        if output in opinions[name]:
            score = score + STRANGER_WEIGHT * _log(opinions[name][output])
    return np.asarray(np.exp(log_softmax(score, axis=1)))


def _on(
    output: Output, opinions: Mapping[str, Opinions], group: Collection[str]
) -> dict[str, Probabilities]:
    return {name: opinions[name][output] for name in group if output in opinions[name]}


def stands_for(output: Output, truths: Sequence[str]) -> NDArray[np.float64]:
    """How many posts of the field each labelled post stands for; 1 on average, 0 without label."""
    told = Counter(truth for truth in truths if truth)
    shares = FIELD_SHARES.get(
        output, {label: count / told.total() for label, count in told.items()}
    )
    known = sum(shares[label] for label in told)
    return np.array(
        [shares[truth] / known * told.total() / told[truth] if truth else 0.0 for truth in truths]
    )


def _fit_one(opinions: Mapping[str, Probabilities], output: Output, truths: Sequence[str]) -> Blend:
    labels = LABELS[output]
    told = np.array([index for index, truth in enumerate(truths) if truth])
    right = np.array([labels.index(truths[index]) for index in told])
    counts = stands_for(output, truths)[told]
    logs = np.stack([_log(opinion[told]) for opinion in opinions.values()])
    size = len(opinions)
    start = np.concatenate([np.full(size, 1.0 / size), np.zeros(len(labels))])
    bounds = [(0.0, 3.0)] * size + [(-3.0, 3.0)] * len(labels)
    found = minimize(_loss, start, args=(logs, right, counts), bounds=bounds, method="L-BFGS-B").x
    weights = dict(zip(opinions, map(float, found[:size]), strict=True))
    return Blend(weights, tuple(map(float, found[size:])))


def _loss(
    values: NDArray[np.float64],
    logs: Probabilities,
    right: NDArray[np.int64],
    counts: NDArray[np.float64],
) -> float:
    weights, terms = values[: len(logs)], values[len(logs) :]
    score = np.tensordot(weights, logs, axes=1) + terms
    missed = -log_softmax(score, axis=1)[np.arange(len(right)), right]
    return float(counts @ missed + RIDGE * np.square(terms).sum())


def _log(opinion: Probabilities) -> Probabilities:
    return np.asarray(np.log(np.clip(opinion, LEAST, 1.0)))
