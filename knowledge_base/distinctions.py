"""What to ask when several articles are close: what tells their cases apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import yaml

from knowledge_base.articles import FOLDER

DISTINCTIONS = FOLDER / "distinctions.yml"

# A text by language, "fr" and "en".
Wording = Mapping[str, str]


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
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        declared = [
            Distinction({"fr": entry["fr"], "en": entry["en"]}, entry["cases"])
            for entry in loaded["distinctions"]
        ]
        return cls(declared, loaded["otherwise"])

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
