"""Stored mentions are judged: classified in batches, then answered or not by the rules.

It sends nothing: a reply waits in the outbox for a person or for its turn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Protocol

from collector.figures import figures
from collector.policy import Facts, Verdict, asks_to_stop, verdict
from tickets.claims import Claims
from tickets.clock import Clock, utc_now
from tickets.collector_settings import CollectorControls, CollectorSettings
from tickets.judging import Decision, History, Judgement, Judging
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
    """Claims what was received, in batches; any number of them may run, each its own `holder`."""

    def __init__(
        self,
        classifier: Understands,
        mentions: Mentions,
        claims: Claims,
        judging: Judging,
        controls: CollectorControls,
        *,
        holder: str,
        max_age: timedelta,
        clock: Clock = utc_now,
    ) -> None:
        self._classifier = classifier
        self._mentions = mentions
        self._claims = claims
        self._judging = judging
        self._controls = controls
        self._holder = holder
        self._max_age = max_age
        self._clock = clock

    def run(self) -> Counter[str]:
        """Judge what waits; how many got which verdict."""
        verdicts: Counter[str] = Counter()
        while batch := self._claims.take(self._holder, BATCH):
            verdicts += self._judge_all(batch)
        return verdicts

    def judge(self, mention_ids: Sequence[int]) -> Counter[str]:
        """The same for those of them that nobody else judges."""
        return self._judge_all(self._claims.take_of(self._holder, mention_ids))

    def _judge_all(self, batch: Sequence[MentionView]) -> Counter[str]:
        texts = [mention.text for mention in batch]
        with figures().batches.run():
            understood = self._classifier.classify(texts, explain=True)
            pairs = zip(batch, understood, strict=True)
            settings = self._controls.read()
            reached = [self._judge(mention, one, settings) for mention, one in pairs]
        verdicts = Counter(verdict for verdict in reached if verdict is not None)
        for reached_one, count in verdicts.items():
            figures().judged.labels(verdict=reached_one).inc(count)
        return verdicts

    def _judge(
        self, mention: MentionView, understood: Understanding, settings: CollectorSettings
    ) -> str | None:
        if mention.author_id and asks_to_stop(mention.text):
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
        decide = partial(self._decide, mention, understood, settings)
        decision = self._judging.record(mention.id, self._holder, judgement, decide)
        return decision.verdict if decision else None

    def _decide(
        self,
        mention: MentionView,
        understood: Understanding,
        settings: CollectorSettings,
        history: History,
    ) -> Decision:
        reached = verdict(self._facts(mention, understood, history), settings, self._max_age)
        mode = CollectorMode.dry_run if _is_replayed(mention) else settings.mode
        return Decision(reached, mode if reached is Verdict.reply else None)

    def _facts(self, mention: MentionView, understood: Understanding, history: History) -> Facts:
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
