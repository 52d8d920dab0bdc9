"""Takes a post apart: words in one spelling, who is named, what the signs mean. Pure.

Handles and addresses never become words, so that no classifier learns a person's name. It judges
nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge_base.normalise import fold, normalise

TABLES = Path(__file__).with_name("cleaning.yml")

ADDRESS = re.compile(r"(?:https?://|www\.|t\.co/)\S+|\[url\]", re.IGNORECASE)
HANDLE = re.compile(r"(?<!\w)@(\w+)")
HASHTAG = re.compile(r"(?<!\w)#(\w+)")
REPOST = re.compile(r"^\s*RT\s*@\w+\s*:?\s*")
PART_OF_THREAD = re.compile(r"(?<!\w)\(?\d{1,2}\s*/\s*\d{0,2}\)?(?!\w)")
HUMP = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Þ])|_+")
INVISIBLE = re.compile(
    r"[\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]"
)
CAPITALS = re.compile(r"\b[A-ZÀ-Þ]{4,}\b")
OTHER_COMPANY = "autremarque"
MOST_LETTERS = 4000


@dataclass(frozen=True, slots=True)
class CleanPost:
    """What is left of a post: `words` in one spelling, emoji as what they mean, tags split."""

    words: str
    names_operator: bool
    names_others: int
    opens_with_other: bool
    addresses_company: bool
    is_repost: bool
    link_count: int
    question_count: int
    exclamation_count: int
    shouted_words: int
    letter_count: int


def clean(post: str) -> CleanPost:
    """The post's parts, of its first `MOST_LETTERS`; an empty post has no words."""
    text = INVISIBLE.sub("", post[:MOST_LETTERS])
    handles = [handle.lower() for handle in HANDLE.findall(text)]
    others = [handle for handle in handles if not _is_operator(handle)]
    opens_with_company = bool(handles) and handles[0].startswith(_companies())
    bare = HANDLE.sub(" ", ADDRESS.sub(" ", REPOST.sub("", text)))
    return CleanPost(
        words=_words(bare, opens_with_company),
        names_operator=len(others) < len(handles),
        names_others=len(others),
        opens_with_other=bool(others) and text.lstrip(" .").lower().startswith(f"@{others[0]}"),
        addresses_company=opens_with_company and len(others) == len(handles),
        is_repost=bool(REPOST.match(text)),
        link_count=len(ADDRESS.findall(text)),
        question_count=bare.count("?"),
        exclamation_count=bare.count("!"),
        shouted_words=len(CAPITALS.findall(bare)),
        letter_count=len(bare),
    )


def _words(bare: str, opens_with_company: bool) -> str:
    spoken = PART_OF_THREAD.sub(" ", HASHTAG.sub(_split_tag, bare))
    words = normalise(spoken.translate(_emoji()))
    return f"{OTHER_COMPANY} {words}" if opens_with_company else words


def _split_tag(tag: re.Match[str]) -> str:
    return f" {HUMP.sub(' ', tag[1])} "


@cache
def _tables() -> dict[str, Any]:
    tables: dict[str, Any] = yaml.safe_load(TABLES.read_text(encoding="utf-8"))
    return tables


def _is_operator(handle: str) -> bool:
    accounts = _tables()["operator"]
    return handle in accounts["names"] or handle.startswith(tuple(accounts["begin_with"]))


@cache
def _companies() -> tuple[str, ...]:
    return tuple(_tables()["companies"])


@cache
def _emoji() -> dict[int, str]:
    return {
        ord(sign): f" emoji {fold(meaning)} "
        for meaning, signs in _tables()["emoji"].items()
        for sign in INVISIBLE.sub("", signs)
    }
