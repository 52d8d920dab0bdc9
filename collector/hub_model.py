"""Any text-classification model of the Hugging Face hub as one more classifier.

The only file that knows transformers. Its labels are read by name: those of `LABELS` count for
their output, sentiment labels count as tone; a model with none of them is refused.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from collector.cleaning import CleanPost
from collector.opinions import LABELS, OpinionError, Opinions, Output
from tickets.vocabulary import Tone

MOST_TOKENS = 128
BATCH = 32
logging.getLogger("huggingface_hub").setLevel(logging.ERROR)  # it tells each of its retries
SENTIMENT = {
    "negative": {Tone.frustrated: 0.7, Tone.angry: 0.3},
    "neutral": {Tone.calm: 1.0},
    "positive": {Tone.calm: 1.0},
    "anger": {Tone.angry: 1.0},
}
COMPLAINT = {"complaint": "1", "not_complaint": "0"}


class HubModel:
    """A model by hub name or folder; it answers for the outputs that its labels name."""

    name = "hub"

    def __init__(self, model: str) -> None:
        self._pipeline = _pipeline(model)
        names = [str(name).lower() for name in self._pipeline.model.config.id2label.values()]
        self._output, self._shares = _meaning(model, names)

    @property
    def fingerprint(self) -> str:
        """The same for the same labels and weights, wherever they lie."""
        digest = hashlib.sha256(repr(sorted(self._shares)).encode())
        for name, weights in self._pipeline.model.state_dict().items():
            digest.update(f"{name} {float(weights.double().sum())!r}".encode())
        return digest.hexdigest()[:16]

    def judge(self, posts: Sequence[CleanPost]) -> Opinions:
        texts = [post.words for post in posts]
        options = {"top_k": None, "truncation": True, "max_length": MOST_TOKENS}
        try:
            rows = self._pipeline(texts, batch_size=BATCH, **options)
        except (IndexError, KeyError, RuntimeError, ValueError) as error:
            raise OpinionError(f"The hub model failed ({type(error).__name__}).") from error
        return {self._output: np.array([self._row(row) for row in rows])}

    def _row(self, scores: Sequence[Mapping[str, Any]]) -> list[float]:
        totals = dict.fromkeys(LABELS[self._output], 1e-6)
        for score in scores:
            for label, share in self._shares[str(score["label"]).lower()].items():
                totals[label] += share * float(score["score"])
        return [total / sum(totals.values()) for total in totals.values()]


def _meaning(model: str, names: Sequence[str]) -> tuple[Output, dict[str, dict[str, float]]]:
    if set(names) == set(COMPLAINT):
        return Output.complaint, {name: {COMPLAINT[name]: 1.0} for name in names}
    for output in (Output.theme, Output.tone):
        if set(names) <= set(LABELS[output]):
            return output, {name: {name: 1.0} for name in names}
    if set(names) <= set(SENTIMENT):
        return Output.tone, {
            name: {str(label): share for label, share in SENTIMENT[name].items()} for name in names
        }
    raise OpinionError(
        f"CLASSIFIER_MODEL is {model}, whose labels are {', '.join(sorted(names))}; they should be "
        "themes, tones, sentiments, or complaint and not_complaint."
    )


def _pipeline(model: str) -> Any:
    if Path(model).is_absolute() and not Path(model).is_dir():
        raise OpinionError(f"CLASSIFIER_MODEL is {model}: there is no such folder.")
    try:
        from transformers import pipeline
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]
        return pipeline("text-classification", model=model)
    except Exception as error:  # each library below fails in its own way at a broken file
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        told = f"CLASSIFIER_MODEL is {model}: it can't be loaded ({reason})."
        raise OpinionError(told) from error
