"""Text reduced to what two spellings of it share: lower case, no accents, words."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "ʼ": "'"})


def fold(text: str) -> str:
    """Lower case without accents, ligatures spelt out, one kind of apostrophe."""
    plain = text.casefold().translate(_LIGATURES)
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def words(text: str) -> list[str]:
    """The letters and digits of a text, folded, in runs."""
    return re.findall(r"[^\W_]+", fold(text))
