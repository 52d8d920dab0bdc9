"""What to ask when several articles are close: what tells their cases apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import yaml

from knowledge_base.articles import FOLDER

DISTINCTIONS = FOLDER / "distinctions.yml"

LANGUAGES = ("fr", "en")

# A text by language, "fr" and "en".
Wording = Mapping[str, str]


class DistinctionsError(ValueError):
    """The file can't be used; the message says which entry and what it lacks."""


@dataclass(frozen=True)
class Distinction:
    """A question, and the answer to it that stands for each article."""

    question: Wording
    cases: Mapping[str, Wording]


class Distinctions:
    """The declared questions, and the one for articles between which nothing is declared."""

    def __init__(self, distinctions: Collection[Distinction], otherwise: Wording) -> None:
        self.otherwise = otherwise
        self._by_size = sorted(distinctions, key=lambda distinction: len(distinction.cases))

    @classmethod
    def load(cls, path: Path = DISTINCTIONS) -> Self:
        """DistinctionsError names the entry that is wrong."""
        try:
            loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
            declared = [_distinction(entry) for entry in loaded["distinctions"]]
            return cls(declared, loaded["otherwise"])
        except (yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError) as error:
            raise DistinctionsError(f"{path.name}: {' '.join(str(error).split())}") from error

    @property
    def declared(self) -> Collection[Distinction]:
        return self._by_size

    def titles(self) -> dict[str, str]:
        """The articles' ids by the answer that stands for each, in either language."""
        return {
            answer: article_id
            for distinction in self._by_size
            for article_id, wording in distinction.cases.items()
            for answer in wording.values()
        }

    def between(self, article_ids: Collection[str]) -> Distinction | None:
        """What tells all of these apart, and as few others as possible; None where nothing does."""
        wanted = set(article_ids)
        fitting = (known for known in self._by_size if wanted <= known.cases.keys())
        return next(fitting, None) if len(wanted) > 1 else None


def _distinction(entry: Mapping[str, Any]) -> Distinction:
    """An entry as the file has it; ValueError when one of its texts is missing."""
    for name, wording in {"the question": entry, **entry["cases"]}.items():
        for language in LANGUAGES:
            if not wording.get(language):
                raise ValueError(f"{entry.get('fr')} `{language}` is missing in {name}")
    return Distinction({language: entry[language] for language in LANGUAGES}, entry["cases"])
