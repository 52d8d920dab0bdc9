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
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?(?=[A-Z]*\d)[A-Z0-9]{1,4}){3,8}\b", re.IGNORECASE)
# Six digits or more, however they are spaced: phones, cards, contracts.
_NUMBER = re.compile(r"(?<!\w)\+?\(?\d(?:[\s.\-/()]{0,2}\d){5,}(?!\w)")
_CODE = re.compile(r"(?<!\w)(?=(?:\w*\d){6})\w+(?!\w)")
# The address of a box at home, the same in every home.
_HOME_ADDRESS = re.compile(r"(?:192\.168|10\.\d{1,3}|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}")


def redact(text: str, names: Iterable[str | None] = ()) -> str:
    """The text with `[…]` in place of names, addresses, references and long numbers."""
    for shape in (_EMAIL, _LINK, _HANDLE):
        text = shape.sub(BLANK, text)
    text = _REFERENCE.sub(_blank_reference, text)
    for shape in (_IBAN, _NUMBER, _CODE):
        text = shape.sub(_blank_number, text)
    return _without_repeats(_without_names(text, names))


def _blank_number(match: re.Match[str]) -> str:
    return match[0] if _HOME_ADDRESS.fullmatch(match[0]) else BLANK


def _blank_reference(match: re.Match[str]) -> str:
    return BLANK if parse_reference(match[0]) else match[0]


def _without_names(text: str, names: Iterable[str | None]) -> str:
    parts = {part for name in names for part in words(name or "") if len(part) >= _SHORTEST_NAME}
    return re.sub(r"[^\W\d_]+", lambda match: BLANK if fold(match[0]) in parts else match[0], text)


def _without_repeats(text: str) -> str:
    blank = re.escape(BLANK)
    return re.sub(rf"{blank}(?:[\s\-]*{blank})+", BLANK, text)
