"""Reads a person's name out of what a customer typed when asked for it. Pure.

It knows how people introduce themselves and which words are names; it refuses to guess when the
words are ordinary ones. A span that a model takes for a person is only a last resort.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from actions.name_candidates import Candidate, candidate_at
from actions.name_lexicon import fold, is_family, is_given, is_particle, is_possible, is_sure
from actions.name_order import Chunk, arrange, chunks, is_likelier_given
from actions.name_phrases import (
    ANOTHER_PERSON,
    BREAK,
    CORRECTION,
    FILLERS,
    INTRODUCTION,
    LABEL,
    LINK,
    PRESENTATION,
    TITLE,
    clean,
    is_made_of_phrases,
    segment_starts,
    skip,
    with_labels_before,
    without_denial,
    without_replaced,
)
from actions.name_spelling import spelt_family, spelt_given

Field = Literal["first", "last"]
Expecting = Literal["full", "first", "last"]
Entities = Callable[[str], Sequence[str]]

SHORT_MESSAGE_IN_WORDS = 12
NAME_BROKEN_IN_WORDS = 4
SAME_NAME_MISTYPED = 0.75


@dataclass(frozen=True)
class PersonName:
    """What is known of a name, written with its usual capitals."""

    first: str | None
    last: str | None


def display(name: PersonName) -> str:
    """`Élodie d'Almeida`."""
    first = spelt_given((name.first or "").split())
    last = spelt_family((name.last or "").split())
    return f"{first} {last}".strip()


def read_name(
    text: str, *, expecting: Expecting = "full", entities: Entities | None = None
) -> PersonName | None:
    """The name that the text gives, or None; `expecting` says which part was asked for."""
    cleaned = with_labels_before(without_denial(clean(text)).text)
    found = (
        _labelled(cleaned)
        or _introduced(cleaned, expecting)
        or _presented(cleaned, expecting)
        or _answered(cleaned, expecting)
        or _signed(cleaned, expecting)
    )
    if found or entities is None:
        return found
    return _recognised(cleaned, expecting, entities(text))


def read_correction(text: str, current: PersonName) -> PersonName | None:
    """`non, c'est Durand pas Dupont`: the name with the right part changed, None when none is."""
    cleaned, denied = without_denial(clean(text))
    if not denied:
        cleaned, denied = without_replaced(cleaned)
    said = cleaned[skip(CORRECTION, cleaned) :]
    field = _closest_field(denied, current) if denied else None
    name = read_name(said, expecting=field or "full")
    if name is None or not (denied or _is_about_the_name(said, name)):
        return None
    if not denied and said == cleaned and not _is_convincing(name):
        return None
    corrected = name if name.first and name.last else _with_part(name, said, field, current)
    return None if corrected == current else corrected


def _labelled(text: str) -> PersonName | None:
    """`nom : Martin, prénom : Paul`."""
    labels = list(LABEL.finditer(fold(text)))
    ends = [*(label.start() for label in labels[1:]), len(text)]
    found: dict[Field, PersonName] = {}
    for label, end in zip(labels, ends, strict=False):
        field: Field = "first" if label["first"] else "last"
        candidate = candidate_at(text[:end], label.end())
        if candidate and (label["link"] or len(labels) > 1 or candidate.is_convincing):
            found[field] = _named(candidate, field)
    if len(found) == 2:
        return PersonName(found["first"].first, found["last"].last)
    return _with_what_precedes(found, text[: labels[0].start()] if labels else "")


def _with_what_precedes(found: Mapping[Field, PersonName], before: str) -> PersonName | None:
    """`Fanny. Le nom c'est Ollivier`: one label completes the name that stands before it."""
    if not found:
        return None
    [(labelled, name)] = found.items()
    other: Field = "last" if labelled == "first" else "first"
    told = LINK.sub("", before)
    rest = _introduced(told, other) or _presented(told, other) or _answered(told, other)
    if rest is None or not _is_convincing(rest):
        return name
    return replace(name, **{other: getattr(rest, other) or None})


def _introduced(text: str, expecting: Expecting) -> PersonName | None:
    """`je m'appelle Karim`: whatever follows is a name unless it is an ordinary word."""
    for phrase in INTRODUCTION.finditer(fold(text)):
        candidate = candidate_at(text, phrase.end())
        if candidate is None:
            return _ordinary_family_name(text[phrase.end() :])
        if candidate.is_convincing or candidate.is_plausible:
            return _named(candidate, expecting)
    return None


def _presented(text: str, expecting: Expecting) -> PersonName | None:
    """`c'est Paul`, `je suis marie durand`: more often followed by something else than a name."""
    is_story = len(text.split()) > SHORT_MESSAGE_IN_WORDS
    for start in segment_starts(text):
        start = skip(FILLERS, text, start)
        end = skip(PRESENTATION, text, start)
        candidate = candidate_at(text, end) if end > start else None
        if candidate is None or (is_story and candidate.followed and len(candidate.words) == 1):
            continue
        if _is_presentable(candidate, expecting):
            return _named(candidate, expecting)
    return None


def _is_presentable(candidate: Candidate, expecting: Expecting) -> bool:
    if candidate.titled:
        return True
    if candidate.is_convincing:
        return True
    if candidate.followed or not candidate.is_plausible or is_particle(candidate.words[0]):
        return False
    is_whole = candidate.ends_text and (expecting != "full" or len(candidate.words) > 1)
    return is_whole or candidate.is_capitalised


def _answered(text: str, expecting: Expecting) -> PersonName | None:
    """A bare name at the beginning: `dupont marie`, `Paul, mais ma box marche pas`."""
    answer = _in_one_piece(text[skip(FILLERS, text) :])
    candidate = candidate_at(answer, 0)
    if candidate is None:
        return _ordinary_family_name(answer)
    return _named(candidate, expecting) if _is_answer(candidate, expecting) else None


def _is_answer(candidate: Candidate, expecting: Expecting) -> bool:
    if candidate.titled:
        return True
    if not candidate.is_convincing:
        asked = expecting == "last" and len(candidate.words) > 1
        return candidate.ends_text and (candidate.is_plausible or asked)
    if not candidate.followed:
        return True
    is_short = len(candidate.rest.split()) < SHORT_MESSAGE_IN_WORDS
    return is_sure(candidate.words[0]) and (len(candidate.words) > 1 or is_short)


def _ordinary_family_name(answer: str) -> PersonName | None:
    """`petit`, `Mme Petit`, `de la tour`: everyday words, but a name when they are all of it."""
    words = answer[skip(TITLE, answer) :].split()
    if words and is_family(words[-1]) and all(map(is_particle, words[:-1])):
        return PersonName(None, spelt_family(words))
    return None


def _in_one_piece(answer: str) -> str:
    """`Dupont, Marie` is one name."""
    words = answer.replace(BREAK, " ").split()
    is_said_once = len(set(map(fold, words))) == len(words) <= NAME_BROKEN_IN_WORDS
    if is_said_once and all(map(_can_stand_in_a_name, words)):
        return " ".join(words) + " "
    return answer


def _can_stand_in_a_name(word: str) -> bool:
    return is_possible(word) or is_particle(word)


def _signed(text: str, expecting: Expecting) -> PersonName | None:
    """A stretch further on that is a name and nothing else: `ma box est en panne. Marie Dupont`."""
    is_short = len(text.split()) <= SHORT_MESSAGE_IN_WORDS
    for start in segment_starts(text)[1:]:
        candidate = candidate_at(text, start)
        if candidate is None or candidate.followed or not candidate.holds_given_name:
            continue
        if len(candidate.words) > 1 or is_short:
            return _named(candidate, expecting)
    return None


def _recognised(text: str, expecting: Expecting, spans: Sequence[str]) -> PersonName | None:
    """A person found by a model, where customers put their own name: a story names others too."""
    is_short = len(text.split()) <= SHORT_MESSAGE_IN_WORDS
    for span in filter(str.strip, map(clean, spans)):
        candidate = candidate_at(span, 0)
        before = fold(text.partition(span.strip())[0])
        is_own = (is_short or not before or text.endswith(span)) and not ANOTHER_PERSON.match(
            before
        )
        if candidate and is_own and not candidate.followed and _is_presentable(candidate, "full"):
            return _named(candidate, expecting)
    return None


def _named(candidate: Candidate, expecting: Expecting) -> PersonName:
    parts = chunks(candidate.words)
    if len(parts) == 1 or _is_one_part(parts, expecting):
        is_first = not candidate.titled and _is_first_name(parts, expecting)
        words = _words(parts)
        if is_first:
            return PersonName(spelt_given(words), None)
        return PersonName(None, spelt_family(words))
    order = arrange(parts)
    return PersonName(spelt_given(_words(order.first)), spelt_family(_words(order.last)))


def _is_one_part(parts: Sequence[Chunk], expecting: Expecting) -> bool:
    """Several words of the one part: `garcia lopez`, or `anna lena` when the first was asked."""
    if all(is_family(part.last_word) and not is_given(part.last_word) for part in parts):
        return True
    givens = [is_given(part.last_word) for part in parts]
    return (expecting == "first" and all(givens)) or (expecting == "last" and not any(givens))


def _is_first_name(parts: Sequence[Chunk], expecting: Expecting) -> bool:
    if expecting == "full":
        return is_likelier_given(parts[0])
    only_family = all(is_family(part.last_word) and not is_given(part.last_word) for part in parts)
    return expecting == "first" and not only_family


def _words(parts: Sequence[Chunk]) -> list[str]:
    return [word for part in parts for word in part.words]


def _is_about_the_name(said: str, name: PersonName) -> bool:
    """A name in passing, in a told problem, corrects nothing."""
    if INTRODUCTION.search(fold(said)) or LABEL.search(fold(said)):
        return True
    name_words = set(fold(display(name)).split())
    others = [word for word in said.split() if fold(word) not in name_words]
    return is_made_of_phrases(" ".join([*others, ""]))


def _is_convincing(name: PersonName) -> bool:
    return any(is_sure(word) for word in display(name).split())


def _with_part(
    name: PersonName, said: str, denied_field: Field | None, current: PersonName
) -> PersonName:
    value = name.first or name.last or ""
    own_field: Field = "first" if name.first else "last"
    is_labelled = LABEL.search(fold(said)) is not None
    mistyped = None if is_labelled else _closest_field(value, current)
    return replace(current, **{denied_field or mistyped or own_field: value})


def _closest_field(value: str, current: PersonName) -> Field | None:
    """The part of the current name that the value is, perhaps with another spelling."""
    fields: tuple[tuple[Field, str | None], ...] = (
        ("first", current.first),
        ("last", current.last),
    )
    likeness = {
        field: SequenceMatcher(None, fold(value), fold(part)).ratio()
        for field, part in fields
        if part
    }
    best = max(likeness, key=lambda field: likeness[field], default=None)
    return best if best and likeness[best] >= SAME_NAME_MISTYPED else None
