"""Two problems in one message: where the second one begins. Pure but for the search it is given."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from knowledge_base.search import Found

FEWEST_WORDS = 3
# "Aussi" and "en plus" alone go on with the same story more often than not.
JOIN = re.compile(
    r"[\s,.;:!?]+(?:(?:et|mais|and)\s+(?:en plus|aussi|also)(?: de (?:ça|ca|cela))?|par ailleurs"
    r"|d['’]autre part|on top of that)\b[\s,.;:]*",
    re.IGNORECASE,
)

Search = Callable[[str], Found]


@dataclass(frozen=True)
class Matters:
    """The problem to begin with, and the one that is kept for afterwards."""

    first: str
    other: str


def two_matters(text: str, search: Search) -> Matters | None:
    """Both, when each half alone has an answer and the answers are of different themes."""
    for join in JOIN.finditer(text):
        first, other = text[: join.start()].strip(), text[join.end() :].strip()
        if min(len(first.split()), len(other.split())) < FEWEST_WORDS:
            continue
        themes = [_theme(search(half)) for half in (first, other)]
        if None not in themes and len(set(themes)) == 2:
            return Matters(first, other)
    return None


def _theme(found: Found) -> str | None:
    return found.hits[0].article.theme if found.answered else None
