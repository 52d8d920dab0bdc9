"""Cuts a long story down: to the sentences that hold the problem, or to its opening. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+|\n+")
CLAUSE_END = re.compile(r"(?<=,)\s+")
LONGEST_SENTENCE = 200


def telling_part(story: str, weigh: Callable[[str], float], limit: int) -> str:
    """The heaviest sentences of a story that together fit `limit` characters, in their order.

    A story that fits is left as it is.
    """
    if len(story) <= limit:
        return story
    parts = sentences(story)
    by_weight = sorted(range(len(parts)), key=lambda place: -weigh(parts[place]))
    kept: list[int] = []
    room = limit
    for place in by_weight:
        if len(parts[place]) < room:
            kept.append(place)
            room -= len(parts[place]) + 1
    chosen = " ".join(parts[place] for place in sorted(kept))
    return chosen or parts[by_weight[0]][:limit]


def opening(text: str, limit: int) -> str:
    """The words that a text begins with, as many as fit `limit` characters."""
    if len(text) <= limit:
        return text
    whole_words = text[: limit + 1].rpartition(" ")[0]
    return whole_words or text[:limit]


def sentences(text: str) -> list[str]:
    """The sentences of a text; one that never ends is cut at its commas."""
    whole = [part.strip() for part in SENTENCE_END.split(text) if part.strip()]
    cut = []
    for sentence in whole:
        cut += CLAUSE_END.split(sentence) if len(sentence) > LONGEST_SENTENCE else [sentence]
    return cut
