"""Understands posts: cleans them, asks every classifier that is on, brings the answers together.

A classifier that fails is left out of that batch, with one log line; only the rules and the
trained model must work.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from collector import aggregate
from collector.cleaning import CleanPost, clean
from collector.decisions import Understanding, understand
from collector.opinions import JudgesPosts, OpinionError, Opinions, Output
from collector.rules import Rules
from collector.sentence_encoder import SentenceEncoder
from collector.training import Artefact, load_or_train

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Classifier:
    """All classifiers behind one question; `strangers` may fail, the artefact's may not."""

    artefact: Artefact
    strangers: Sequence[JudgesPosts] = ()

    def classify(self, texts: Sequence[str], *, explain: bool = False) -> list[Understanding]:
        """One answer a text, in order; with `explain`, the reasons too."""
        if not texts:
            return []
        posts = [clean(text) for text in texts]
        opinions = self.opinions(posts)
        answers = self.decide(opinions)
        if explain:
            return [
                replace(answer, reasons=_reasons(post, opinions, row))
                for row, (post, answer) in enumerate(zip(posts, answers, strict=True))
            ]
        return answers

    def decide(self, opinions: Mapping[str, Opinions]) -> list[Understanding]:
        """What the opinions, by classifier, amount to."""
        combined = aggregate.combine(opinions, self.artefact.blends)
        rows = range(len(combined[Output.complaint]))
        return [understand(combined, self.artefact.bars, row) for row in rows]

    def opinions(self, posts: Sequence[CleanPost]) -> dict[str, Opinions]:
        """What each classifier says, by name."""
        own: list[JudgesPosts] = [Rules(), self.artefact.model]
        found = {one.name: one.judge(posts) for one in own}
        for stranger in self.strangers:
            try:
                found[stranger.name] = stranger.judge(posts)
            except OpinionError as error:
                log.warning("Posts are judged without %s: %s", stranger.name, error)
        return found


def embedded_classifier(var_dir: Path, strangers: Sequence[JudgesPosts] = ()) -> Classifier:
    """The default: rules and trained model, on this machine; trains at its first use."""
    return Classifier(load_or_train(var_dir, SentenceEncoder()), strangers)


def _reasons(post: CleanPost, opinions: Mapping[str, Opinions], row: int) -> tuple[str, ...]:
    votes = [
        f"{name} {output} {opinion[output][row, 1]:.2f}"
        for name, opinion in opinions.items()
        for output in (Output.complaint, Output.respond)
        if output in opinion
    ]
    return (*votes, *Rules().reasons(post))
