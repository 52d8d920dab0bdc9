"""Runs of words that can be a name, and how much speaks for each. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.name_lexicon import (
    ARTICLES,
    fold,
    is_family,
    is_given,
    is_known,
    is_particle,
    is_possible,
    is_sure,
    looks_derived,
)
from actions.name_phrases import BREAK, FILLERS, TITLE, skip

LONGEST_NAME_IN_WORDS = 6
LONGEST_UNKNOWN_NAME = 3


@dataclass(frozen=True)
class Candidate:
    """A run of words; `followed` by others in its stretch; `rest`: what the text says after it."""

    words: tuple[str, ...]
    titled: bool
    followed: bool
    rest: str

    @property
    def is_convincing(self) -> bool:
        return any(is_sure(word) for word in self.words)

    @property
    def holds_given_name(self) -> bool:
        return any(is_given(word) and is_sure(word) for word in self.words)

    @property
    def ends_text(self) -> bool:
        return not self.followed and skip(FILLERS, self.rest) == len(self.rest)

    @property
    def is_plausible(self) -> bool:
        """Nothing in it is known, and nothing in it speaks against a name."""
        if len(self.words) > LONGEST_UNKNOWN_NAME or any(map(looks_derived, self.words)):
            return False
        return not self.starts_like_a_noun

    @property
    def starts_like_a_noun(self) -> bool:
        return fold(self.words[0]) in ARTICLES and not self.words[-1][0].isupper()

    @property
    def is_capitalised(self) -> bool:
        return all(word[0].isupper() and not word.isupper() for word in self.words)


def candidate_at(text: str, start: int) -> Candidate | None:
    """The name that may stand at this place of a cleaned text, after a title if there is one."""
    after_title = skip(TITLE, text, start)
    stretch, _, rest = text[after_title:].partition(BREAK)
    words = stretch.split()
    if len(words) == 1 and fold(words[0]) in fold(rest.partition(BREAK)[0]).split():
        return candidate_at(rest, 0)  # "Hannah, Hannah Smith", "Smith, Hannah Smith"
    run = tuple(words[: _run_length(words)])
    if not run:
        return None
    return Candidate(run, after_title > start, followed=len(run) < len(words), rest=rest)


def _run_length(words: Sequence[str]) -> int:
    length = 0
    while length < min(len(words), LONGEST_NAME_IN_WORDS):
        step = _step(words, length)
        if not step:
            break
        length += step
    return length


def _step(words: Sequence[str], index: int) -> int:
    """How many words continue the name: particles count only with the word they introduce."""
    end = index
    while end < len(words) and is_particle(words[end]):
        end += 1
    if end == len(words):
        ends_as_name = is_given(words[-1]) or (index > 0 and is_family(words[-1]))
        return end - index if ends_as_name else 0
    return end - index + 1 if _continues(words, index, end) else 0


def _continues(words: Sequence[str], start: int, index: int) -> bool:
    """An ordinary word that is a name too (`petit`) counts beside a sure one."""
    if is_possible(words[index]):
        return True
    neighbours = [*words[max(start - 1, 0) : start], *words[index + 1 : index + 2]]
    return is_known(words[index]) and any(is_sure(word) for word in neighbours)
