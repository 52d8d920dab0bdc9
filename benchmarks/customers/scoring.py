"""What came of the conversations. Pure; the definitions are this module's functions.

- resolved rightly: the bot closed the matter right after the customer accepted a solution that
  settles the problem; resolved wrongly: it closed the matter after anything else
- escalated: a person has it; rightly when no article settles the problem, or when the customer
  wants a person on principle
- unconfirmed: the customer fell silent with a solution on the screen; gone: fell silent before
- lost: no answer came, or the conversation ended in none of these ways
"""

from __future__ import annotations

import random
import statistics
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from benchmarks.customers.customer import CONCLUDED, HANDED_OVER, Intention, Said
from benchmarks.customers.population import Character, Person
from benchmarks.customers.reading import Heard
from knowledge_base.evaluation import RESAMPLES, SEED, Figure

REPETITIONS = 3
ANSWERS_TO = {
    "ask_first_name": {Intention.name},
    "ask_last_name": {Intention.name},
    "ask_contact": {Intention.contact},
    "recap": {Intention.agree},
    "recap_without_contact": {Intention.agree},
    "recap_reminder": {Intention.agree},
    "ask_outcome": {Intention.accept, Intention.refuse},
    "ask_outcome_or_person": {Intention.accept, Intention.refuse},
    "ask_answer_helped": {Intention.accept, Intention.refuse},
    "ask_choice": {Intention.choose, Intention.none_of_these},
    "ask_choice_single": {Intention.choose, Intention.none_of_these},
    "ask_rating": {Intention.mark},
}


class Outcome(StrEnum):
    resolved_rightly = "resolved rightly"
    resolved_wrongly = "resolved wrongly"
    escalated_rightly = "escalated rightly"
    escalated = "escalated otherwise"
    unconfirmed = "unconfirmed"
    gone = "gone"
    lost = "lost"


@dataclass(frozen=True)
class Exchange:
    """What the customer said, None before the welcome, and what the bot answered."""

    said: Said | None
    heard: Heard


@dataclass(frozen=True)
class Conversation:
    """One customer's whole conversation; `failure` says what kept it from ending, if anything."""

    person: Person
    exchanges: tuple[Exchange, ...]
    failure: str | None = None


@dataclass(frozen=True)
class Score:
    """`turns` are the customer's messages until the matter was closed or handed over."""

    person: Person
    outcome: Outcome
    turns: int
    dead_ends: tuple[str, ...]

    @property
    def should_resolve(self) -> bool:
        """Solvable, and told by somebody who neither insists on a person nor falls silent."""
        person = self.person
        is_silent = person.character is Character.silent
        return person.problem.is_solvable and not person.on_principle and not is_silent


def score(conversation: Conversation) -> Score:
    """The one judgement of a conversation."""
    end = _end(conversation.exchanges)
    turns = sum(exchange.said is not None for exchange in conversation.exchanges[: end + 1])
    outcome = _outcome(conversation, end)
    return Score(conversation.person, outcome, turns, tuple(dead_ends(conversation.exchanges)))


def dead_ends(exchanges: Sequence[Exchange]) -> list[str]:
    """What a person would call going round in circles, each with the words that show it."""
    found = []
    turns = Counter("\n".join(exchange.heard.texts) for exchange in exchanges)
    found += [f"said {n} times: {text}" for text, n in turns.items() if n >= REPETITIONS and text]
    for before, after in pairwise(exchanges):
        if before.heard.has("unclear") and after.heard.has("unclear"):
            found.append("not understood twice in a row")
        if _is_asked_again(before.heard, after):
            found.append(f"asked again after an answer: {after.heard.question}")
    return found


def share(truths: Sequence[bool]) -> Figure:
    """The share of true ones with its 95 % percentile bootstrap interval (seeded)."""
    if not truths:
        return Figure(None, None, None, 0)
    draw = random.Random(SEED)  # noqa: S311 - resampling
    means = sorted(sum(draw.choices(truths, k=len(truths))) / len(truths) for _ in range(RESAMPLES))
    low, high = means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES) - 1]
    return Figure(sum(truths) / len(truths), low, high, len(truths))


def headline(scores: Sequence[Score]) -> dict[str, Figure]:
    """The figures that have a target, and the share of conversations with a dead end."""
    due = [one.outcome is Outcome.resolved_rightly for one in scores if one.should_resolve]
    return {
        "resolved rightly, of those that should be": share(due),
        "resolved wrongly, of all": share(
            [one.outcome is Outcome.resolved_wrongly for one in scores]
        ),
        "lost, of all": share([one.outcome is Outcome.lost for one in scores]),
        "with a dead end, of all": share([bool(one.dead_ends) for one in scores]),
    }


def turns_needed(scores: Sequence[Score]) -> tuple[float, float] | None:
    """Median and 95th percentile of the messages to a right resolution; None without any."""
    turns = [one.turns for one in scores if one.outcome is Outcome.resolved_rightly]
    if len(turns) < 2:
        return None
    return statistics.median(turns), statistics.quantiles(turns, n=20, method="inclusive")[-1]


def tally(
    scores: Sequence[Score], group: Callable[[Person], str]
) -> Mapping[str, Counter[Outcome]]:
    """How often each outcome came, by group of customers."""
    counts: dict[str, Counter[Outcome]] = {}
    for one in scores:
        counts.setdefault(group(one.person), Counter())[one.outcome] += 1
    return dict(sorted(counts.items()))


def _outcome(conversation: Conversation, end: int) -> Outcome:
    person, last = (
        conversation.person,
        conversation.exchanges[end] if conversation.exchanges else None,
    )
    if last and last.heard.has(*CONCLUDED):
        accepted = last.said is not None and last.said.intention is Intention.accept
        return Outcome.resolved_rightly if accepted else Outcome.resolved_wrongly
    if last and any(map(last.heard.begins, HANDED_OVER)):
        is_right = person.on_principle or not person.problem.is_solvable
        return Outcome.escalated_rightly if is_right else Outcome.escalated
    if conversation.failure or person.silent_after is None:
        return Outcome.lost
    shown = any(exchange.heard.articles for exchange in conversation.exchanges)
    return Outcome.unconfirmed if shown else Outcome.gone


def _end(exchanges: Sequence[Exchange]) -> int:
    """The place of the exchange that closes the matter or hands it over, else of the last one."""
    for place, exchange in enumerate(exchanges):
        heard = exchange.heard
        if heard.has(*CONCLUDED) or any(map(heard.begins, HANDED_OVER)):
            return place
    return len(exchanges) - 1


def _is_asked_again(before: Heard, after: Exchange) -> bool:
    question = before.question
    if after.said is None or after.heard.question != question or after.heard.articles:
        return False
    return after.said.intention in ANSWERS_TO.get(question or "", ())
