"""The words that tell how grave a problem is: one table a kind, French and English.

Entries are written folded (no accents, no capitals) and match whole words, with an optional
-s, -e or -es. `mentions` heeds negation: "ce n'est pas dangereux" holds no danger.
"""

from __future__ import annotations

import re
from functools import cache

from tickets.folding import fold, words

NO_SERVICE = (
    "plus internet",
    "plus d internet",
    "pas internet",
    "pas d internet",
    "plus de connexion",
    "pas de connexion",
    "aucune connexion",
    "plus de reseau",
    "pas de reseau",
    "aucun reseau",
    "plus aucun reseau",
    "plus de signal",
    "pas de signal",
    "aucun signal",
    "plus de tv",
    "plus la tv",
    "plus de television",
    "plus de fibre",
    "plus la fibre",
    "plus de tonalite",
    "plus de telephone",
    "plus de service",
    "aucun service",
    "rien ne marche",
    "rien ne fonctionne",
    "plus rien",
    "ne marche plus",
    "marche plus",
    "ne fonctionne plus",
    "fonctionne plus",
    "ne capte plus",
    "capte plus",
    "ne marche pas du tout",
    "ne s allume plus",
    "ne demarre plus",
    "hors service",
    "en panne",
    "panne totale",
    "panne generale",
    "coupure",
    "ligne coupee",
    "ligne morte",
    "ligne suspendue",
    "internet coupe",
    "connexion coupee",
    "fibre coupee",
    "appels impossibles",
    "impossible d appeler",
    "impossible de telephoner",
    "no internet",
    "no connection",
    "no signal",
    "no network",
    "no service",
    "no dial tone",
    "nothing works",
    "outage",
    "completely down",
    "is down",
    "stopped working",
    "internet is dead",
    "line is dead",
)

DEGRADED = (
    "lent",
    "lenteur",
    "ralenti",
    "ralentissement",
    "coupe tout le temps",
    "coupe souvent",
    "coupe sans arret",
    "se coupe",
    "ca coupe",
    "micro coupure",
    "deconnexion",
    "deconnecte",
    "instable",
    "saccade",
    "ca saccade",
    "gresille",
    "gresillement",
    "mauvais debit",
    "debit faible",
    "faible debit",
    "ca rame",
    "rame",
    "lag",
    "latence",
    "pixelise",
    "bug",
    "bugue",
    "marche mal",
    "fonctionne mal",
    "capte mal",
    "mal capte",
    "marche pas",
    "fonctionne pas",
    "slow",
    "drops",
    "keeps dropping",
    "unstable",
    "intermittent",
    "disconnecting",
    "disconnect",
    "doesn t work",
    "not working",
    "does not work",
)

DANGER = (
    "en danger",
    "danger de mort",
    "dangereux",
    "dangereuse",
    "urgence vitale",
    "urgence medicale",
    "numero d urgence",
    "numeros d urgence",
    "appeler les secours",
    "joindre les secours",
    "appeler le samu",
    "joindre le samu",
    "appeler le 15",
    "appeler le 18",
    "appeler le 112",
    "joindre le 15",
    "joindre le 112",
    "appeler les pompiers",
    "suicide",
    "suicider",
    "me tuer",
    "en finir avec la vie",
    "incendie",
    "prend feu",
    "pris feu",
    "en feu",
    "fumee",
    "brule",
    "etincelle",
    "electrocute",
    "electrocution",
    "choc electrique",
    "cable electrique a nu",
    "menace de mort",
    "in danger",
    "life threatening",
    "emergency services",
    "emergency call",
    "call 112",
    "call 911",
    "on fire",
    "smoke",
    "smoking",
    "burning",
    "spark",
    "electric shock",
    "kill myself",
)

