"""Which words of a name are the given name and which the family name, in whatever order. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from actions.name_lexicon import (
    MIDDLE_NAMES_IN_VIETNAMESE,
    MORE_OFTEN_FAMILY,
    compound,
    fold,
    is_family,
    is_given,
    is_particle,
)

VIETNAMESE_FAMILY = re.compile(
    r"nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|dinh|truong"
)
GIVEN_NAME_FIRST = 0.5  # what breaks a tie: most people type the given name first


class Chunk(NamedTuple):
    """Words that stay together: `de la Tour`, `Jean-Pierre`, `Marie`."""

    words: tuple[str, ...]

    @property
    def last_word(self) -> str:
        return self.words[-1]

    @property
    def has_particle(self) -> bool:
        return len(self.words) > 1

    @property
    def in_capitals(self) -> bool:
        return all(word.isupper() and len(word) > 1 for word in self.words)


class Order(NamedTuple):
    first: tuple[Chunk, ...]
    last: tuple[Chunk, ...]
    starts_with_given: bool


def chunks(words: Sequence[str]) -> list[Chunk]:
    """Particles join the word they introduce; known compound given names get their hyphen."""
    found: list[Chunk] = []
    pending: list[str] = []
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else ""
        if _introduces(word, following, words):
            pending.append(word)
            continue
        joined = _joined_to_previous(found, word) if not pending else None
        if joined:
            found[-1] = joined
        else:
            found.append(Chunk((*pending, word)))
        pending = []
    return found


def arrange(parts: Sequence[Chunk]) -> Order:
    """For two chunks or more. Capitals that single out a family name win over the lists."""
    return _by_capitals(parts) or max(_orders(parts), key=_likelihood)


def is_likelier_given(chunk: Chunk) -> bool:
    """For a name given alone: people who say one name say their first, unless it isn't one.

    A name that is both counts as a given name, except those that more people bear as a family name
    ("Martin"). An unlisted name counts as a family name: those are far more numerous.
    """
    word = chunk.last_word
    return not chunk.has_particle and is_given(word) and fold(word) not in MORE_OFTEN_FAMILY


def _introduces(word: str, following: str, words: Sequence[str]) -> bool:
    if not following or not is_particle(word):
        return False
    is_vietnamese_middle_name = fold(word) == "van" and any(
        VIETNAMESE_FAMILY.fullmatch(fold(other)) for other in words
    )
    return not is_vietnamese_middle_name and fold(following) not in MIDDLE_NAMES_IN_VIETNAMESE


def _joined_to_previous(found: Sequence[Chunk], word: str) -> Chunk | None:
    if not found or found[-1].has_particle or found[-1].last_word.isupper() != word.isupper():
        return None
    joined = compound(found[-1].last_word, word)
    return Chunk((joined,)) if joined else None


def _by_capitals(parts: Sequence[Chunk]) -> Order | None:
    capitals = tuple(chunk for chunk in parts if chunk.in_capitals)
    others = tuple(chunk for chunk in parts if not chunk.in_capitals)
    if not capitals or not others:
        return None
    return Order(others, capitals, starts_with_given=not parts[0].in_capitals)


def _orders(parts: Sequence[Chunk]) -> Iterator[Order]:
    for cut in range(1, len(parts)):
        yield Order(tuple(parts[:cut]), tuple(parts[cut:]), starts_with_given=True)
    for cut in range(1, len(parts)):
        yield Order(tuple(parts[cut:]), tuple(parts[:cut]), starts_with_given=False)


def _likelihood(order: Order) -> float:
    given = sum(_as_given(chunk) for chunk in order.first)
    family = sum(_as_family(chunk) for chunk in order.last)
    return given + family + (GIVEN_NAME_FIRST if order.starts_with_given else 0.0)


def _as_given(chunk: Chunk) -> float:
    if chunk.has_particle:
        return -4.0
    if is_given(chunk.last_word):
        return 1.0 if fold(chunk.last_word) in MORE_OFTEN_FAMILY else 2.0
    return -2.0 if is_family(chunk.last_word) else 0.0


def _as_family(chunk: Chunk) -> float:
    if chunk.has_particle:
        return 3.0
    if is_family(chunk.last_word):
        return 2.0
    return -1.0 if is_given(chunk.last_word) else 0.0
