from __future__ import annotations

import pytest

from knowledge_base.glossary import Glossary


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return Glossary.load()


ASKED = [
    ("c'est quoi une PTO ?", "PTO"),
    ("C’est quoi l’ONT svp", "ONT"),
    ("ça veut dire quoi RIO", "RIO"),
    ("c koi lapn", "APN"),
    ("la pto c koi", "PTO"),
    ("c'est koi un nro", "NRO"),
    ("Et un SSID c'est quoi exactement ?", "SSID"),
    ("Qu'est-ce que c'est que la portabilité ?", "Portabilité"),
    ("qu’est-ce qu’un RIO ?", "RIO"),
    ("bonjour, c'est quoi le code RIO ?", "RIO"),
    ("vous me dites de brancher la PTO, c'est quoi ?", "PTO"),
    ("que signifie VoLTE ?", "VoLTE"),
    ("définition de VDSL", "VDSL"),
    ("what is a PTO", "PTO"),
    ("what does VoLTE mean?", "VoLTE"),
    ("PTO ?", "PTO"),
    ("l'APN ?", "APN"),
]
NOT_ASKED = [
    "c'est quoi ce bordel",
    "c'est quoi le prix de la fibre",
    "le prix de la fibre c'est quoi",
    "c'est quoi mon iban",
    "c'est quoi le problème avec ma fibre",
    "ma PTO est cassée",
    "comment avoir mon code RIO ?",
    "PTO",
    "retard ?",
    "c'est quoi",
    "",
]


@pytest.mark.parametrize(("text", "term"), ASKED)
def test_a_term_is_explained_when_its_meaning_is_asked(
    glossary: Glossary, text: str, term: str
) -> None:
    defined = glossary.defined_in(text)

    assert defined is not None
    assert defined.term == term


@pytest.mark.parametrize("text", NOT_ASKED)
def test_nothing_is_explained_that_nobody_asked(glossary: Glossary, text: str) -> None:
    assert glossary.defined_in(text) is None


def test_each_term_is_explained_in_both_languages(glossary: Glossary) -> None:
    term = glossary.defined_in("c'est quoi une PTO ?")

    assert term is not None
    assert "prise" in term.fr
    assert "socket" in term.en
