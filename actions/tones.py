"""The tone of a message, from words and typography. Pure; French and English."""

from __future__ import annotations

import re
import unicodedata

from tickets.vocabulary import Tone

ANGRY = re.compile(
    r"\b(honte|honteux|scandal\w*|arnaqu\w*|voleurs?|escrocs?|merde|merdique|putain|connards?|"
    r"incompetents?|foutez|foutre|fous|avocat|tribunal|plainte|bande de|inadmissible|"
    r"inacceptable|degage\w*|ras le bol|fuck\w*|shit|bullshit|scam|thieves|lawyer|disgrace)\b"
)
FRUSTRATED = re.compile(
    r"\b(marre|encore une fois|toujours pas|tjs pas|depuis des (jours|semaines|mois)|decu\w*|"
    r"lassant|fatigu\w*|agac\w*|enerv\w*|serieusement|franchement|n importe quoi|penible|enieme|"
    r"again|still not|fed up|tired of|unbelievable|disappointed|ridiculous)\b"
)
POLITE_DENIAL = re.compile(r"\b(sans|pas de|aucun)\s+(honte|plainte)\b")
MINIMUM_LETTERS_IN_CAPITALS = 12


def tone_of(text: str) -> Tone:
    """Angry for insults, threats and shouting; frustrated for impatience; calm for the rest."""
    folded = POLITE_DENIAL.sub(" ", _folded(text))
    if ANGRY.search(folded) or _is_shouted(text) or "!!!" in text:
        return Tone.angry
    if FRUSTRATED.search(folded) or "!!" in text or "??" in text:
        return Tone.frustrated
    return Tone.calm


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.lower().replace("’", " ").replace("'", " "))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _is_shouted(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return len(letters) >= MINIMUM_LETTERS_IN_CAPITALS and capitals > 0.7 * len(letters)
