"""Whether a text says nothing but what an article says. Pure, and on the safe side.

A sentence is supported when its words, those that say nothing by themselves aside, are words of one
sentence of the article, in its order, at least half of that sentence, its negations all there. So
no number, price, link, address or promise gets in that the article does not hold, and none of its
instructions is turned around. Words are compared by their beginning: verbs may be inflected.
"""

from __future__ import annotations

import re
from collections import Counter

from knowledge_base.normalise import fold
from knowledge_base.stories import sentences

STEM_LETTERS = 6
LEAST_SHARE = 0.5
# Say nothing by themselves: beside them no sentence promises, asks for or denies anything.
FREE = frozenset(
    """
    a afin ainsi alors apres au aux avant avec bien bonjour ca car ce ceci cela celle celui ces cet
    cette chez comme comment d abord dans de des donc du elle en encore enfin ensuite essayez est et
    etape il ils j je juste l la le les leur lui m ma mais maintenant me merci mes moi mon ou par
    peut pouvez pour puis qu quand que quel quelle qui s sa se ses si son sont sur t toujours tout
    toute tres un une vos votre voici vous y
    all also an and as at be by can first for from has have hello here if in is it its let me my
    next now of on or our please so step that the their then there these this those thanks to try
    up us was we when which will with you your
    """.split()
)
NEGATIONS = frozenset(
    "n ne ni non pas jamais aucun aucune rien personne sans no not never none nor without".split()
)
PUNCTUATION = frozenset(" \n.,;:!?'’\"«»()-–—…*\u00a0\u202f")
STEP = re.compile(r"^[ \t]*(?:\d[.)]|[-*•])[ \t]+(?=[^\W\d]|\*\*)", re.MULTILINE)
EMPHASIS = re.compile(r"\*{2}")
# Links, addresses and numbers are compared whole, however a number is spaced.
TOKEN = re.compile(
    r"[a-z]+://\S*[\w/]|\S+@\S*\w|\w+(?:\.\w+)+|\d+(?:[ .,\u00a0\u202f]\d+)*|\w+|[€$£%]"
)
SPACING = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d)")
KEPT = re.compile(r"^\*\*.+$", re.MULTILINE)


def is_supported(text: str, article: str) -> bool:
    """Whether each sentence of `text` rests on one of `article`, and its warnings are all kept.

    Warnings are the article's lines that begin in bold: what must be seen, and when to stop.
    """
    said, known = _sentences(text), _sentences(article)
    return (
        bool(said)
        and set(text) <= PUNCTUATION | set(article) | set(filter(str.isalpha, text))
        and all(any(_rests_on(one, other) for other in known) for one in said)
        and all(fold(line) in fold(text) for line in KEPT.findall(article))
    )


def is_made_of(text: str, source: str) -> bool:
    """Whether `text` has words, and none that `source` has not."""
    words = _words(text)
    return bool(words) and set(words) <= set(_words(source))


def _sentences(text: str) -> list[list[str]]:
    """Each sentence's words that say something; a sentence that says nothing is left out."""
    bare = EMPHASIS.sub("", STEP.sub("", text))
    told = [[word for word in _words(one) if word not in FREE] for one in sentences(bare)]
    return [words for words in told if words]


def _words(text: str) -> list[str]:
    found = TOKEN.findall(SPACING.sub("", fold(text)))
    return [word[:STEM_LETTERS] if word.isalpha() else word for word in found]


def _rests_on(said: list[str], known: list[str]) -> bool:
    rest = iter(known)
    return (
        all(word in rest for word in said)
        and len(said) >= LEAST_SHARE * len(known)
        and _negations(said) == _negations(known)
    )


def _negations(words: list[str]) -> Counter[str]:
    return Counter(word for word in words if word in NEGATIONS)
