"""How grave a ticket is: a sum of named factors, its thresholds and its deadlines.

Pure. Every weight is in a table here, every word in `tickets.lexicons`; no code path decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tickets.lexicons import CARE, DANGER, DEGRADED, EMERGENCY, NO_SERVICE, VULNERABLE
from tickets.recognition import days_told, mentions, names
from tickets.vocabulary import Priority, Theme, Tone

POINTS = {
    "no_service": 40,
    "degraded_service": 20,
    "essential_theme": 5,
    "lasting_days": 10,
    "lasting_a_week": 20,
    "tone_frustrated": 5,
    "tone_angry": 10,
    "second_ticket_in_30_days": 5,
    "many_tickets_in_30_days": 15,
    "vulnerable_customer": 40,
    "danger": 80,
    "public_complaint": 5,
}

_TONE = "tone_"

ESSENTIAL_THEMES = frozenset({Theme.internet_fixe, Theme.reseau_mobile})

# Lowest score of each priority, gravest first.
THRESHOLDS = ((Priority.P0, 80), (Priority.P1, 45), (Priority.P2, 20), (Priority.P3, 0))


@dataclass(frozen=True)
class Deadlines:
    """Delays counted from the opening of a ticket."""

    first_answer: timedelta
    resolution: timedelta


DEADLINES = {
    Priority.P0: Deadlines(timedelta(minutes=15), timedelta(hours=4)),
    Priority.P1: Deadlines(timedelta(hours=1), timedelta(hours=24)),
    Priority.P2: Deadlines(timedelta(hours=4), timedelta(hours=48)),
    Priority.P3: Deadlines(timedelta(hours=24), timedelta(hours=120)),
}


@dataclass(frozen=True)
class Assessment:
    """A score, the priority it gives, and the factors it is the sum of."""

    score: int
    priority: Priority
    factors: tuple[tuple[str, int], ...]


def assess(
    theme: Theme, problem_text: str, tone: Tone, tickets_in_30_days: int, is_public: bool
) -> Assessment:
    """Weigh a problem; `tickets_in_30_days` counts the customer's earlier tickets, not this one."""
    factor_names = [
        *_about_the_problem(theme, problem_text),
        *_about_the_customer(problem_text, tone, tickets_in_30_days, is_public),
    ]
    return _weighed(tuple((name, POINTS[name]) for name in factor_names))


def with_tone(factors: Iterable[Sequence[Any]], tone: Tone) -> Assessment:
    """The same weighing with another tone; `factors` are pairs of name and points."""
    others = [(name, points) for name, points in factors if not name.startswith(_TONE)]
    added = [] if tone is Tone.calm else [(f"{_TONE}{tone}", POINTS[f"{_TONE}{tone}"])]
    return _weighed((*others, *added))


def is_graver_tone(tone: Tone, other: Tone) -> bool:
    """Whether the first tone weighs more."""
    gravity = list(Tone)
    return gravity.index(tone) > gravity.index(other)


def priority_of(score: int) -> Priority:
    """The gravest priority whose threshold the score reaches."""
    return next((name for name, lowest in THRESHOLDS if score >= lowest), Priority.P3)


def first_answer_due_at(priority: Priority, since: datetime) -> datetime:
    """When a person must have answered."""
    return since + DEADLINES[priority].first_answer


def resolution_due_at(priority: Priority, since: datetime) -> datetime:
    """When the problem must be solved."""
    return since + DEADLINES[priority].resolution


def _weighed(factors: tuple[tuple[str, int], ...]) -> Assessment:
    score = sum(points for _, points in factors)
    return Assessment(score, priority_of(score), factors)


def _about_the_problem(theme: Theme, text: str) -> Iterator[str]:
    if mentions(text, DANGER) or names(text, EMERGENCY):
        yield "danger"
    has_no_service = mentions(text, NO_SERVICE)
    is_degraded = not has_no_service and mentions(text, DEGRADED)
    if has_no_service:
        yield "no_service"
    if is_degraded:
        yield "degraded_service"
    if theme in ESSENTIAL_THEMES and (has_no_service or is_degraded):
        yield "essential_theme"
    if has_no_service or is_degraded:
        yield from _about_the_duration(days_told(text))


def _about_the_duration(days: float) -> Iterator[str]:
    if days >= 7:
        yield "lasting_a_week"
    elif days >= 1:
        yield "lasting_days"


def _about_the_customer(
    text: str, tone: Tone, tickets_in_30_days: int, is_public: bool
) -> Iterator[str]:
    if mentions(text, VULNERABLE) or names(text, CARE):
        yield "vulnerable_customer"
    if tone is not Tone.calm:
        yield f"{_TONE}{tone}"
    if tickets_in_30_days >= 3:
        yield "many_tickets_in_30_days"
    elif tickets_in_30_days >= 1:
        yield "second_ticket_in_30_days"
    if is_public:
        yield "public_complaint"
