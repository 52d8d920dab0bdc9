"""Finds the lexicons' entries and durations in what a customer wrote.

It heeds negation: "ce n'est pas dangereux" holds no danger. It weighs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tickets.folding import fold, words
from tickets.lexicons import DAYS_AGO, DAYS_IN, NEGATORS, NUMBERS

_NEGATION_REACH_WORDS = 3

_DURATION = re.compile(
    r"\b(?:depuis|fait|pendant|durant|voila|for|since)\b(?:\W+\w+){0,3}?\W+"
    rf"(?P<count>\d{{1,3}}|{'|'.join(NUMBERS)})\s*(?P<unit>{'|'.join(DAYS_IN)})s?\b"
)


def mentions(text: str, lexicon: tuple[str, ...]) -> bool:
    """True when a clause of the text holds an entry that nothing before it negates."""
    return any(
        not _is_negated(clause, match.start())
        for clause in _clauses(text)
        for match in _matches(clause, lexicon)
    )


def names(text: str, lexicon: tuple[str, ...]) -> bool:
    """True when the text holds an entry, negated or not."""
    return any(True for clause in _clauses(text) for _ in _matches(clause, lexicon))


def days_told(text: str) -> float:
    """For how many days the problem has lasted, as the text says it; 0 when it does not."""
    plain = re.sub(r"[-']", " ", fold(text))
    spoken = [days for phrase, days in DAYS_AGO.items() if _pattern(phrase).search(plain)]
    counted = [
        _count(match["count"]) * DAYS_IN[match["unit"]] for match in _DURATION.finditer(plain)
    ]
    return max([*spoken, *counted], default=0)


def _clauses(text: str) -> list[str]:
    clauses = [" ".join(words(clause)) for clause in re.split(r"[.!?;,:\n()…]+", text)]
    # "plus de 3" counts and negates nothing.
    return [re.sub(r"\bplus de? (?=\d)", "", clause) for clause in clauses]


def _matches(clause: str, lexicon: tuple[str, ...]) -> Iterator[re.Match[str]]:
    for entry in lexicon:
        yield from _pattern(entry).finditer(clause)


def _is_negated(clause: str, start: int) -> bool:
    before = clause[:start].split()[-_NEGATION_REACH_WORDS:]
    return not NEGATORS.isdisjoint(before)


@cache
def _pattern(entry: str) -> re.Pattern[str]:
    return re.compile(r"\b" + r"(?:e?s?) ".join(map(re.escape, entry.split())) + r"(?:e?s?)\b")


def _count(word: str) -> int:
    return NUMBERS[word] if word in NUMBERS else int(word)
