"""Tells English from French by their little words; mixed, or too short to tell, is French."""

from __future__ import annotations

import re

from knowledge_base.normalise import fold

WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")

# Words that both languages write ("me", "on", "a", "an", "pour", "plus", "or") are in neither list.
ENGLISH = frozenset(
    """
    i i'm i've i'd i'll my mine you your you're yours we we're our he she they they're their
    it it's its the this that these those there here is isn't are aren't was wasn't were be been
    being am do don't does doesn't did didn't has hasn't have haven't had can can't cannot could
    couldn't will won't would wouldn't should shouldn't must may might shall
    what what's why when where where's who who's how how's which whose
    and but because if then than so too very much many more most less least
    of from with without at by for to into onto in out off about after before since until during
    not no nothing never none any some every each all both another other same
    get got getting give gave given take took want wanted wants need needed needs know tell told
    keep keeps kept still again already always yet just only even back up down over under
    please hello hi hey thanks thank help someone anyone something anything everything
    working work works worked broken upgrade downgrade switch slow lost stolen bill phone number
    password cancel cancelled pay paid paying refund order ordered move moving new old
    day days week weeks month months today yesterday tomorrow ago
    """.split()
)
FRENCH = frozenset(
    """
    je j'ai j'avais j'aimerais il elle nous vous ils elles c'est c'etait ce cet cette ces ca cela
    le la les l'internet un une des du au aux de et ou mais donc car puisque
    mon ma mes votre vos notre nos leur leurs est sont etait suis ai avez avons ont fait faire
    qui que quoi quel quelle quels quelles quand comment pourquoi combien est-ce
    ne pas rien jamais toujours encore depuis hier demain aujourd'hui chez avec sans dans
    pour sur sous par entre vers comme bonjour bonsoir merci salut bonne voudrais veux peux
    puis-je tres trop bien mal ici y'a marche fonctionne jai g koi pk svp stp slt bjr tjrs tjs
    cest jsuis jveux panne facture abonnement forfait ligne telephone
    """.split()
)
# English words that French speakers use too, in passing: they decide nothing by themselves.
BORROWED = frozenset(
    """
    ok hello hi hey thanks please help up down in off so back i of to new all phone bill order
    """.split()
)
FEWEST_WORDS = 2


def is_english(text: str) -> bool:
    """Whether the text is English, and not French with English words in it."""
    words = WORD.findall(fold(text))
    english = [word for word in words if word in ENGLISH]
    french = sum(word in FRENCH for word in words)
    telling = sum(word not in BORROWED for word in english)
    if french:
        return telling >= FEWEST_WORDS and len(english) > 4 * french
    return telling >= 1 and len(words) >= FEWEST_WORDS
