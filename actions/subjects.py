"""A word or two, such as "facture", name a subject: which matter of it is meant is asked first."""

from __future__ import annotations

from actions import composition
from actions.choices import Choice, choices_between
from actions.solutions import MOST_CHOICES
from knowledge_base.normalise import normalise

MOST_WORDS = 2


def matters_of(subject: str, language: str) -> list[Choice]:
    """What it may be about; none when it says more than a subject, or only one thing."""
    if len(normalise(subject).split()) > MOST_WORDS:
        return []
    found = composition.searcher().search(subject, top=MOST_CHOICES)
    plausible = [hit.article for hit in found.hits if hit.is_plausible]
    is_open = found.answered and len(plausible) > 1
    return choices_between(plausible, language) if is_open else []
