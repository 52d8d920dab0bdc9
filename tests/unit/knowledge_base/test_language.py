from __future__ import annotations

import pytest

from knowledge_base.language import is_english

ENGLISH = [
    "My box is broken",
    "no internet",
    "How much is it?",
    "I'm in France and I can't call",
    "what is a PTO",
    "cancel my contract",
    'The screen says "étape 4" and never shows the time, what does it mean?',
]
FRENCH = [
    "ok",
    "yes",
    "OK thanks",
    "help",
    "password",
    "",
    "😀",
    "j'ai un problème de wifi please help",
    "the box est en panne",
    "my freebox est bloquée depuis hier",
    "c koi le pb",
    "je veux un upgrade de mon forfait",
    "Config internet windows phone vieux modèle",
    "roaming",
]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_recognised_by_its_little_words(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize("text", FRENCH)
def test_french_mixed_and_too_short_texts_count_as_french(text: str) -> None:
    assert not is_english(text)
