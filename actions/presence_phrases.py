"""The words in which customers ask when people are there, and when one answers. Pure."""

from __future__ import annotations

import re

from knowledge_base.normalise import fold

MOST_WORDS = 12
# Of whom else hours and delays are asked: an article answers that, or nobody here.
SOMETHING_ELSE = re.compile(
    r"\b(boutiques?|magasins?|centers?|shops?|stores?|bornes?|relais|mairie|poste|piscine|3244"
    r"|telephon\w*|phone|call\w*|appel\w*|techni\w*|rdv|rendez|livr\w*|deliver\w*|colis|parcel"
    r"|command\w*|order|rembours\w*|refund\w*|fib\w*|box|freebox|sim|ligne|line|debit|internet"
    r"|connexion|portabilite|resili\w*)\b"
)
DAY = (
    r"(((le|les|ce|on|at|this|the) ){0,2}((lun|mar|mercre|jeu|vendre|same)di|dimanche|week ?end"
    r"|soir|nuit|midi|matin|(jours? )?ferie|(mon|tues|wednes|thurs|fri|satur|sun)day|night)s?"
    r"|aujourd hui|demain|en ce moment|maintenant|today|tomorrow|tonight|now)"
)
THERE = r"(ouvert\w*|ferme\w*|ouvrez|travaillez|bossez|dispo\w*|joignables?|la)"
HOURS = re.compile(
    r"^(quels? sont |c est quoi )?((vos|les) )?horaires?( svp| merci)*$|\bvos horaires?\b"
    r"|\b(heures? d ouverture|(opening|business|working) (hours|times))\b"
    r"|\b(a quelle heure|quand|quels jours) (est ce que )?vous (ouvr|ferm|etes ouvert)"
    r"|\bvous (ouvrez|fermez) (a quelle heure|quand|quels jours)\b"
    r"|\b(what time|when) (do|are) you (open|close)"
    rf"|\b(vous|etes vous) ({THERE}|etes (aussi )?{THERE}) {DAY}\b"
    rf"|\bare you (open|closed|there|available) {DAY}\b"
)
SOMEBODY = (
    r"(vous|on|quelqu un|une? (personne|conseill\w+|agent|humain)|l equipe|you|someone|somebody"
    r"|anyone|anybody|a (person|human)|an agent)"
)
ANSWERS = r"((va|vas|allez|vont) )?((me|m|nous) )?(repon\w*|answer\w*|reply|respond)"
SHORT_TIME = r"(\w+ )?(\d+ ?)?(minutes?|mins?|mn|heures?|h|hours?|hrs?)"
WHEN = re.compile(
    rf"\b{SOMEBODY} {ANSWERS} (quand|dans combien de temps)\b"
    rf"|\b(quand|dans combien de temps|when)( est ce qu(e| )?| will| qu)? ?{SOMEBODY} {ANSWERS}\b"
    r"|\bquand (est ce que j )?aurai (je )?une reponse\b|\b(bientot|quand) mon tour\b|\bmy turn\b"
    r"|\bhow (much longer|long (will it take|do i (have to )?wait|is the wait))"
    rf"|\battend\w* depuis {SHORT_TIME}\b|\b(fait|depuis) {SHORT_TIME} que j ?attend\w*"
    rf"|\bwaiting ((for|since) )?{SHORT_TIME}\b"
)
LONG = re.compile(
    r"((mais|bon|pff+|oh|well) )*((c est|vous etes|that s|it s|this is|it is) )?"
    r"((vraiment|trop|tres|un peu|hyper|so|too|very|really|taking) )*(longs?|longtemps)"
    r"( (dites donc|quand meme|l attente))?"
)


def asks_hours(text: str) -> bool:
    """Whether it is asked when people are there."""
    said = _words(text)
    return bool(HOURS.search(said)) and _is_about_us(said)


def asks_when(text: str) -> bool:
    """Whether an answer is waited for, not a delivery or a technician."""
    said = _words(text)
    return bool(WHEN.search(said) or LONG.fullmatch(said)) and _is_about_us(said)


def _is_about_us(said: str) -> bool:
    return len(said.split()) <= MOST_WORDS and not SOMETHING_ELSE.search(said)


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))
