"""The tone of a message, from words and typography. Pure; French and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from actions.tone_phrases import (
    DEMAND,
    DENIED,
    FURIOUS_SIGNS,
    INSULT,
    OUTRAGE,
    PAYING,
    POLITE,
    PRAISE,
    REPEATING,
    SOLVED,
    THREAT,
    TROUBLE,
    VULGAR,
    WAITING,
    WEARY,
    WEARY_SIGNS,
)
from tickets.vocabulary import Tone

GRAVITY = tuple(Tone)
MINIMUM_LETTERS_IN_CAPITALS = 12
NOT_A_WORD = re.compile(r"[^\w!?]+")


def tone_of(text: str) -> Tone:
    """Angry for insults, threats and shouting; frustrated for impatience and irony; else calm."""
    folded = DENIED.sub(" ", _folded(text))
    if _is_angry(folded, text):
        return Tone.angry
    return Tone.frustrated if _is_frustrated(folded, text) else Tone.calm


def gravest(tones: Iterable[Tone]) -> Tone:
    """The gravest of the tones, calm when there is none."""
    return max(tones, key=GRAVITY.index, default=Tone.calm)


def _is_angry(folded: str, text: str) -> bool:
    if any(pattern.search(folded) for pattern in (INSULT, VULGAR, THREAT, OUTRAGE)):
        return True
    if FURIOUS_SIGNS.search(text):
        return True
    is_loud = "!!!" in text or _is_shouted(text)
    return is_loud and _is_about_trouble(folded) and not POLITE.search(folded)


def _is_frustrated(folded: str, text: str) -> bool:
    if any(pattern.search(folded) for pattern in (WEARY, REPEATING, WAITING, PAYING)):
        return not SOLVED.search(folded)
    if WEARY_SIGNS.search(text) or _is_ironic(folded):
        return True
    is_insistent = "!!" in text or "??" in text
    return is_insistent and _is_about_trouble(folded) and not POLITE.search(folded)


def _is_ironic(folded: str) -> bool:
    """Praise for trouble that is not over: "bravo, 3 semaines sans internet"."""
    has_both = PRAISE.search(folded) and TROUBLE.search(folded)
    return bool(has_both) and not SOLVED.search(folded)


def _is_about_trouble(folded: str) -> bool:
    return bool(DEMAND.search(folded) or TROUBLE.search(folded)) and not SOLVED.search(folded)


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return NOT_A_WORD.sub(" ", bare).strip()


def _is_shouted(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return len(letters) >= MINIMUM_LETTERS_IN_CAPITALS and capitals > 0.7 * len(letters)
