"""What a public post tells as a problem: its words without handles and links. Pure."""

from __future__ import annotations

import re

ADDRESSED = re.compile(r"(?<!\w)@\w+[ ,:]*|https?://\S+")


def as_told(text: str) -> str:
    """The post's words; who is addressed and what is linked are left out."""
    return " ".join(ADDRESSED.sub(" ", text).split()).strip(" ,:;-") or text.strip()
