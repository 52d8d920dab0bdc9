"""Personal data taken out of a text that others will read. Pure, and on the safe side.

What is known of the customer goes by name; the rest goes by shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tickets.folding import fold, words
from tickets.references import parse_reference

BLANK = "[…]"
_SHORTEST_NAME = 2

_EMAIL = re.compile(r"[^\s@<>(),;:]+@[^\s@<>(),;:]+\.\w{2,}")
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_HANDLE = re.compile(r"(?<!\w)@\w{2,}")
_REFERENCE = re.compile(r"(?<!\w)F\W?M(?:\W{0,3}\w){8}(?!\w)", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){10,30}\b", re.IGNORECASE)
# Six digits or more, however they are spaced: phones, cards, contracts, postal codes run together.
_NUMBER = re.compile(r"(?<!\w)\+?\(?\d(?:[\s.\-/()]{0,2}\d){5,}(?!\w)")
_MIXED = re.compile(r"(?<!\w)(?=(?:\w*\d){6})\w+(?!\w)")
_SHAPES = (_EMAIL, _LINK, _HANDLE, _IBAN, _NUMBER, _MIXED)


def redact(text: str, names: Iterable[str | None] = ()) -> str:
    """The text with `[…]` in place of names, addresses, references and long numbers."""
    for shape in _SHAPES[:3]:
        text = shape.sub(BLANK, text)
    text = _REFERENCE.sub(_blank_reference, text)
    for shape in _SHAPES[3:]:
        text = shape.sub(BLANK, text)
    return _without_repeats(_without_names(text, names))


def _blank_reference(match: re.Match[str]) -> str:
    return BLANK if parse_reference(match[0]) else match[0]


def _without_names(text: str, names: Iterable[str | None]) -> str:
    parts = {part for name in names for part in words(name or "") if len(part) >= _SHORTEST_NAME}
    return re.sub(r"[^\W\d_]+", lambda match: BLANK if fold(match[0]) in parts else match[0], text)


def _without_repeats(text: str) -> str:
    blank = re.escape(BLANK)
    return re.sub(rf"{blank}(?:[\s\-]*{blank})+", BLANK, text)
