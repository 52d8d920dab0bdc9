"""A tokenizer that knows French elisions: `l'appli` is two words, whichever apostrophe is typed."""

from __future__ import annotations

import re
from typing import List, Text

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.training_data.message import Message

ELISION = re.compile(
    r"(?:[ldjmtscn]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu)['’](?=\w)", re.IGNORECASE
)


def split_elisions(text: str) -> list[tuple[int, str]]:
    """Cut one word after its elided article or pronoun; give each part with its offset.

    >>> split_elisions("l'appli")
    [(0, "l'"), (2, 'appli')]
    """
    parts = []
    start = 0
    while match := ELISION.match(text, start):
        parts.append((start, match.group()))
        start = match.end()
    return [*parts, (start, text[start:])]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class FrenchTokenizer(WhitespaceTokenizer):
    """Rasa's whitespace tokenizer, with French elisions split off."""

    def tokenize(self, message: Message, attribute: Text) -> List[Token]:
        words = super().tokenize(message, attribute)
        return [
            Token(part, word.start + offset)
            for word in words
            for offset, part in split_elisions(word.text)
        ]
