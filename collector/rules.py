"""The rules: a lexicon of whole words, read with its negations, that says what it matched.

The words and their weights are data (`lexicon.yml`); nothing is learnt here.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from collector.cleaning import CleanPost
from collector.opinions import LABELS, Opinions, Output, two_sided
from knowledge_base.normalise import normalise
from tickets.vocabulary import Theme, Tone

LEXICON = Path(__file__).with_name("lexicon.yml")

COUNTED_AT_MOST = 2
NEGATORS = (("pas", "de"), ("aucun",), ("aucune",), ("sans",), ("zero",), ("jamais", "de"))
AMBIGUOUS = ("plus", "de")

# Log-odds of a post in which nothing was found: most posts that name an operator complain.
EMPTY = {"complaint": 0.4, "respond": 0.4}
SIGNS = {
    "addresses_company": {"complaint": -3.0, "respond": -3.0},
    "is_repost": {"complaint": -2.0, "respond": -3.0},
    "opens_with_other": {"complaint": -0.3, "respond": -0.8},
}
TONE_WITHOUT_CUE = {Tone.calm: 0.6, Tone.frustrated: 0.8, Tone.angry: -1.6}
SHOUTED = 3


@dataclass(frozen=True, slots=True)
class Match:
    """One entry found in a post: its group, and how the post spells it."""

    group: str
    words: str


Phrases = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]


class Lexicon:
    """The entries by their first word; finds the longest at each place of a post."""

    def __init__(self, entries: Mapping[str, Iterable[str]], negatable: Iterable[str] = ()) -> None:
        self.groups = tuple(entries)
        self._negatable = frozenset(negatable)
        self._phrases = _by_first_word(entries)

    def find(self, words: str) -> list[Match]:
        """Entries of all groups; of two that begin at one word the longer counts, in each group."""
        tokens = words.split()
        return [
            Match(group, " ".join(tokens[place : place + len(phrase)]))
            for place, token in enumerate(tokens)
            for phrase, group in self._starting(tokens, place, token)
            if not (group in self._negatable and _is_negated(tokens, place))
        ]

    def _starting(
        self, tokens: Sequence[str], place: int, token: str
    ) -> list[tuple[tuple[str, ...], str]]:
        found: dict[str, tuple[str, ...]] = {}
        for phrase, group in self._phrases.get(_singular(token), ()):
            here = tuple(map(_singular, tokens[place : place + len(phrase)]))
            if group not in found and here == phrase:
                found[group] = phrase
        return [(phrase, group) for group, phrase in found.items()]


class Rules:
    """Judges posts by the lexicon alone."""

    name = "rules"

    def judge(self, posts: Sequence[CleanPost]) -> Opinions:
        """Probabilities by output, one row a post."""
        counts = [count(post) for post in posts]
        return {
            Output.complaint: two_sided(
                [
                    _log_odds(post, found, "complaint")
                    for post, found in zip(posts, counts, strict=True)
                ]
            ),
            Output.theme: np.array([_themes(found) for found in counts]).reshape(-1, len(Theme)),
            Output.tone: np.array(
                [_tones(post, found) for post, found in zip(posts, counts, strict=True)]
            ).reshape(-1, len(Tone)),
            Output.respond: two_sided(
                [
                    _log_odds(post, found, "respond")
                    for post, found in zip(posts, counts, strict=True)
                ]
            ),
        }

    def reasons(self, post: CleanPost) -> list[str]:
        """What matched, as "group: words"."""
        return [f"{match.group}: {match.words}" for match in lexicon().find(post.words)]


def count(post: CleanPost) -> Counter[str]:
    """How often each group of the lexicon matches."""
    return _count(post.words)


# The trained model asks for the same posts of a batch right after the rules.
@lru_cache(maxsize=1024)
def _count(words: str) -> Counter[str]:
    return Counter(match.group for match in lexicon().find(words))


def features(post: CleanPost) -> list[float]:
    """The same counts as numbers for a trained model, in the order of the lexicon's groups."""
    found = count(post)
    return [math.log1p(found[group]) for group in lexicon().groups]


@cache
def lexicon() -> Lexicon:
    """The lexicon of `lexicon.yml`, read once."""
    data = _data()
    entries = {f"cue:{name}": _entries(cue["entries"]) for name, cue in data["cues"].items()}
    for tone, lists in data["tone"].items():
        for number, part in enumerate(lists):
            entries[f"tone:{tone}:{number}"] = _entries(part["entries"])
    entries |= {f"theme:{name}": _entries(words) for name, words in data["themes"].items()}
    entries["urgency"] = _entries(data["urgency"])
    negatable = [f"cue:{name}" for name, cue in data["cues"].items() if cue.get("negatable")]
    return Lexicon(entries, negatable)


def _log_odds(post: CleanPost, found: Counter[str], output: str) -> float:
    heard = sum(
        cue[output] * min(found[f"cue:{name}"], COUNTED_AT_MOST)
        for name, cue in _data()["cues"].items()
    )
    signs = sum(weights[output] for sign, weights in SIGNS.items() if getattr(post, sign))
    return float(EMPTY[output] + heard + signs)


def _themes(found: Counter[str]) -> list[float]:
    weights = [2.0 ** found[f"theme:{theme}"] for theme in LABELS[Output.theme]]
    return [weight / sum(weights) for weight in weights]


def _tones(post: CleanPost, found: Counter[str]) -> list[float]:
    scores = dict(TONE_WITHOUT_CUE)
    for tone, lists in _data()["tone"].items():
        for number, part in enumerate(lists):
            heard = min(found[f"tone:{tone}:{number}"], COUNTED_AT_MOST)
            scores[Tone(tone)] += part["weight"] * heard
    if post.shouted_words >= SHOUTED:
        scores[Tone.angry] += 1.0
    weights = [math.exp(scores[Tone(tone)]) for tone in LABELS[Output.tone]]
    return [weight / sum(weights) for weight in weights]


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))
    return data


def _entries(text: str) -> list[str]:
    return [entry.strip() for entry in text.split(",") if entry.strip()]


def _by_first_word(entries: Mapping[str, Iterable[str]]) -> Phrases:
    phrases: dict[str, set[tuple[tuple[str, ...], str]]] = defaultdict(set)
    for group, written in entries.items():
        for entry in written:
            phrase = tuple(map(_singular, normalise(entry).split()))
            if phrase:
                phrases[phrase[0]].add((phrase, group))
    return {
        first: sorted(found, key=lambda one: (-len(one[0]), one))
        for first, found in phrases.items()
    }


@lru_cache(maxsize=65_536)
def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def _is_negated(tokens: Sequence[str], place: int) -> bool:
    before = tuple(tokens[max(place - 2, 0) : place])
    if before == AMBIGUOUS:
        return True
    return any(before[-len(negator) :] == negator for negator in NEGATORS)
