from __future__ import annotations

import pytest

from bot.language import told_language

ENGLISH = [
    "My box is broken",
    "no internet",
    "no mobile signal since Monday",
    "How much is it?",
    "I'm in France and I can't call",
    "what is a PTO",
    "cancel my contract",
    "it works",
    "i cant send texts anymore",
    "my phone dosnt ring",
    "still not",
    "no thanks",
    "human please",
    "my name is John Smith",
    'The screen says "étape 4" and never shows the time, what does it mean?',
]
FRENCH = [
    "oui",
    "bonjour",
    "toujours pas",
    "c koi le pb",
    "je m'appelle John Smith",
    "j'ai un problème de wifi please help",
    "the box est en panne",
    "my freebox est bloquée depuis hier",
    "je veux un upgrade de mon forfait",
]
UNTOLD = [
    "",
    "😀",
    "ok",
    "OK thanks",
    "yes",
    "No",
    "stop",
    "help",
    "hello",
    "merci",
    "roaming",
    "wifi",
    "5",
    "FM-7K3Q-2F9C",
    "john@example.org",
    "Jean de la Tour",
    "Marie du Pont",
    "Can Yilmaz",
    "Will May",
    "Rose Martin",
    "Config internet windows phone vieux modèle",
]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_told_by_its_little_words(text: str) -> None:
    assert told_language(text) == "en"


@pytest.mark.parametrize("text", FRENCH)
def test_french_is_told_by_its_little_words_even_among_english_ones(text: str) -> None:
    assert told_language(text) == "fr"


@pytest.mark.parametrize("text", UNTOLD)
def test_a_name_a_number_and_a_borrowed_word_tell_no_language(text: str) -> None:
    assert told_language(text) is None
