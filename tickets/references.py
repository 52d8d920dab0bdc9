"""Ticket references: `FM-XXXX-XXXX`, to be read out and typed back, not guessed, not counted.

It makes and finds them; whether one was ever given is for the database to say.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterator

# Of each pair that hand or screen confuses, at most one is here: no 0 O, 1 I L, S, Z, B, U.
# Without A and E, no French or English word comes out by chance.
ALPHABET = "23456789CDFGHJKMNPQRTVWXY"
LENGTH = 8

# What is not in the alphabet is read as the symbol it was most likely copied from.
_LOOK_ALIKES = str.maketrans({"0": "Q", "O": "Q", "S": "5", "Z": "2", "B": "8", "U": "V"})

_SEPARATOR = r"[\s\-._:/‐-―−]*"
_SYMBOLS = rf"[0-9A-Z](?:{_SEPARATOR}[0-9A-Z]){{{LENGTH - 1}}}"
_PREFIXED = re.compile(rf"(?<!\w)F{_SEPARATOR}M{_SEPARATOR}(?=({_SYMBOLS})(?!\w))")
_BARE = re.compile(r"(?<![\w-])([0-9A-Z]{4}[\s\-‐-―−]?[0-9A-Z]{4})(?![\w-])")


def new_reference() -> str:
    """A random reference; about 1.5e11 exist."""
    symbols = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return _format(symbols)


def parse_reference(text: str) -> str | None:
    """The first reference in free text, in its canonical form; None when there is none.

    Case, spaces, hyphens and look-alikes don't matter. Without the letters FM, a group must
    hold both a letter and a digit, so that words and years are not taken for references.
    """
    upper = unicodedata.normalize("NFKC", text).upper()
    for candidate in _candidates(upper):
        symbols = re.sub(r"[^0-9A-Z]", "", candidate).translate(_LOOK_ALIKES)
        if all(symbol in ALPHABET for symbol in symbols):
            return _format(symbols)
    return None


def _candidates(upper: str) -> Iterator[str]:
    yield from (match[1] for match in _PREFIXED.finditer(upper))
    for match in _BARE.finditer(upper):
        if re.search(r"[0-9]", match[1]) and re.search(r"[A-Z]", match[1]):
            yield match[1]


def _format(symbols: str) -> str:
    return f"FM-{symbols[:4]}-{symbols[4:]}"
