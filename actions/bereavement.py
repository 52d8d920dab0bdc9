"""A death in the family: heard in the words, so that its own article comes first. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge_base.normalise import fold
from knowledge_base.search import Found

ARTICLE = "resiliation-deces"
FRENCH = (
    r"(mon|ma|notre|son|sa|leur) (papa|maman|((beau|belle|grand) )?(pere|mere)|mari|epou(x|se)"
    r"|femme|conjointe?|compagn(on|e)|fils|fille|frere|soeur|oncle|tante|papy|papi|mamie|cousine?)"
)
ENGLISH = (
    r"(my|our|his|her|their) (husband|wife|partner|(grand|step)?(father|mother|son|daughter)"
    r"|(grand)?(dad|ma|pa)|mum|mom|brother|sister|uncle|aunt|cousin)"
)
DEATH = re.compile(
    # "La box de mon père est morte" tells of a box.
    rf"(?<!\bde )\b{FRENCH} (\w+ ){{0,2}}(est|sont|etait) (\w+ )?(morte?|decedee?)\b(?! (de |d ))"
    rf"|(?<!\bde )\b{FRENCH} (\w+ )?(vient de (mourir|deceder)|nous a quitte)"
    rf"|\b(deces|mort|disparition|perte|enterre\w*) (de )?{FRENCH}\b"
    rf"|\b(ai|avons|vien\w+ de|venons de) perd(u|re) {FRENCH}\b"
    r"|\b(suite (a un |au )?|apres (un |le )?|pour |(acte|certificat) de )deces\b|\bdefunte?\b"
    rf"|\b{ENGLISH} (\w+ )?(died|passed away|is dead)\b|\b(death|loss) of {ENGLISH}\b"
    rf"|\blost {ENGLISH}\b|\b(my|our|his|her) late {ENGLISH.partition(' ')[2]}\b|\bdeceased\b"
)


def is_bereaved(text: str) -> bool:
    """Whether the text tells of somebody's death."""
    return bool(DEATH.search(" ".join(re.findall(r"\w+", fold(text)))))


def with_own_article_first(found: Found, text: str) -> Found:
    """What was found for a text that tells of a death: its article, wherever it is plausible."""
    if not is_bereaved(text):
        return found
    own = [hit for hit in found.hits if hit.article.id == ARTICLE]
    if not own or not (own[0].is_plausible or own[0] is found.hits[0]):
        return found
    others = [hit for hit in found.hits if hit is not own[0]]
    first = replace(own[0], is_plausible=True)
    return replace(found, hits=(first, *others), answered=True, is_ambiguous=False)
