from __future__ import annotations

import pytest

from knowledge_base.normalise import fold, normalise
from knowledge_base.spellings import WORDS

SPELLINGS = [
    ("jai pu de co", "je ai plus de connexion"),
    ("g pu internet", "je ai plus internet"),
    ("il a pu rien", "il a plus rien"),
    ("j'ai pu me connecter", "je ai pu me connecter"),
    ("c koi", "ce est quoi"),
    ("cest koi le pb", "ce est quoi le probleme"),
    ("tjs pa de rés0", "toujours pas de reseau"),
    ("pk sa marche pa", "pourquoi ca marche pas"),
    ("sa facture", "sa facture"),
    ("la tv bug tjrs", "la television bug toujours"),
    ("ya plu rien", "il y a plus rien"),
    ("L'appli de l’opérateur", "le application de le operateur"),
    ("j'ai plus d'internet !!!", "je ai plus de internet"),
    ("Wi-Fi, wi fi et wifi", "wifi wifi et wifi"),
    ("ma Freebox", "ma box"),
    ("rdv tech 2main", "rendez vous technicien demain"),
    ("jveu résilier mon abo", "je veux resilier mon abonnement"),
    ("marcheeeeee", "marche"),
    ("@free voir https://exemple.fr/page", "voir"),
    ("à l'étranger", "a etranger"),
    ("3244", "3244"),
    ("😡😡", ""),
    ("", ""),
]


@pytest.mark.parametrize(("written", "meant"), SPELLINGS)
def test_what_customers_write_in_many_ways_gets_one_spelling(written: str, meant: str) -> None:
    normalised = normalise(written)

    assert normalised == meant


def test_every_spelling_in_the_tables_is_one_that_normalise_can_meet() -> None:
    unreachable = [word for word in WORDS if fold(word) != word or not word.isalnum()]

    assert unreachable == []


def test_no_spelling_stands_for_another_spelling() -> None:
    chained = {word: meant for word, meant in WORDS.items() if meant in WORDS}

    assert chained == {}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Élodie d’Almeida", "elodie d'almeida"),
        ("  deux\n mots ", "deux mots"),
        ("Cœur", "coeur"),
    ],
)
def test_folding_keeps_the_words_and_drops_their_dress(text: str, folded: str) -> None:
    assert fold(text) == folded
