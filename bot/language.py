"""Tells English from French by their little words; what is mixed, or too short, tells nothing.

Pure: no Rasa, no model. A conversation keeps its language until a message tells another one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Optional, Text

ENGLISH = "en"
FRENCH = "fr"

WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´′", "'"))

# Words that both languages write ("me", "on", "a", "an", "plus", "or", "box") are in neither list.
ENGLISH_WORDS = frozenset(
    """
    i i'm i've i'd i'll my mine you you're your yours it it's its the this that that's these those
    there there's here's we we're we've our they they're their them his her
    is isn't are aren't was wasn't were weren't been being am don't does doesn't did didn't
    has hasn't have haven't had cannot can't could couldn't won't would wouldn't should shouldn't
    must might shall what what's why when where where's who who's how how's which whose
    and but because if then than too very much many more most less least
    from with without at by for onto into out about after before since until during
    not nothing never none any some every each all both another other same
    get got getting give gave given take took want wanted wants need needed needs know tell told
    keep keeps kept still again already always yet just only even back under
    someone anyone something anything everything everybody anybody somebody nobody
    working work works worked broken upgrade downgrade slow lost stolen refund refunded charged
    cancel cancelled paid paying move moving ordered password speed
    works fixed solved fine great perfect awesome nope yeah yep sure
    day days week weeks month months today yesterday tomorrow ago now later tonight morning evening
    no thank yes skip human person speak talk agent's adviser supervisor
    red light lights blinking restarted rebooted tried trying unplugged plugged
    home room bedroom living screen channel channels remote invoice invoices bills money twice
    first last name surname english french wrong right
    im ive cant doesnt dosnt didnt isnt wasnt wont havent hasnt couldnt thats whats
    anymore send sending receive received texts calls
    """.split()
)
FRENCH_WORDS = frozenset(
    """
    je j'ai j'avais j'aimerais j'en j'y il elle nous vous ils elles c'est c'etait ca cela ceci
    ce cet cette ces l'internet un une au aux et ou donc car puisque mais
    mon ma mes votre vos notre nos leur leurs est sont etait suis ai avez avons ont fait faire
    qui que qu'est quoi quel quelle quels quelles quand pourquoi combien est-ce
    ne n'ai n'est n'y pas rien jamais toujours encore depuis hier demain aujourd'hui chez avec sans
    dans pour sur sous par entre vers comme bonjour bonsoir oui voudrais veux peux
    puis-je tres trop mal ici y'a marche fonctionne jai g koi pk svp stp slt bjr tjrs tjs
    cest jsuis jveux panne facture abonnement forfait ligne d'internet plait m'appelle s'il
    personne conseiller quelqu'un d'accord ok'c coupe reseau
    """.split()
)
# They speak for a language beside other words, and decide nothing by themselves: names, particles
# of names, and words that the other language borrowed.
WEAK_ENGLISH = frozenset(
    """
    ok okay hello hi hey thanks please help up down in off so of to new old phone bill order number
    be do can will may he she one pay switch over for good bye sorry cool
    """.split()
)
WEAK_FRENCH = frozenset(
    """
    de du des la le les l d en a merci salut voila bonne bon bien non petit telephone numero
    problem probleme internet box moi comment
    """.split()
)
ENOUGH = 2


def told_language(text: Text) -> Optional[Text]:
    """`en` or `fr` when the text is clearly one of them, else None: "ok", a name, a number."""
    words = WORD.findall(_folded(text))
    english, french = _weight(words, ENGLISH_WORDS), _weight(words, FRENCH_WORDS)
    if french and english:
        return ENGLISH if english > 4 * french else FRENCH
    # One English word is soon borrowed ("stop", "yes"); one French word is not.
    if english and len(words) > 1 and _is_told(words, english, ENGLISH_WORDS | WEAK_ENGLISH):
        return ENGLISH
    return FRENCH if french and _is_told(words, french, FRENCH_WORDS | WEAK_FRENCH) else None


def _weight(words: list[Text], telling: frozenset[Text]) -> int:
    return sum(word in telling for word in words)


def _is_told(words: list[Text], telling: int, all_words: frozenset[Text]) -> bool:
    """Two telling words, or one that at least half of the text stands beside."""
    return telling >= ENOUGH or 2 * _weight(words, all_words) >= len(words)


def _folded(text: Text) -> Text:
    lowered = unicodedata.normalize("NFKD", text.lower().translate(APOSTROPHES))
    return "".join(letter for letter in lowered if not unicodedata.combining(letter))
