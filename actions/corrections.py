"""What "non, plutôt…" changes of what was already given. Pure."""

from __future__ import annotations

import re
import unicodedata

from actions.contacts import read_contact
from actions.names import PersonName, read_correction

FIELDS = {
    "name": re.compile(r"\b(nom|prenom|name|surname|identite)\b"),
    "problem": re.compile(r"\b(probleme|souci|panne|pb|problem|issue|description)\b"),
    "contact": re.compile(r"\b(contact|mail|email|e mail|adresse|tel|telephone|numero|phone)\b"),
}
INSTEAD = re.compile(
    r"^\W*((ah|oh|sorry|pardon)\W+)?"
    r"(non+|nan+|nn|no|nope|en fait|finalement|plutot|(ce n est |c est |c )?pas [cs]a"
    r"|je (ne )?crois pas|que ce soit (ca|cela)|je me (suis )?(mal exprime\w*|trompe\w*)"
    r"|actually|that s wrong|i meant|mais)\b[\s,.:;!]*"
)
SLOTS_OF_FIELD = {
    "name": ("first_name", "last_name"),
    "problem": ("problem",),
    "contact": ("contact",),
}


def field_named(text: str) -> str | None:
    """The one field that the text speaks of: name, problem or contact."""
    folded = _folded(text)
    return next((field for field, words in FIELDS.items() if words.search(folded)), None)


def corrected_slots(text: str, name: PersonName, *, tells_problem: bool) -> dict[str, str | None]:
    """Slots that the text gives a new value; empty when it corrects nothing.

    `tells_problem` says that the text reads as a told problem, which then replaces the old one.
    """
    if contact := read_contact(text):
        return {"contact": contact}
    if not tells_problem and (corrected := read_correction(text, name)):
        return {"first_name": corrected.first, "last_name": corrected.last}
    if tells_problem:
        return {"problem": without_refusal(text)}
    return {}


def is_replacement(text: str) -> bool:
    """Whether the text sets something in place of what was there, rather than adding to it."""
    return bool(INSTEAD.match(_folded(text)))


def without_refusal(text: str) -> str:
    """The text without its leading "non, plutôt": accents and case of the rest are kept."""
    while match := INSTEAD.match(_folded(text)):
        rest = text[match.end() :]
        if not rest.strip():
            return text
        text = rest
    return text.strip()


def _folded(text: str) -> str:
    """Lower case, accents folded, apostrophes and hyphens as spaces; the length stays the same."""
    return "".join(_folded_letter(letter) for letter in text)


def _folded_letter(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[0].lower()
    return " " if base in "'’-" else base[0]
