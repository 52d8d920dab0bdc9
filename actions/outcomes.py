"""Whether a customer says that a solution worked. Pure.

The intent alone is not enough: "ça remarche pas" differs from "ça remarche" by one small word.
"""

from __future__ import annotations

import re

from knowledge_base.normalise import fold

WORKED = frozenset({"confirm_solved", "affirm"})
FAILED = frozenset({"report_unsolved", "deny", "report_problem"})
# They say nothing of a solution by themselves: "nickel merci" is thanks and more, "merci" is not.
WORDS_DECIDE = frozenset(
    "nlu_fallback thank praise goodbye small_talk vent insult inform_name off_topic wait"
    " correct_detail decline".split()
)

SUCCESS = (
    r"(re)?(marche|march|fonctionne|capte|passe|demarre|regle|resolu|bon|parti|reparti|mieux"
    r"|connecte|works?|working|fixed|solved|resolved|better)\w{0,3}"
)
NOT = r"(pas|plus|jamais|pa|not|never|doesnt|isnt|wont)"
NEGATED = re.compile(
    rf"\b{SUCCESS}( \w+){{0,2}} {NOT}\b"
    rf"|\b{NOT}( (encore|du tout|vraiment|tout a fait|yet))? {SUCCESS}\b"
    rf"|\b(isn|doesn|won|don) t {SUCCESS}\b|\btoujours (rien|pareil)\b"
)
PRAISED_ABSENCE = re.compile(r"\b(plus|pas) (de|aucun|d) (probleme|souci|panne|coupure|bug)s?\b")
IDIOMS = re.compile(
    r"\b(pas|pa|not|a bit) (trop tot|too soon|late)\b|\b(encore merci|merci encore)\b"
)
SAID_SOLVED = re.compile(
    r"\b(c|ce|cela|est|ca|sa|tout|it|that|s|now) (est )?(bon|ok|regle\w?|resolu\w?|parfait"
    r"|(re)?marche|(re)?fonctionne|works?|working|fixed|solved|sorted|perfect)\b"
    r"|\b(parfait|perfect|impec\w*|ni(c?k|qu)el\w*|exactement ce qu|ca regle"
    r"|solved|fixed|remarche)\b"
)
SAID_FAILED = re.compile(
    r"^(non+|nan+|nn|no|nope)\b|\b(change rien|rien (n a )?change|meme probleme|no change"
    r"|same problem|(did|does) ?n.?t (help|work)"
    r"|(tjs|toujours|encore) (pas?|rien|pareil|la meme))\b"
)
# What works only for a while, or only here, is not solved.
RESERVE = re.compile(
    r"\?|\b(mais|sauf|puis|par contre|re?coup\w+|parfois|presque|minutes?|quand|si"
    r"|but|except|then|until|only|almost|sometimes)\b"
)
NEGATION = re.compile(r"\b(pas?|plus|jamais|aucun\w*|rien|encore|not?|never)\b")
CLAUSE_END = re.compile(r"[,.;:!()]+")


def worked(intent: str, text: str) -> bool | None:
    """True for a solution that worked, False for one that did not, None when neither is said."""
    if intent in WORKED:
        return not is_negated(text)
    if intent in FAILED:
        return False
    return _in_words(text) if intent in WORDS_DECIDE else None


def is_negated(text: str) -> bool:
    """Whether the text denies success: "ça marche toujours pas", but not "plus de problème"."""
    return bool(NEGATED.search(PRAISED_ABSENCE.sub(" ", _words(text))))


def _in_words(text: str) -> bool | None:
    """What the words alone say; a success with any reserve in it is none."""
    words = IDIOMS.sub(" ", PRAISED_ABSENCE.sub(" ", _words(text)))
    if is_negated(text) or SAID_FAILED.search(words):
        return False
    if RESERVE.search(words):
        return None
    return True if any(map(_tells_success, CLAUSE_END.split(words))) else None


def _tells_success(clause: str) -> bool:
    return bool(SAID_SOLVED.search(clause)) and not NEGATION.search(clause)


def _words(text: str) -> str:
    return fold(text).replace("'", " ")
