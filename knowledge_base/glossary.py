"""Explains the trade's terms to a customer who asks what one means.

It answers requests for a definition only: a question about the thing itself ("c'est quoi le prix de
la fibre") is for the search.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import yaml

from knowledge_base.articles import FOLDER
from knowledge_base.normalise import fold

GLOSSARY = FOLDER / "glossary.yml"

CLAUSE_END = re.compile(r"[.?!;:,\n]+")
NOT_A_WORD = re.compile(r"[^a-z0-9+*#]+")
ACRONYM = re.compile(r"[A-Z].*[A-Z]")
ARTICLE = r"(?:(?:de |d )?(?:une?|le|la|l|les|des|du|ce|cette|votre|a|an|the|this|your)(?: |$))?"
GLUED_ARTICLE = r"[ld]?"
PAUSE = ", "
INTRO = (
    r"(?:(?:et|mais|euh|heu|ok|bonjour|bjr|slt|salut|bonsoir|pardon|attends|attendez|donc|alors|dis|"
    r"dites|du coup|desole|excusez moi|sorry|hi|hello|wait|so|but|and|well|svp|stp) )*"
)
OUTRO = (
    r"(?: (?:exactement|au juste|svp|stp|deja|au fait|ca|please|exactly|s il vous plait|"
    r"s il te plait|la dedans|en fait|en francais))*"
)
IT_IS = r"(?:c est|cest|c|ce est|sest|s est)"
WHAT = r"(?:quoi|koi|kwa|koua)"
ASKS_BEFORE = (
    rf"{IT_IS} {WHAT}(?: que)?",
    rf"{WHAT} {IT_IS}",
    r"(?:qu est ce|keske|kesk|kestce)(?: (?:que|qu))?(?: (?:c est|cest))?(?: (?:que|qu))?",
    rf"(?:ca|sa|cela) (?:veut|veu) dire {WHAT}",
    r"qu est ce que (?:ca )?(?:veut dire|signifie)",
    r"(?:que|qu est ce que) (?:veut dire|signifie|designe)",
    r"(?:kesako|kezako|quesaco|quezaco)",
    r"(?:quelle est )?(?:la )?definition(?: (?:de|du|d))?",
    r"(?:vous pouvez |pouvez vous )?(?:m |me |nous )?(?:expliquer|expliquez moi|definir) ce qu est",
    r"(?:what is|what s|whats|what are|define|what do you mean by|meaning of)",
)
ASKS_AFTER = (
    rf"{IT_IS} {WHAT}",
    rf"(?:ca |sa |cela )?(?:veut|veu) dire {WHAT}",
    r"(?:qu est ce que|keske|kesk) (?:c est|cest|ca veut dire)",
    r"(?:kesako|kezako|quesaco|quezaco)",
    r"(?:what is it|what is that|meaning|definition|what does (?:it|that) mean)",
)
ASKS_AROUND = ((r"what does ", r" (?:mean|stand for)"),)


@dataclass(frozen=True)
class Term:
    """A term with its other names and its explanation in each language."""

    term: str
    aliases: tuple[str, ...]
    fr: str
    en: str


class Glossary:
    """Terms by every name they go by; the longest name that fits wins."""

    def __init__(self, terms: list[Term]) -> None:
        self._terms = {_plain(name): term for term in terms for name in (term.term, *term.aliases)}
        self._acronyms = {
            _plain(name) for term in terms for name in (term.term, *term.aliases)
            if ACRONYM.search(name)
        }  # fmt: skip
        names = "|".join(sorted(map(re.escape, self._terms), key=len, reverse=True))
        self._requests = [re.compile(pattern) for pattern in _requests(names)]
        self._bare = re.compile(rf"{INTRO}{ARTICLE}({names})")

    @classmethod
    def load(cls, path: Path = GLOSSARY) -> Self:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
        return cls(
            [
                Term(entry["term"], tuple(entry.get("aliases", ())), entry["fr"], entry["en"])
                for entry in entries
            ]
        )

    def defined_in(self, text: str) -> Term | None:
        """The term that the text asks to have explained, if it asks for that."""
        for request in _clauses(text):
            for pattern in self._requests:
                if found := pattern.fullmatch(request):
                    return self._terms[found[1]]
        return self._named_alone(text)

    def _named_alone(self, text: str) -> Term | None:
        """The acronym that is the whole question: "PTO ?"."""
        found = self._bare.fullmatch(_plain(text)) if text.rstrip().endswith("?") else None
        return self._terms[found[1]] if found and found[1] in self._acronyms else None


def _plain(text: str) -> str:
    return NOT_A_WORD.sub(" ", fold(text)).strip()


def _clauses(text: str) -> Iterator[str]:
    """The whole text, then each clause and each two neighbours ("la PTO, c'est quoi ?")."""
    yield _plain(text)
    clauses = [plain for part in CLAUSE_END.split(text) if (plain := _plain(part))]
    yield from clauses
    yield from (f"{first}{PAUSE}{second}" for first, second in itertools.pairwise(clauses))


def _requests(names: str) -> Iterator[str]:
    term = rf"{ARTICLE}{GLUED_ARTICLE}({names})"
    yield from (rf"{INTRO}{ask} {term}{OUTRO}" for ask in ASKS_BEFORE)
    yield from (rf"{INTRO}{term} {ask}{OUTRO}" for ask in ASKS_AFTER)
    yield from (rf"(?:.* )?{term}{PAUSE}{ask}{OUTRO}" for ask in ASKS_AFTER)
    yield from (rf"{INTRO}{start}{term}{end}{OUTRO}" for start, end in ASKS_AROUND)
