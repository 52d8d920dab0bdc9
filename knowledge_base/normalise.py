"""One spelling for what customers write in many: SMS French, phonetic spellings, trade words.

The tables of `spellings` say what stands for what; here they are only applied, in order. Grammar is
not guessed at, and the articles are not looked at.
"""

from __future__ import annotations

import re
import unicodedata

from knowledge_base.spellings import ELIDED, IN_CONTEXT, WORDS

APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´′", "'"))
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
SPACES = re.compile(r"\s+")
ADDRESS = re.compile(r"https?://\S+|\S+@\S+\.\S+|@\w+")
ELISION = re.compile(rf"\b({'|'.join(ELIDED)})'(?=\w)")
ZERO_IN_WORD = re.compile(r"(?<=[a-z]{2})0(?=[a-z]|\b)")
DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
WORD = re.compile(r"[a-z0-9]+")
CONTEXTS = tuple((re.compile(pattern), instead) for pattern, instead in IN_CONTEXT)


def fold(text: str) -> str:
    """Lower case, without accents, with straight apostrophes and single spaces."""
    lowered = text.lower().translate(APOSTROPHES).translate(LIGATURES)
    letters = unicodedata.normalize("NFKD", lowered)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return SPACES.sub(" ", bare).strip()


def normalise(text: str) -> str:
    """The text as plain words in one spelling, separated by single spaces."""
    folded = ADDRESS.sub(" ", fold(text))
    folded = ELISION.sub(lambda found: f"{ELIDED[found[1]]} ", folded)
    folded = DRAWN_OUT.sub(r"\1", ZERO_IN_WORD.sub("o", folded))
    words = " ".join(WORDS.get(word, word) for word in WORD.findall(folded))
    for pattern, instead in CONTEXTS:
        words = pattern.sub(instead, words)
    return words
