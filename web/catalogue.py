"""Every sentence a person reads that the bot did not say, in French and in English."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

import yaml

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
CATALOGUE_FILE = Path(__file__).with_name("catalogue.yml")


def catalogue_files() -> list[Path]:
    """The chat's sentences in one file, those of the console and of mails in one a part."""
    return [CATALOGUE_FILE, *sorted(CATALOGUE_FILE.parent.glob("*/sentences/*.yml"))]


def choose_language(asked: str | None, accepted: str | None = None) -> Language:
    """The first language we speak among what was asked for, then what the browser prefers."""
    for wish in [asked or "", *(part.split(";")[0] for part in (accepted or "").split(","))]:
        for language in LANGUAGES:
            if wish.strip().lower().split("-")[0] == language:
                return language
    return "fr"


class Catalogue:
    def __init__(self, sentences: Mapping[str, Mapping[str, str]], operator: str) -> None:
        self._sentences = sentences
        self._operator = operator

    @classmethod
    def load(cls, operator: str) -> Catalogue:
        sentences: dict[str, dict[str, str]] = {}
        for path in catalogue_files():
            sentences |= yaml.safe_load(path.read_text(encoding="utf-8"))
        return cls(sentences, operator)

    def text(self, key: str, language: str | None, **values: object) -> str:
        sentence = self._sentences[key][choose_language(language)]
        return sentence.format(operator=self._operator, **values).strip()

    def section(self, prefix: str, language: str) -> dict[str, str]:
        """Every sentence under a prefix, keyed by what follows it; placeholders stay as they are
        except the operator's name."""
        start = f"{prefix}."
        return {
            key.removeprefix(start): by_language[choose_language(language)]
            .replace("{operator}", self._operator)
            .strip()
            for key, by_language in self._sentences.items()
            if key.startswith(start)
        }
