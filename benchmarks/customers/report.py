"""Prints what came of the conversations: figures, tables, the seeds to read again, transcripts."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.customers.population import Person
from benchmarks.customers.scoring import (
    Conversation,
    Outcome,
    Score,
    headline,
    score,
    tally,
    turns_needed,
)

GROUPS: dict[str, Callable[[Person], str]] = {
    "character": lambda person: str(person.character),
    "style": lambda person: person.style,
}
SCORED = ("seed", "character", "style", "told", "outcome", "should_resolve", "turns")
WORTH_READING = (Outcome.lost, Outcome.resolved_wrongly, Outcome.escalated)


def report(scores: Sequence[Score]) -> Iterator[str]:
    """The lines of the whole report."""
    for one in scores:
        yield _line(one)
    for name, group in GROUPS.items():
        yield from ("", *_table(name, scores, group))
    yield ""
    yield from (f"{name:44}{figure}" for name, figure in headline(scores).items())
    if turns := turns_needed(scores):
        yield f"{'messages to a right resolution':44}median {turns[0]:g}, p95 {turns[1]:g}"
    for outcome in WORTH_READING:
        seeds = [str(one.person.seed) for one in scores if one.outcome is outcome]
        if seeds:
            yield f"{outcome}: --replay {' '.join(seeds)}"


def transcript(conversation: Conversation) -> Iterator[str]:
    """The conversation to read, with what the customer meant and what came of it."""
    person, judged = conversation.person, score(conversation)
    yield f"seed {person.seed}: {person.character}, {person.style}, {person.full_name}"
    yield f"problem: {person.problem.told['standard']}"
    yield f"solved by: {', '.join(sorted(person.problem.solved_by)) or 'no article'}"
    for exchange in conversation.exchanges:
        if exchange.said:
            yield f"\n  > {exchange.said.text}   [{exchange.said.intention}]"
        yield from (f"    {text}".replace("\n", "\n      ") for text in exchange.heard.texts)
        if exchange.heard.buttons:
            yield f"    ({' | '.join(button.title for button in exchange.heard.buttons)})"
    yield f"\n{conversation.failure or ''}"
    yield f"{judged.outcome} after {judged.turns} messages"
    yield from (f"dead end: {reason}" for reason in judged.dead_ends)


def write_scores(scores: Sequence[Score], path: Path) -> None:
    """A CSV file with one line a conversation, for `benchmarks.evaluation`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines)
        table.writerow(SCORED)
        for one in scores:
            person = one.person
            told = person.problem.told.get(person.style, "")
            written = (person.seed, person.character, person.style, told)
            table.writerow((*written, one.outcome, one.should_resolve, one.turns))


def _line(one: Score) -> str:
    person = one.person
    ends = f"  ({'; '.join(reason.splitlines()[0] for reason in one.dead_ends)})"
    manner = f"{person.character}, {person.style}"
    told = f"seed {person.seed:<8}{manner:32}{one.outcome:22}{one.turns:3} messages"
    return told + (ends if one.dead_ends else "")


def _table(name: str, scores: Sequence[Score], group: Callable[[Person], str]) -> Iterator[str]:
    yield f"{name:22}" + "".join(f"{outcome:>20}" for outcome in Outcome)
    for key, counts in tally(scores, group).items():
        yield f"{key:22}" + "".join(f"{counts[outcome]:20}" for outcome in Outcome)
