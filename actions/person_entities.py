"""The persons that spaCy's French model finds in a text. The only file that knows spaCy.

The model loads at the first text, once; only the parts that finding entities needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import spacy
from spacy.language import Language

MODEL = "fr_core_news_md"
UNUSED_COMPONENTS = ["morphologizer", "parser", "attribute_ruler", "lemmatizer"]
LONGEST_TEXT = 2000


class PersonEntities:
    """Callable: text → the spans that name a person, in the order of the text."""

    def __call__(self, text: str) -> Sequence[str]:
        document = self._model(text[:LONGEST_TEXT])
        return [entity.text for entity in document.ents if entity.label_ == "PER"]

    @cached_property
    def _model(self) -> Language:
        return spacy.load(MODEL, exclude=UNUSED_COMPONENTS)
