"""Which topics to try next when an article did not help; what an agent would think of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import yaml

from knowledge_base.articles import FOLDER

RELATED = FOLDER / "related.yml"


@dataclass(frozen=True)
class Related:
    """Article ids by the id of the article that did not help, best first."""

    topics: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(cls, path: Path = RELATED) -> Self:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        return cls({topic: tuple(others) for topic, others in loaded.items()})

    def after(self, article_id: str) -> tuple[str, ...]:
        """Empty for an article that the file says nothing about."""
        return self.topics.get(article_id, ())
