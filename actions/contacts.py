"""Reads an e-mail address or a telephone number out of what a customer typed. Pure."""

from __future__ import annotations

import re

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import Leniency

EMAIL = re.compile(r"[^\s<>,;:\"'()]+@[^\s<>,;:\"'()]+")
MISTYPED_DOT = re.compile(r"(?<=\w),(?=[a-z]{2,4}\b)", re.IGNORECASE)
HOME_REGION = "FR"


def read_contact(text: str) -> str | None:
    """The first valid e-mail address or telephone number in the text, in its standard form."""
    return read_email(text) or read_phone(text)


def read_email(text: str) -> str | None:
    """The first valid e-mail address; whether its domain exists is not asked of the network.

    A comma typed for a dot, as in `camille@exemple,fr`, is read as one when nothing else fits.
    """
    return _first_email(text) or _first_email(MISTYPED_DOT.sub(".", text))


def _first_email(text: str) -> str | None:
    for match in EMAIL.finditer(text):
        try:
            return validate_email(match.group().strip("."), check_deliverability=False).normalized
        except EmailNotValidError:
            continue
    return None


def read_phone(text: str) -> str | None:
    """The first possible number, French unless it says its country, as `+33 6 39 98 00 00`."""
    matches = phonenumbers.PhoneNumberMatcher(text, HOME_REGION, leniency=Leniency.POSSIBLE)
    match = next(iter(matches), None)
    if match is None:
        return None
    international = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(match.number, international))


def looks_like_contact(text: str) -> bool:
    """Whether the customer seems to have meant an address or a number, valid or not."""
    return "@" in text or sum(character.isdigit() for character in text) >= 6
