"""The phrases around a name: greetings, introductions, labels, titles, denials. Pure.

Every pattern reads text that `clean` and then `fold` have prepared.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from actions.name_lexicon import fold

BREAK = " , "
USUAL_SIGNS = str.maketrans({"œ": "oe", "Œ": "Oe", "’": "'", "‘": "'", "`": "'", "´": "'"})
NOT_A_WORD = re.compile(r"\S*[@\d]\S*|https?:\S+")
ABBREVIATED_TITLE = re.compile(r"\b(mr?|mme|mlle|dr|mrs|ms)\.", re.IGNORECASE)
INITIAL = re.compile(r"(?<![^\s,])[^\W\d_]\.(?=\s*[^\W\d_])")
LOOSE_SIGN = re.compile(r"(?<!\w)['-]+|['-]+(?!\w)")
SPELLING_REMARK = re.compile(
    r"\b(?:avec (?:un|une|deux|accent|tiret)|en (?:un|deux) mots?|sans accent|comme (?:le|la)|"
    r"ca s'ecrit|with an?) .*"
)
DENIED = re.compile(
    r"\bpas (?:du tout )?(?P<old>(?:[^ ,]+ ){1,4}?)(?:, )?"
    r"(?:mais|c'est|c)(?: plutot| c'est| bien)? "
)
REPLACED = re.compile(
    r"(?:, )?(?:(?:et |non )?pas|not|au lieu d[eu]|instead of) (?P<old>(?:[^ ,]+ ){1,3})(?=,|$)"
)
CORRECTION = re.compile(
    r"(?:(?:non|nan|nn|no|attention|en fait|plutot|enfin|pardon|desolee?|erreur|sorry|actually|"
    r"i mean|oups|je voulais dire|je me suis trompee?(?: de nom| de prenom)?|mais|,) )+"
)
FILLERS = re.compile(
    r"(?:(?:bonjour|bonsoir|bjr|bsr|salut|slt|slm|coucou|cc|hello|hi|hey|salam|wesh|oui|ouais?|non|"
    r"nan|yes|yep|yeah|no|ok|okay|alors|du coup|euh|heu|bah|beh|bon|bien|sur|sure|of course|well|"
    r"so|merci|thanks|voila|voici|donc|et|mais|d'accord|dac|volontiers|pas de souci|en fait|"
    r"enchantee?|svp|stp|please|pls|pardon|moi|a tous|quoi|hein|mdr|lol|frr?|notez|mettez|ecrivez|"
    r"marquez|vous pouvez noter|a l'appareil|speaking|here|,) )+"
)
TITLE = re.compile(
    r"(?:(?:mr?|monsieur) et (?=mme|madame))?"
    r"(?:mr?|mme|mlle|monsieur|madame|mademoiselle|mister|mrs|miss|ms|dr|docteur|maitre) "
    r"(?:veuve )?"
)
INTRODUCTION = re.compile(
    r"(?<!ne )\b(?:j(?:e |')? ?m(?:e |'| )?ap?pell?e?|je me (?:pre)?nomme|on m'appelle|"
    r"(?:moi (?:, )?|mwa )(?:c'est|c est|cest|c|ces|ce|je suis|j'suis|jsuis|chui|ce sera)|"
    r"ap?pell?e[zs]?[- ]moi|(?:my )?(?:full )?name(?:'s| is)|call me|"
    r"i(?:'m| am) called|au nom d[eu]|in the name of|"
    r"(?:put (?:it|that|me)|(?:account|contract|line)(?: is|'s)) under|"
    r"titulaire(?: du compte| de la ligne)?(?: est| c'est)?|cordialement)(?: ,)? "
)
PRESENTATION = re.compile(
    r"(?:(?:ben|bah|beh|eh) )?(?:(?:(?:c'est|c est|cest|c) )?(?:pour|pr)(?= (?:mr?|mme|mlle|"
    r"monsieur|madame) )|c'est|c est|cest|c|ces|je suis|j'suis|jsuis|chuis?|ici|"
    r"i'm|i am|im|this is|it's|its|it is|de la part de) "
)
ANOTHER_PERSON = re.compile(
    r".*\b(?:techniciens?|conseill(?:er|ere)s?|agent|vendeu(?:r|se)|femme|mari|fils|fille|pere|mere|"
    r"frere|soeur|amie?|copine?|collegue|voisine?|proprietaire|locataire|m|mr|mme|monsieur|madame|"
    r"rue|avenue|boulevard|bd|place|quai|impasse|allee|chemin|lycee|hopital|"
    r"d[eu]|par|avec|pour|chez|et|a|aux?) $"
)
LABEL = re.compile(
    r"(?<!au )\b(?:(?P<first>prenom|first ?name|given name)|"
    r"(?P<last>nom(?: de famille)?|last ?name|family name|surname))"
    r"(?P<link>(?: (?:,|est|c'est|c|is|complet|et|and|mon|my))*) "
)

LABEL_BEHIND = re.compile(
    r"(?P<word>[\w'-]+) (?:de|comme) (?:mon )?(?P<label>prenom|nom(?: de famille)?)\b"
)

LINK = re.compile(r"(?:\b(?:et|and|mon|my|le|the|,) )+$")


class Denial(NamedTuple):
    """A text without its "pas Dupont", and the words that it denied."""

    text: str
    denied: str


def clean(text: str) -> str:
    """Words separated by one space, ending in one; whatever is not a word becomes ` , `."""
    plain = unicodedata.normalize("NFC", text).translate(USUAL_SIGNS)
    plain = ABBREVIATED_TITLE.sub(r"\1 ", NOT_A_WORD.sub(BREAK, plain))
    plain = re.sub(r"[^\w\s'-]|_|\n", BREAK, INITIAL.sub(" ", plain))
    plain = re.sub(r"(?:\s*,)+\s*", BREAK, LOOSE_SIGN.sub(BREAK, plain))
    plain = " ".join(plain.split()).strip(" ,") + " "
    remark = SPELLING_REMARK.search(fold(plain))
    return plain[: remark.start()] if remark else plain


def without_denial(text: str) -> Denial:
    """`je m'appelle pas Dupont mais Durand` → `je m'appelle Durand`, `Dupont`."""
    denied = DENIED.search(fold(text))
    if denied is None:
        return Denial(text, "")
    return Denial(text[: denied.start()] + text[denied.end() :], denied["old"].strip())


def without_replaced(text: str) -> Denial:
    """`c'est Durand pas Dupont` → `c'est Durand`, `Dupont`."""
    replaced = REPLACED.search(fold(text))
    if replaced is None:
        return Denial(text, "")
    kept = text[: replaced.start()] + " " + text[replaced.end() :]
    return Denial(kept.lstrip(" ,"), replaced["old"].strip())


def with_labels_before(text: str) -> str:
    """`Paul de mon prénom` → `prénom Paul`."""
    for behind in reversed(list(LABEL_BEHIND.finditer(fold(text)))):
        word = text[behind.start("word") : behind.end("word")]
        labelled = f"{BREAK}{behind['label']} {word}{BREAK}"
        text = text[: behind.start()] + labelled + text[behind.end() :]
    return re.sub(r"(?:\s*,)+\s*", BREAK, text).strip(" ,") + " "


def skip(pattern: re.Pattern[str], text: str, start: int = 0) -> int:
    """The position after the pattern where it matches at `start`, else `start`."""
    match = pattern.match(fold(text), start)
    return match.end() if match else start


def is_made_of_phrases(text: str) -> bool:
    """Whether nothing but greetings, presentations and marks of correction is said."""
    start = 0
    for pattern in (CORRECTION, FILLERS, PRESENTATION, FILLERS, CORRECTION, FILLERS):
        start = skip(pattern, text, start)
    return start == len(text)


def segment_starts(text: str) -> list[int]:
    """Where each stretch of words between breaks begins."""
    return [0, *(match.end() for match in re.finditer(re.escape(BREAK), text))]
