"""Notes a change of language as an entity, from which the slot `language` is filled.

The text decides; where it tells nothing, what the channel knows of the conversation does
(`metadata.language`). An unchanged language is no entity, so a French story needs no annotation.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.language import ENGLISH, FRENCH, told_language

SLOT = "language"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageRecogniser(GraphComponent):
    """Adds the entity `language` to a message in another language than the conversation's."""

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageRecogniser:
        return cls()

    def process(
        self, messages: List[Message], tracker: Optional[DialogueStateTracker] = None
    ) -> List[Message]:
        spoken = tracker.current_slot_values().get(SLOT) if tracker else None
        for message in messages:
            language = _language_of(message)
            if language and language != (spoken or FRENCH):
                known = message.get(ENTITIES, [])
                message.set(ENTITIES, [*known, _entity(message, language)], add_to_output=True)
        return messages


def _language_of(message: Message) -> Optional[Text]:
    known = (message.get("metadata") or {}).get(SLOT)
    return told_language(message.get(TEXT)) or (known if known in (ENGLISH, FRENCH) else None)


def _entity(message: Message, language: Text) -> Dict[Text, Any]:
    return {
        "entity": SLOT,
        "value": language,
        "start": 0,
        "end": len(message.get(TEXT)),
        "extractor": LanguageRecogniser.__name__,
    }
