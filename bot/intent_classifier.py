"""The intent classifier: spelling and meaning in one logistic regression.

Weighed n-grams of characters and words carry SMS spellings and typos; the centred sentence vectors
of the featurizers before it carry paraphrase and English. docs/decisions has the measurements.
"""

from __future__ import annotations

import json
from typing import Any, Dict, List, Text, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression

from bot.ngrams import Ngrams, characters, words

VOCABULARY_FILE = "ngrams.json"
NUMBERS_FILE = "numbers.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FrenchIntentClassifier(IntentClassifier, GraphComponent):
    """Ranks the intents of a message; each confidence is a probability."""

    @classmethod
    def required_components(cls) -> List[Type]:
        return [Featurizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {
            "inverse_regularization": 10.0,
            "character_ngrams": [1, 4],
            "word_ngrams": [1, 2],
            "sentence_weight": 1.0,
            "ranking_length": 3,
            "max_iterations": 300,
            # Intents that are too grave for a guess, with the probability that each needs.
            "least_certain": {},
        }

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FrenchIntentClassifier:
        return cls(config, model_storage, resource)

    def __init__(
        self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._cuts = [characters(*config["character_ngrams"]), words(*config["word_ngrams"])]
        self._ngrams: List[Ngrams] = []
        self._intents: List[Text] = []
        self._numbers: Dict[Text, np.ndarray] = {}

    def train(self, training_data: TrainingData) -> Resource:
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        if not examples:
            return self._resource
        texts = [_words(example) for example in examples]
        self._ngrams = [Ngrams.learn(cut, texts) for cut in self._cuts]
        self._numbers["centre"] = np.mean([_sentence(example) for example in examples], axis=0)
        self._fit(self._matrix(examples), [example.get(INTENT) for example in examples])
        self.persist()
        return self._resource

    def _matrix(self, messages: List[Message]) -> csr_matrix:
        rows = [self._features(message) for message in messages]
        ends = np.cumsum([0, *(len(places) for places, _ in rows)])
        places = np.concatenate([places for places, _ in rows])
        values = np.concatenate([values for _, values in rows])
        width = self._sentence_place + len(self._numbers["centre"])
        return csr_matrix((values, places, ends), shape=(len(rows), width))

    def _fit(self, features: csr_matrix, intents: List[Text]) -> None:
        regression = LogisticRegression(
            C=self._config["inverse_regularization"], max_iter=self._config["max_iterations"]
        ).fit(features, intents)
        weights, offsets = regression.coef_, regression.intercept_
        if len(regression.classes_) == 2:  # scikit-learn keeps one row for two classes
            weights = np.vstack([-weights, weights]) / 2
            offsets = np.hstack([-offsets, offsets]) / 2
        self._intents = [str(intent) for intent in regression.classes_]
        self._numbers["weights"] = np.ascontiguousarray(weights.T, dtype=np.float32)
        self._numbers["offsets"] = offsets.astype(np.float32)

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            if message.get(TEXT) and self._intents:
                places, values = self._features(message)
                scores = values @ self._numbers["weights"][places] + self._numbers["offsets"]
                self._rank(message, softmax(scores))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def _rank(self, message: Message, probabilities: np.ndarray) -> None:
        wanted = self._config["least_certain"]
        order = np.argsort(-probabilities)
        sure = [
            place for place in order if probabilities[place] >= wanted.get(self._intents[place], 0)
        ]
        best = sure[: self._config["ranking_length"]]
        ranking = [
            {"name": self._intents[place], "confidence": float(probabilities[place])}
            for place in best
        ]
        message.set("intent", ranking[0], add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)

    @property
    def _sentence_place(self) -> int:
        """Where the sentence vector begins, behind all n-grams."""
        return sum(len(ngrams.places) for ngrams in self._ngrams)

    def _features(self, message: Message) -> tuple[np.ndarray, np.ndarray]:
        """Places and values of what is not zero in a message's row."""
        text = _words(message)
        places, values = [], []
        start = 0
        for ngrams in self._ngrams:
            found, weights = ngrams.weigh(text)
            places.append(found + start)
            values.append(weights)
            start += len(ngrams.places)
        centred = _sentence(message) - self._numbers["centre"]
        unit = centred / max(float(np.linalg.norm(centred)), 1e-9)
        places.append(np.arange(start, start + len(unit)))
        values.append(self._config["sentence_weight"] * unit)
        return np.concatenate(places), np.concatenate(values).astype(np.float32)

    def persist(self) -> None:
        """Write the trained parts where Rasa packs the model: text and numbers, no code."""
        vocabulary = {
            "intents": self._intents,
            "ngrams": [list(ngrams.places) for ngrams in self._ngrams],
        }
        rarities = {f"rarity_{i}": ngrams.rarity for i, ngrams in enumerate(self._ngrams)}
        with self._model_storage.write_to(self._resource) as folder:
            text = json.dumps(vocabulary, ensure_ascii=False)
            (folder / VOCABULARY_FILE).write_text(text, encoding="utf-8")
            np.savez(folder / NUMBERS_FILE, **self._numbers, **rarities)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FrenchIntentClassifier:
        component = cls(config, model_storage, resource)
        try:
            with model_storage.read_from(resource) as folder:
                vocabulary = json.loads((folder / VOCABULARY_FILE).read_text(encoding="utf-8"))
                numbers = dict(np.load(folder / NUMBERS_FILE, allow_pickle=False))
        except ValueError:
            return component  # Rasa keeps no resource for a classifier that had no examples
        component._intents = vocabulary["intents"]
        component._ngrams = [
            Ngrams(cut, {ngram: place for place, ngram in enumerate(known)}, numbers[f"rarity_{i}"])
            for i, (cut, known) in enumerate(
                zip(component._cuts, vocabulary["ngrams"], strict=True)
            )
        ]
        component._numbers = numbers
        return component


def _words(message: Message) -> str:
    """The message as its tokenizer cut it, so that elided words match their plain forms."""
    tokens = message.get("text_tokens")
    return " ".join(token.text for token in tokens) if tokens else str(message.get(TEXT))


def _sentence(message: Message) -> np.ndarray:
    """The sentence vector; no number at all without a dense featurizer."""
    features = message.get_dense_features(attribute=TEXT)[1]
    return features.features[0] if features else np.zeros(0, dtype=np.float32)
