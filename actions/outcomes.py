"""Whether a customer says that a solution worked. Pure.

The intent alone is not enough: "ça remarche pas" differs from "ça remarche" by one small word.
"""

from __future__ import annotations

import re

from knowledge_base.normalise import fold

WORKED = frozenset({"confirm_solved", "affirm"})
FAILED = frozenset({"report_unsolved", "deny", "report_problem"})

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


def worked(intent: str, text: str) -> bool | None:
    """True for a solution that worked, False for one that did not, None when neither is said."""
    if intent in WORKED:
        return not is_negated(text)
    return False if intent in FAILED else None


def is_negated(text: str) -> bool:
    """Whether the text denies success: "ça marche toujours pas", but not "plus de problème"."""
    words = fold(text).replace("'", " ")
    return bool(NEGATED.search(PRAISED_ABSENCE.sub(" ", words)))
