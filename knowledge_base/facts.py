"""The operator's facts (prices, numbers, delays) that articles name as `{{ fact }}`.

They stand in one file so that an operator replaces the samples in one place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge_base.front_matter import Field, FrontMatterError, read_mapping

NAMED = re.compile(r"\{\{\s*(.*?)\s*\}\}")
LANGUAGES = ("fr", "en")


class UnknownFactError(LookupError):
    """A text names a fact that does not exist; `line` is where."""

    def __init__(self, fact: str, line: int) -> None:
        super().__init__(fact)
        self.fact = fact
        self.line = line


@dataclass(frozen=True)
class Facts:
    """Each fact's wording by language."""

    wordings: Mapping[str, Mapping[str, str]]

    def fill(self, text: str, language: str, first_line: int) -> str:
        """The text with its facts; UnknownFactError names the line, counted from `first_line`."""

        def wording(match: re.Match[str]) -> str:
            if match[1] not in self.wordings:
                line = first_line + text.count("\n", 0, match.start())
                raise UnknownFactError(match[1], line)
            return self.wordings[match[1]][language]

        return NAMED.sub(wording, text)


def read_facts(text: str) -> Facts:
    """A fact is a text, or one text for each language; FrontMatterError when it is neither."""
    return Facts({name: _wordings(name, field) for name, field in read_mapping(text).items()})


def _wordings(name: str, field: Field) -> Mapping[str, str]:
    value = field.value
    if isinstance(value, str):
        value = dict.fromkeys(LANGUAGES, value)
    is_complete = isinstance(value, dict) and set(value) == set(LANGUAGES)
    if not is_complete or not all(isinstance(wording, str) for wording in value.values()):
        reason = f"`{name}` must be a text in quotes, or {{fr: …, en: …}}"
        raise FrontMatterError(field.line, reason)
    return dict(value)