VULNERABLE = (
    "handicap",
    "handicape",
    "invalide",
    "malvoyant",
    "non voyant",
    "aveugle",
    "malentendant",
    "fauteuil roulant",
    "personne agee",
    "maison de retraite",
    "enceinte",
    "hospitalise",
    "hospitalisation",
    "dialyse",
    "cancer",
    "oxygene",
    "respirateur",
    "pacemaker",
    "teleassistance",
    "telealarme",
    "aide a domicile",
    "gravement malade",
    "sous tutelle",
    "sous curatelle",
    "elderly",
    "disabled",
    "wheelchair",
    "blind",
    "pregnant",
    "oxygen",
    "in hospital",
    "seriously ill",
    "medical alarm",
)

_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_WEEKDAYS_EN = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS_AGO = {
    **{f"depuis {weekday}": 2 for weekday in _WEEKDAYS},
    **{f"since {weekday}": 2 for weekday in _WEEKDAYS_EN},
    "depuis hier": 1,
    "depuis avant hier": 2,
    "depuis ce week end": 2,
    "depuis le week end": 2,
    "depuis plusieurs jours": 3,
    "depuis quelques jours": 3,
    "depuis des jours": 3,
    "depuis des semaines": 14,
    "depuis plusieurs semaines": 14,
    "depuis des mois": 60,
    "depuis plusieurs mois": 60,
    "since yesterday": 1,
    "for days": 3,
    "for several days": 3,
    "for weeks": 14,
    "for months": 60,
}

DAYS_IN = {
    "heure": 1 / 24,
    "hour": 1 / 24,
    "h": 1 / 24,
    "jour": 1,
    "journee": 1,
    "j": 1,
    "day": 1,
    "semaine": 7,
    "week": 7,
    "mois": 30,
    "month": 30,
}

_NUMBERS = {
    **{"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7},
    **{"huit": 8, "neuf": 9, "dix": 10, "quinze": 15},
    **{"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8},
    **{"nine": 9, "ten": 10},
}
_FRENCH_NEGATORS = {"pas", "plus", "aucun", "aucune", "jamais", "sans", "ni"}
_ENGLISH_NEGATORS = {"not", "no", "never", "without", "nor", "t", "isn", "don", "doesn"}
_NEGATORS = _FRENCH_NEGATORS | _ENGLISH_NEGATORS
_NEGATION_REACH_WORDS = 3

_DURATION = re.compile(
    r"\b(?:depuis|fait|pendant|durant|voila|for|since)\b(?:\W+\w+){0,3}?\W+"
    rf"(?P<count>\d{{1,3}}|{'|'.join(_NUMBERS)})\s*(?P<unit>{'|'.join(DAYS_IN)})s?\b"
)


def mentions(text: str, lexicon: tuple[str, ...]) -> bool:
    """True when a clause of the text holds an entry that nothing before it negates."""
    clauses = [words(clause) for clause in re.split(r"[.!?;,:\n()…]+", text)]
    return any(_affirms(clause, lexicon) for clause in clauses)


def days_told(text: str) -> float:
    """For how many days the problem has lasted, as the text says it; 0 when it does not."""
    plain = re.sub(r"[-']", " ", fold(text))
    spoken = [days for phrase, days in DAYS_AGO.items() if _pattern(phrase).search(plain)]
    counted = [
        _count(match["count"]) * DAYS_IN[match["unit"]] for match in _DURATION.finditer(plain)
    ]
    return max([*spoken, *counted], default=0)


def _affirms(clause: list[str], lexicon: tuple[str, ...]) -> bool:
    joined = " ".join(clause)
    for entry in lexicon:
        for match in _pattern(entry).finditer(joined):
            before = joined[: match.start()].split()[-_NEGATION_REACH_WORDS:]
            if not _NEGATORS.intersection(before):
                return True
    return False


@cache
def _pattern(entry: str) -> re.Pattern[str]:
    return re.compile(r"\b" + r"(?:e?s?) ".join(map(re.escape, entry.split())) + r"(?:e?s?)\b")


def _count(word: str) -> int:
    return _NUMBERS[word] if word in _NUMBERS else int(word)
