"""Reads a ticket's reference as customers type it. Pure.

What only looks like a reference is kept as well, so that a reference that cannot exist is answered
exactly as one that does not.
"""

from __future__ import annotations

import re

from tickets.references import parse_reference

LOOKS_LIKE_ONE = re.compile(r"\bFM[\s-]*([A-Z0-9]{4})[\s-]*([A-Z0-9]{4})\b", re.IGNORECASE)


def read_reference(text: str) -> str | None:
    """The reference in the text, in the form FM-XXXX-XXXX."""
    if reference := parse_reference(text):
        return reference
    match = LOOKS_LIKE_ONE.search(text)
    return f"FM-{match[1]}-{match[2]}".upper() if match else None
