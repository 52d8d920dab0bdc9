from __future__ import annotations

import re
from string import Formatter

import pytest
import yaml

from web.catalogue import CATALOGUE_FILE, LANGUAGES, Catalogue, choose_language

SENTENCES = yaml.safe_load(CATALOGUE_FILE.read_text(encoding="utf-8"))
SOURCES = [
    path.read_text(encoding="utf-8")
    for folder, pattern in [(".", "*.py"), ("templates", "*.*"), ("static", "*.js")]
    for path in (CATALOGUE_FILE.parent / folder).glob(pattern)
]


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", SENTENCES)
def test_every_sentence_exists_in_every_language_with_the_same_placeholders(key: str) -> None:
    translations = SENTENCES[key]

    assert set(translations) == set(LANGUAGES)
    assert len({frozenset(placeholders(text)) for text in translations.values()}) == 1


@pytest.mark.parametrize("key", SENTENCES)
def test_every_sentence_is_shown_somewhere(key: str) -> None:
    section, _, name = key.partition(".")
    used = re.compile(rf'"{re.escape(key)}"|(text|chat)\.{re.escape(name)}\b')
    spoken_names = {"bot", "agent", "customer", "system", "online", "offline"}

    assert name in spoken_names or any(used.search(source) for source in SOURCES), section


@pytest.mark.parametrize("key", SENTENCES)
def test_no_sentence_is_named_like_a_method_of_the_mapping_that_templates_read(key: str) -> None:
    assert not hasattr(dict, key.partition(".")[2])


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [
        (None, None, "fr"),
        ("en", "fr", "en"),
        ("xx", "en-GB,en;q=0.9", "en"),
        ("", "de-DE, en;q=0.5", "en"),
        (None, "de", "fr"),
        ("FR", "en", "fr"),
    ],
)
def test_the_language_is_the_first_we_speak_of_what_was_asked_then_preferred(
    asked: str | None, accepted: str | None, language: str
) -> None:
    assert choose_language(asked, accepted) == language


def test_the_operators_name_is_put_in_everywhere() -> None:
    catalogue = Catalogue.load("Exemple Télécom")

    assert "Exemple Télécom" in catalogue.text("hub.opening", "fr")
    assert catalogue.section("chat", "en")["title"] == "Exemple Télécom support"
