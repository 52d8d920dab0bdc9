"""In which of the difficult ways a text is written, told by its looks. Pure."""

from __future__ import annotations

import re

from bot.language import ENGLISH, told_language
from knowledge_base.normalise import WORD, fold
from knowledge_base.spellings import WORDS

STYLES = ("English", "SMS", "angry", "rambling", "short")
ELIDED = re.compile(r"\b[a-z]{1,2}'")
SHORT_WORDS, RAMBLING_WORDS = 4, 40
SMS_SPELLINGS = 2
SHOUTED_LETTERS, SHOUTED_SHARE = 8, 0.6


def styles_of(text: str, label: str = "", language: str = "") -> frozenset[str]:
    """Of `STYLES`; `label` and `language` are those that whoever wrote the row gave it."""
    words = WORD.findall(ELIDED.sub("", fold(text)))
    told = {
        "English": (language or told_language(text)) == ENGLISH,
        "SMS": label == "sms" or sum(word in WORDS for word in words) >= SMS_SPELLINGS,
        "angry": label == "angry" or "!!" in text or _is_shouted(text),
        "rambling": label == "rambling" or len(words) >= RAMBLING_WORDS,
        "short": label == "short" or len(words) <= SHORT_WORDS,
    }
    return frozenset(style for style, is_so in told.items() if is_so)


def _is_shouted(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return len(letters) >= SHOUTED_LETTERS and capitals >= SHOUTED_SHARE * len(letters)
