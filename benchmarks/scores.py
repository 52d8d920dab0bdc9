"""Figures for intent predictions: pure, so that each formula is tested on rows made by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

OUT_OF_SCOPE = "oos"
REFUSALS = frozenset({OUT_OF_SCOPE, "off_topic", "nlu_fallback"})


@dataclass(frozen=True)
class Prediction:
    """The intent that a row has, the one that was found, and how sure the finder was, 0 to 1."""

    text: str
    expected: str
    found: str
    confidence: float

    @property
    def is_in_scope(self) -> bool:
        return self.expected != OUT_OF_SCOPE

    @property
    def is_right(self) -> bool:
        return self.expected == self.found


def accuracy(predictions: Sequence[Prediction]) -> float:
    """Share of in-scope rows whose intent was found, whatever the confidence."""
    return _share([prediction.is_right for prediction in predictions if prediction.is_in_scope])


def macro_f1(predictions: Sequence[Prediction]) -> float:
    """Mean over the in-scope intents of 2·right / (expected + found)."""
    in_scope = [prediction for prediction in predictions if prediction.is_in_scope]
    expected = Counter(prediction.expected for prediction in in_scope)
    found = Counter(prediction.found for prediction in in_scope)
    right = Counter(prediction.found for prediction in in_scope if prediction.is_right)
    values = [2 * right[intent] / (expected[intent] + found[intent]) for intent in expected]
    return sum(values) / len(values) if values else 0.0


def in_scope_accuracy(predictions: Sequence[Prediction], threshold: float) -> float:
    """Share of in-scope rows whose intent was found with at least this confidence."""
    return _share(
        [
            prediction.is_right and prediction.confidence >= threshold
            for prediction in predictions
            if prediction.is_in_scope
        ]
    )


def out_of_scope_recall(predictions: Sequence[Prediction], threshold: float) -> float:
    """Share of out-of-scope rows that are refused: a refusing intent, or too little confidence."""
    return _share(
        [
            prediction.found in REFUSALS or prediction.confidence < threshold
            for prediction in predictions
            if not prediction.is_in_scope
        ]
    )


def confusions(predictions: Sequence[Prediction]) -> list[tuple[str, str, int]]:
    """Expected, found and how often, the commonest mistakes first."""
    mistakes = Counter(
        (prediction.expected, prediction.found)
        for prediction in predictions
        if prediction.is_in_scope and not prediction.is_right
    )
    return [(expected, found, count) for (expected, found), count in mistakes.most_common()]


def _share(truths: Sequence[bool]) -> float:
    return sum(truths) / len(truths) if truths else 0.0
