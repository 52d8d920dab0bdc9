"""The rules find whole words, mind negation and say what they matched."""

from __future__ import annotations

import pytest

from collector.cleaning import clean
from collector.opinions import LABELS, Output
from collector.rules import Lexicon, Rules


def complaint_of(text: str) -> float:
    return float(Rules().judge([clean(text)])[Output.complaint][0, 1])


def likeliest(output: Output, text: str) -> str:
    return LABELS[output][int(Rules().judge([clean(text)])[output][0].argmax())]


@pytest.mark.parametrize(
    "text",
    [
        "@free plus d'internet depuis ce matin",
        "@free sa marche pu dps hier",
        "@freebox Box en panne, toujours aucun technicien",
    ],
)
def test_a_reported_fault_is_a_complaint(text: str) -> None:
    assert complaint_of(text) > 0.8


@pytest.mark.parametrize(
    "text",
    [
        "@free tout marche, merci beaucoup",
        "@user Bonjour, pouvez-vous nous communiquer votre identifiant ?",
        "@orange plus d'internet depuis ce matin",
        "RT @freemobile: la 5G pour tous",
    ],
)
def test_praise_the_brand_another_company_and_reposts_are_not(text: str) -> None:
    assert complaint_of(text) < 0.5


@pytest.mark.parametrize("negation", ["pas de", "aucune", "sans", "zéro", "jamais de"])
def test_a_negated_fault_is_not_heard(negation: str) -> None:
    lexicon = Lexicon({"fault": ["panne"]}, negatable=["fault"])

    assert lexicon.find(clean(f"{negation} panne ici").words) == []
    assert lexicon.find(clean("une panne ici").words)


def test_plus_de_panne_says_nothing_either_way() -> None:
    lexicon = Lexicon({"fault": ["panne"]}, negatable=["fault"])

    assert lexicon.find(clean("plus de pannes").words) == []


def test_words_are_whole() -> None:
    lexicon = Lexicon({"slow": ["lent"]})

    assert lexicon.find("une excellente equipe parle lentement") == []
    assert [match.words for match in lexicon.find("debits lents")] == ["lents"]


def test_the_longest_entry_counts_once() -> None:
    lexicon = Lexicon({"fault": ["panne", "panne generale"]})

    assert [match.words for match in lexicon.find("panne generale")] == ["panne generale"]


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("@free ma facture est fausse, prélèvement en double", "facturation"),
        ("@freebox plus de chaînes, la télécommande est morte", "tv"),
        ("@free zimbra ne s'ouvre pas, mes mails sont perdus", "messagerie_compte"),
        ("@freemobile pas de 4G, l'antenne est morte", "reseau_mobile"),
    ],
)
def test_a_theme_is_told_by_its_words(text: str, theme: str) -> None:
    assert likeliest(Output.theme, text) == theme


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("Je veux des informations s'il vous plaît @free", "calm"),
        ("@free marre, toujours pas de fibre, bravo", "frustrated"),
        ("@free bande de voleurs, je porte plainte", "angry"),
    ],
)
def test_a_tone_is_told_by_its_words(text: str, tone: str) -> None:
    assert likeliest(Output.tone, text) == tone


def test_reasons_name_the_group_and_the_words() -> None:
    assert "cue:outage: panne" in Rules().reasons(clean("@free panne"))
