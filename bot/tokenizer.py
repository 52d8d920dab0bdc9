"""A tokenizer that knows French elisions: `l'appli` is two words, whichever apostrophe is typed.

Rasa's whitespace tokenizer takes every apostrophe for a space (`aujourd hui`, `O Connor`) and drops
emoji and punctuation, which tell a question or a mood.
"""

from __future__ import annotations

import re
from typing import List, Text

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.training_data.message import Message

TOKEN = re.compile(
    r"""(?:[ldjmtscn]|(?:jus|lors|puis|quoi|pres|quel)?qu)['’](?=\w)  # an elided word
        |\w+(?:['’._@+-]\w+)*                                         # a word, number or e-mail
        |[^\w\s]+                                                     # punctuation or emoji
    """,
    re.IGNORECASE | re.VERBOSE,
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class FrenchTokenizer(WhitespaceTokenizer):
    """Cuts a text into words, elided words, and runs of punctuation or emoji."""

    def tokenize(self, message: Message, attribute: Text) -> List[Token]:
        found = TOKEN.finditer(message.get(attribute))
        return self._apply_token_pattern([Token(part.group(), part.start()) for part in found])
