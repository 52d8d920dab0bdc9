from __future__ import annotations

import re
from collections.abc import Iterable
from string import Formatter

import pytest
import yaml

from tickets.priority import POINTS
from tickets.vocabulary import (
    EscalationReason,
    Priority,
    Role,
    Theme,
    TicketState,
    Tone,
)
from web.catalogue import CATALOGUE_FILE, LANGUAGES, Catalogue, catalogue_files, choose_language
from web.console.journal import ACTIONS, KINDS

FILES = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in catalogue_files()]
SENTENCES = {key: sentence for sentences in FILES for key, sentence in sentences.items()}
WEB = CATALOGUE_FILE.parent
SOURCES = [
    path.read_text(encoding="utf-8")
    for pattern in ("*.py", "*/*.py", "templates/*.*", "templates/*/*.*", "static/*.js")
    for path in WEB.glob(pattern)
]
# `t("word.theme_" ~ theme)` in a template, `f"problem.field_{field}"` in Python
OPEN_ENDED = [
    re.compile(re.escape(start))
    for source in SOURCES
    for start in re.findall(r"""["']([a-z_]+\.[a-z_]*)(?:["'] ~|\{)""", source)
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
    used = re.compile(rf"""["']{re.escape(key)}["']|(text|chat)\.{re.escape(name)}\b""")
    spoken_names = {"bot", "agent", "customer", "system", "online", "offline"}

    is_listed = any(start.match(key) for start in OPEN_ENDED)
    assert name in spoken_names or is_listed or any(used.search(source) for source in SOURCES), (
        section
    )


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


def test_no_sentence_is_written_twice() -> None:
    assert sum(map(len, FILES)) == len(SENTENCES)


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("theme", Theme),
        ("tone", Tone),
        ("state", TicketState),
        ("priority", Priority),
        ("reason", EscalationReason),
        ("role", Role),
        ("factor", POINTS),
    ],
)
def test_every_word_of_the_domain_has_a_sentence(prefix: str, words: Iterable[str]) -> None:
    missing = [word for word in words if f"word.{prefix}_{word}" not in SENTENCES]

    assert missing == []


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_of_the_audit_log_has_a_sentence(action: str) -> None:
    assert f"journal.did_{action}" in SENTENCES


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_audit_log_is_about_has_a_word(kind: str) -> None:
    assert f"journal.kind_{kind}" in SENTENCES
