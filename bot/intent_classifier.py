"""The intent classifier: spelling and meaning in one logistic regression.

TF-IDF of character and word n-grams carries SMS spellings and typos; the centred sentence vectors
of the featurizers before it carry paraphrase and English. docs/decisions has the measurements.
"""

from __future__ import annotations

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
from scipy.sparse import csr_matrix, hstack
from scipy.special import softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

# Beyond what skops trusts by itself: the parts of a fitted TfidfVectorizer.
TRUSTED_TYPES = ["numpy.float32", "scipy.sparse._csr.csr_matrix"]


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
            "ranking_length": 10,
            "max_iterations": 300,
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
        self._vectorizers = [
            self._vectorizer("char_wb", config["character_ngrams"]),
            self._vectorizer("word", config["word_ngrams"]),
        ]
        self._centre: np.ndarray = np.zeros(0)
        self._intents: List[Text] = []
        self._weights: np.ndarray = np.zeros((0, 0))
        self._offsets: np.ndarray = np.zeros(0)

    @staticmethod
    def _vectorizer(analyzer: str, ngrams: List[int]) -> TfidfVectorizer:
        return TfidfVectorizer(
            analyzer=analyzer,
            ngram_range=tuple(ngrams),
            strip_accents="unicode",
            sublinear_tf=True,
            token_pattern=r"(?u)\b\w+\b" if analyzer == "word" else None,
            dtype=np.float32,
        )

    def train(self, training_data: TrainingData) -> Resource:
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        if not examples:
            return self._resource
        texts = [_words(example) for example in examples]
        sentences = self._sentences(examples)
        self._centre = sentences.mean(axis=0)
        ngrams = [vectorizer.fit_transform(texts) for vectorizer in self._vectorizers]
        features = self._join(ngrams, sentences)
        self._fit(features, [example.get(INTENT) for example in examples])
        self.persist()
        return self._resource

    def _fit(self, features: csr_matrix, intents: List[Text]) -> None:
        """Keep the weights as (features, intents): scikit-learn would copy them at each message."""
        regression = LogisticRegression(
            C=self._config["inverse_regularization"], max_iter=self._config["max_iterations"]
        ).fit(features, intents)
        weights, offsets = regression.coef_, regression.intercept_
        if len(regression.classes_) == 2:  # scikit-learn keeps one row for two classes
            weights = np.vstack([-weights, weights]) / 2
            offsets = np.hstack([-offsets, offsets]) / 2
        self._intents = [str(intent) for intent in regression.classes_]
        self._weights = np.ascontiguousarray(weights.T, dtype=np.float32)
        self._offsets = offsets.astype(np.float32)

    def process(self, messages: List[Message]) -> List[Message]:
        told = [message for message in messages if message.get(TEXT)]
        if told and self._intents:
            texts = [_words(message) for message in told]
            ngrams = [vectorizer.transform(texts) for vectorizer in self._vectorizers]
            features = self._join(ngrams, self._sentences(told))
            scores = features @ self._weights + self._offsets
            for message, row in zip(told, softmax(scores, axis=1), strict=True):
                self._rank(message, row)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def _rank(self, message: Message, probabilities: np.ndarray) -> None:
        best = np.argsort(-probabilities)[: self._config["ranking_length"]]
        ranking = [
            {"name": self._intents[place], "confidence": float(probabilities[place])}
            for place in best
        ]
        message.set("intent", ranking[0], add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)

    def _sentences(self, messages: List[Message]) -> np.ndarray:
        """Sentence vectors, (messages, dimensions); no dimension without a dense featurizer."""
        rows = [message.get_dense_features(attribute=TEXT)[1] for message in messages]
        return np.vstack([row.features if row else np.zeros((1, 0)) for row in rows])

    def _join(self, ngrams: List[csr_matrix], sentences: np.ndarray) -> csr_matrix:
        centred = sentences - self._centre
        lengths = np.linalg.norm(centred, axis=1, keepdims=True)
        unit = self._config["sentence_weight"] * centred / np.maximum(lengths, 1e-9)
        return hstack([*ngrams, csr_matrix(unit.astype(np.float32))], format="csr")

    def persist(self) -> None:
        """Write the trained parts where Rasa packs the model."""
        import skops.io

        state = {
            "vectorizers": self._vectorizers,
            "centre": self._centre,
            "intents": self._intents,
            "weights": self._weights,
            "offsets": self._offsets,
        }
        with self._model_storage.write_to(self._resource) as folder:
            skops.io.dump(state, folder / "intents.skops")

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FrenchIntentClassifier:
        """Load the trained parts; a file that holds foreign types is refused by skops."""
        import skops.io

        component = cls(config, model_storage, resource)
        try:
            with model_storage.read_from(resource) as folder:
                state = skops.io.load(folder / "intents.skops", trusted=TRUSTED_TYPES)
        except ValueError:
            return component  # Rasa keeps no resource for a classifier that had no examples
        component._vectorizers = state["vectorizers"]
        component._centre = state["centre"]
        component._intents = state["intents"]
        component._weights = state["weights"]
        component._offsets = state["offsets"]
        return component


def _words(message: Message) -> str:
    """The message as its tokenizer cut it, so that elided words match their plain forms."""
    tokens = message.get("text_tokens")
    return " ".join(token.text for token in tokens) if tokens else str(message.get(TEXT))
