"""What single words say about being a name: the lists of known names, and the look of a word.

Whole words only, accents and case folded. It reads three lists beside it, once, and refuses to
judge a sentence: actions/names.py does.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
PARTICLE = re.compile(
    r"de|du|des|da|do|dos|das|di|del|della|la|le|van|von|der|den|ter|ben|ibn|el|al|bin|ould|ait|"
    r"saint|st"
)
ARTICLES = frozenset({"de", "du", "des", "la", "le"})
MIDDLE_NAMES_IN_VIETNAMESE = frozenset({"thi", "van"})
# Both lists hold these; among people living in France the family name has more bearers (INSEE).
MORE_OFTEN_FAMILY = frozenset({"martin", "colin", "gautier", "gauthier", "henry", "marin"})
# Words whose accent tells them from the given name that they fold to.
ACCENTED_WORDS = frozenset({"marié", "mariés", "mariée"})
APOSTROPHE_NAME = re.compile(r"^(?:d|o|dell)'(?P<rest>[^\W\d_]{3,})$")
GLUED_PRONOUN = re.compile(r"j[^aeiouyh']")
WORD = re.compile(r"^[^\W\d_]+(?:['-][^\W\d_]+)*$")
LATIN_LETTERS = re.compile(r"^[a-zß'-]+$")
REPEATED_END = re.compile(r"(.)\1+$")
VOWEL = re.compile(r"[aeiouy]")
CLUSTERS = re.compile(r"tsch|sch|tch|sz|cz|ch|th|ph|gh|kh|ng|ck|rz")
UNPRONOUNCEABLE = re.compile(r"[^aeiouy]{5}|[aeiouy]{5}|(.)\1\1")
WORD_ENDING = re.compile(
    r".{3}(?:tion|sion|ment|able|ible|ique|iste|isme|eux|euse|ance|ence|age|aient|ez|ing|ness|ful|less)s?$"
)
LETTERS_OUTSIDE_UNICODE_DECOMPOSITION = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i"})
LONGEST_WORD = 24
SHORTEST_STEM = 3
SHORTEST_UNKNOWN = 3


def fold(text: str) -> str:
    """Lower case without accents, one character for one character."""
    return "".join(_bare(letter) for letter in text)


def is_given(word: str) -> bool:
    folded = fold(word)
    if folded in _listed("first_names.txt"):
        return word.lower() not in ACCENTED_WORDS
    parts = folded.split("-")
    return len(parts) > 1 and all(part in _listed("first_names.txt") for part in parts)


def is_family(word: str) -> bool:
    folded = fold(word)
    apostrophe = APOSTROPHE_NAME.match(folded)
    if apostrophe:
        return not _is_inflected(apostrophe["rest"])
    return any(part in _listed("family_names.txt") for part in (folded, *folded.split("-")))


def is_known(word: str) -> bool:
    return is_given(word) or is_family(word)


def is_common(word: str) -> bool:
    """Whether customers use it as an ordinary word; some such words are names too."""
    folded = fold(word)
    if _is_listed_as_common(folded) or word.lower() in ACCENTED_WORDS:
        return True
    if is_known(word):
        return False
    if "'" in folded or GLUED_PRONOUN.match(folded):
        return True
    return any(_is_inflected(part) for part in folded.split("-"))


def is_sure(word: str) -> bool:
    """A known name that is nothing else."""
    return is_known(word) and not is_common(word)


def is_particle(word: str) -> bool:
    return PARTICLE.fullmatch(fold(word)) is not None


def is_possible(word: str) -> bool:
    """Known or not, it could be written on an identity card."""
    if is_common(word):
        return False
    return is_known(word) or _is_pronounceable(word)


def looks_derived(word: str) -> bool:
    """An unknown word with the ending of French or English nouns and adjectives."""
    return not is_known(word) and WORD_ENDING.match(fold(word)) is not None


def compound(word: str, following: str) -> str | None:
    """`Jean-Pierre` for "Jean", "Pierre" when this compound is a given name of its own."""
    joined = f"{word}-{following}"
    return joined if fold(joined) in _listed("first_names.txt") else None


def _is_pronounceable(word: str) -> bool:
    folded = fold(word)
    if not SHORTEST_UNKNOWN <= len(folded) <= LONGEST_WORD or not WORD.match(word):
        return False
    if not LATIN_LETTERS.match(folded) or not VOWEL.search(folded):
        return False
    letters = CLUSTERS.sub("k", folded.replace("'", "").replace("-", ""))
    return UNPRONOUNCEABLE.search(letters) is None


def _is_listed_as_common(folded: str) -> bool:
    return folded in _listed("common_words.txt")


def _is_inflected(folded: str) -> bool:
    once = REPEATED_END.sub(r"\1", folded)
    stems = (folded.removesuffix(ending) for ending in ("s", "e", "es"))
    forms = {folded, once, *(stem for stem in stems if len(stem) >= SHORTEST_STEM)}
    return any(_is_listed_as_common(form) for form in forms)


def _bare(letter: str) -> str:
    lowered = letter.lower().translate(LETTERS_OUTSIDE_UNICODE_DECOMPOSITION)
    return unicodedata.normalize("NFKD", lowered)[0]


@cache
def _listed(file_name: str) -> frozenset[str]:
    return frozenset((FOLDER / file_name).read_text(encoding="utf-8").split())
