"""How a name is written: capitals, particles, hyphens. Pure; accents are never added or removed."""

from __future__ import annotations

import re
from collections.abc import Sequence

GIVEN_PARTICLE = re.compile(r"de|del|da|do|das|dos")
FAMILY_PARTICLE = re.compile(r"de|du|des|van|von|der|den|ter")
MAC_NAME = re.compile(
    r"mac(?:arthur|donald|dougall|gregor|intosh|kay|kenzie|lean|leod|millan|pherson)"
)
ELIDED_D = re.compile(r"^d'(?=\w)", re.IGNORECASE)
MIXED_CASE = re.compile(r"[a-zà-ÿ].*[A-ZÀ-Þ]")


def spelt_given(words: Sequence[str]) -> str:
    """`Jean-Pierre`, `Maria da Luz`, `Van Hung`, however it was typed."""
    return _spelt(words, GIVEN_PARTICLE)


def spelt_family(words: Sequence[str]) -> str:
    """`de la Tour`, `van der Berg`, `O'Connor`, `Le Goff`, however it was typed."""
    return _spelt(words, FAMILY_PARTICLE)


def _spelt(words: Sequence[str], particle: re.Pattern[str]) -> str:
    previous_words = ["", *words]
    return " ".join(
        word.lower()
        if particle.fullmatch(word.lower()) or (word.lower() == "la" and previous.lower() == "de")
        else _spelt_word(word)
        for word, previous in zip(words, previous_words, strict=False)
    )


def _spelt_word(word: str) -> str:
    return "-".join(_spelt_part(part) for part in word.split("-"))


def _spelt_part(part: str) -> str:
    if MIXED_CASE.search(part) and "'" not in part:
        return part
    if ELIDED_D.match(part):
        return "d'" + _spelt_part(part[2:])
    if "'" in part:
        return "'".join(_capital(piece) for piece in part.split("'"))
    return _capital(part)


def _capital(part: str) -> str:
    lowered = part.lower()
    if MAC_NAME.fullmatch(lowered):
        return "Mac" + lowered[3:].capitalize()
    if lowered.startswith("mc") and len(lowered) > 4:
        return "Mc" + lowered[2:].capitalize()
    return lowered.capitalize()
