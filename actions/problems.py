"""Whether a told problem holds enough to work with. Pure."""

from __future__ import annotations

import re
import unicodedata

EMPTY_WORDS = frozenset(
    """
    ca sa cela ce c est j ai je g tu il elle on nous vous ils y a au aux de du des le la les l un
    une d et ou mais donc alors ben bah bon bonjour bonsoir salut slt bjr svp stp merci aide aider
    help please me m mon ma mes ne n pas plus pu p plu rien tout tt toujours tjs encore depuis
    hier matin soir jour jours cette marche marchent fonctionne fonctionnent marchait va bug bugue
    bugs beug hs panne en probleme problemes pb pbs prob souci soucis soucie galere urgent vite
    avec chez moi que qui quoi quelque chose truc machin bien mal tres trop vraiment it is not isn
    doesn don t work working broken problem issue i have my an the with nothing works s
    je jai jsuis jsui jme ya slm hello hi free votre vos ne va vont sais savoir par ou commencer
    quelques semaines mois semaine suis embete embetee bloque bloquee perdu perdue besoin faut
    something wrong need can you
    """.split()
)
WORD = re.compile(r"[a-z0-9]+")


def is_vague(text: str) -> bool:
    """True for "ça marche pas", "j'ai un souci", "bug": no word says what, where or how."""
    letters = unicodedata.normalize("NFKD", text.lower())
    folded = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return all(word in EMPTY_WORDS for word in WORD.findall(folded))
