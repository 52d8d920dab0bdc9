"""Text made storable, and reduced to what two spellings share: no case, no accents, words."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "ʼ": "'"})


def fold(text: str) -> str:
    """Lower case without accents, ligatures spelt out, one kind of apostrophe."""
    plain = text.casefold().translate(_LIGATURES)
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def storable(text: str) -> str:
    """The text without what a database refuses: NUL characters and halves of broken pairs."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def words(text: str) -> list[str]:
    """The letters and digits of a text, folded, in runs."""
    return re.findall(r"[^\W_]+", fold(text))
