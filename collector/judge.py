"""Stored mentions are judged: classified in batches, then answered or not by the rules.

It sends nothing: a reply waits in the outbox for a person or for its turn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Protocol

from collector.policy import Facts, Verdict, verdict
from tickets.clock import Clock, utc_now
from tickets.collector_settings import CollectorControls
from tickets.judging import Judgement, Judging
from tickets.mentions import Mentions
from tickets.vocabulary import Theme, Tone
from tickets.x_views import MentionView
from tickets.x_vocabulary import CollectorMode, MentionSource

BATCH = 64


class Understanding(Protocol):
    """What a classifier says of one text."""

    @property
    def complaint(self) -> bool: ...
    @property
    def theme(self) -> Theme: ...
    @property
    def tone(self) -> Tone: ...
    @property
    def respond(self) -> bool: ...
    @property
    def scores(self) -> Mapping[str, Any]: ...
    @property
    def reasons(self) -> Sequence[str]: ...


class Understands(Protocol):
    """`collector.classify.Classifier`, or a stand-in."""

    def classify(self, texts: Sequence[str], *, explain: bool) -> Sequence[Understanding]: ...


class Judge:
    """Takes what was received, in batches; safe to run in several processes."""

    def __init__(
        self,
        classifier: Understands,
        mentions: Mentions,
        judging: Judging,
        controls: CollectorControls,
        *,
        max_age: timedelta,
        clock: Clock = utc_now,
    ) -> None:
        self._classifier = classifier
        self._mentions = mentions
        self._judging = judging
        self._controls = controls
        self._max_age = max_age
        self._clock = clock

    def run(self) -> Counter[str]:
        """Judge what waits; how many got which verdict."""
        verdicts: Counter[str] = Counter()
        while batch := self._mentions.received(BATCH):
            texts = [mention.text for mention in batch]
            understood = self._classifier.classify(texts, explain=True)
            for mention, one in zip(batch, understood, strict=True):
                verdicts[self._judge(mention, one)] += 1
        return verdicts

    def _judge(self, mention: MentionView, understood: Understanding) -> Verdict:
        settings = self._controls.read()
        reached = verdict(self._facts(mention, understood), settings, self._max_age)
        if reached is Verdict.opts_out and mention.author_id:
            self._mentions.opt_out(mention.author_id)
        judgement = Judgement(
            complaint=understood.complaint,
            theme=Theme(understood.theme),
            tone=Tone(understood.tone),
            respond=understood.respond,
            classification={
                "scores": dict(understood.scores),
                "reasons": list(understood.reasons),
            },
        )
        mode = CollectorMode.dry_run if _is_replayed(mention) else settings.mode
        wanted = mode if reached is Verdict.reply else None
        self._judging.record(mention.id, judgement, reached, wanted)
        return reached

    def _facts(self, mention: MentionView, understood: Understanding) -> Facts:
        history = self._judging.history_of(mention)
        return Facts(
            text=mention.text,
            names_us=mention.names_us,
            is_worth_answering=understood.respond,
            reply_settings=mention.reply_settings,
            age=timedelta(0) if _is_replayed(mention) else self._clock() - mention.created_at,
            has_opted_out=history.has_opted_out,
            is_answered=history.is_answered,
            author_replies_today=history.author_replies_today,
        )


def _is_replayed(mention: MentionView) -> bool:
    """Out of a file: judged as if it were new, and never answered on X."""
    return mention.source is MentionSource.replay
