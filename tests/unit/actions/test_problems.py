from __future__ import annotations

import pytest

from actions.problems import is_vague


@pytest.mark.parametrize(
    "text",
    [
        "ça marche pas",
        "j'ai un souci",
        "bug !!",
        "jai un souci",
        "slt ya un pb",
        "c'est en panne depuis hier",
        "",
        "🙄",
        "Bonjour, j'ai un souci avec Free",
        "rien ne va plus depuis quelques jours",
        "ça marche pas votre truc !!",
        "something is not working",
    ],
)
def test_words_that_name_nothing_are_vague(text: str) -> None:
    assert is_vague(text)


@pytest.mark.parametrize(
    "text", ["plus de wifi", "ma facture", "la télé marche pas", "box bloquée étape 2"]
)
def test_one_word_that_names_something_is_enough(text: str) -> None:
    assert not is_vague(text)
