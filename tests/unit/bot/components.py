"""The tests of `bot/`, run by test_bot.py in Rasa's environment: pytest is not installed there."""

from __future__ import annotations

import asyncio
import tempfile
import unittest
from pathlib import Path

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sqlalchemy.exc import DBAPIError

from bot.intent_classifier import FrenchIntentClassifier
from bot.language_recogniser import LanguageRecogniser
from bot.ngrams import Ngrams, characters, words
from bot.sentence_encoder import SentenceEncoder
from bot.tokenizer import FrenchTokenizer
from bot.tracker_store import QuickSQLTrackerStore

FULL = "CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'full'); END"
CONTEXT = ExecutionContext(GraphSchema({}), node_name="node")
TOKENIZER = FrenchTokenizer(FrenchTokenizer.get_default_config())
SPEAKING = {"slots": {"language": {"type": "text", "mappings": [{"type": "custom"}]}}}
EXAMPLES = {
    "greet": ["bonjour", "salut", "bonsoir à tous", "coucou"],
    "report_problem": ["ma box est en panne", "plus d'internet", "le wifi coupe", "télé noire"],
    "ask_human": ["un conseiller svp", "passez-moi quelqu'un", "une personne", "un humain"],
}


def message(text: str, intent: str | None = None) -> Message:
    tokenized = Message({TEXT: text, INTENT: intent} if intent else {TEXT: text})
    TOKENIZER.process([tokenized])
    return tokenized


def tokens_of(text: str) -> list[str]:
    return [token.text for token in TOKENIZER.tokenize(Message({TEXT: text}), TEXT)]


class Tokens(unittest.TestCase):
    def test_an_elided_word_stands_alone_whichever_apostrophe_is_typed(self) -> None:
        assert tokens_of("l'appli d’internet") == ["l'", "appli", "d’", "internet"]

    def test_elisions_are_split_one_after_the_other(self) -> None:
        assert tokens_of("puisqu'j'ai") == ["puisqu'", "j'", "ai"]

    def test_an_apostrophe_inside_a_word_stays(self) -> None:
        assert tokens_of("aujourd'hui O'Connor guivarc'h") == [
            "aujourd'hui",
            "O'Connor",
            "guivarc'h",
        ]

    def test_addresses_and_numbers_stay_whole(self) -> None:
        assert tokens_of("j.le-goff@example.org ou 4.5") == ["j.le-goff@example.org", "ou", "4.5"]

    def test_punctuation_and_emoji_are_kept(self) -> None:
        assert tokens_of("pourquoi ?? 😡") == ["pourquoi", "??", "😡"]

    def test_tokens_know_where_they_stand_in_the_text(self) -> None:
        text = "J'ai plus d'internet !"

        tokens = TOKENIZER.tokenize(Message({TEXT: text}), TEXT)

        for token in tokens:
            assert text[token.start : token.end] == token.text


class Language(unittest.TestCase):
    def test_a_change_of_language_is_an_entity(self) -> None:
        assert self.noted("my box is broken", spoken="fr") == ["en"]
        assert self.noted("ma box est en panne", spoken="en") == ["fr"]

    def test_an_unchanged_language_is_none(self) -> None:
        assert self.noted("my box is broken", spoken="en") == []
        assert self.noted("ma box est en panne", spoken="fr") == []

    def test_words_that_tell_nothing_leave_the_language(self) -> None:
        assert self.noted("Marie de la Tour", spoken="en") == []

    def test_a_dialogue_that_begins_without_telling_words_follows_the_channel(self) -> None:
        assert self.noted("wifi", spoken="fr", known="en") == ["en"]

    def noted(self, text: str, spoken: str, known: str | None = None) -> list[str]:
        said = Message({TEXT: text, "metadata": {"language": known} if known else None})
        tracker = DialogueStateTracker("a", Domain.from_dict(SPEAKING).slots)
        tracker.update(SlotSet("language", spoken))
        [heard] = LanguageRecogniser().process([said], tracker)
        return [entity["value"] for entity in heard.get("entities", [])]


class SentenceVectors(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        config = SentenceEncoder.get_default_config()
        cls.encoder = SentenceEncoder.create(config, None, None, CONTEXT)

    def vector(self, text: str) -> np.ndarray:
        encoded = message(text)
        self.encoder.process([encoded])
        return encoded.get_dense_features(TEXT)[1].features[0]

    def test_a_paraphrase_is_nearer_than_another_matter(self) -> None:
        outage = self.vector("je n'ai plus internet")

        assert outage @ self.vector("my connection is down") > outage @ self.vector(
            "bon anniversaire"
        )

    def test_a_message_without_text_gets_no_vector(self) -> None:
        empty = Message({TEXT: ""})

        self.encoder.process([empty])

        assert empty.features == []

    def test_a_thread_count_below_one_is_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "not 0"):  # noqa: PT027
            SentenceEncoder.validate_config({"threads": 0})


class WeighedNgrams(unittest.TestCase):
    def test_characters_stay_within_their_word(self) -> None:
        assert list(characters(2, 3)("la b")) == [
            *(" l", "la", "a ", " la", "la "),
            *(" b", "b ", " b "),
        ]

    def test_words_follow_each_other_without_punctuation(self) -> None:
        assert list(words(1, 2)("oui , merci !")) == ["oui", "merci", "oui merci"]

    def test_the_rarer_ngram_weighs_more(self) -> None:
        ngrams = Ngrams.learn(words(1, 1), ["la box", "la fibre", "la facture"])

        weights = dict(zip(*ngrams.weigh("la box"), strict=True))

        assert weights[ngrams.places["box"]] > weights[ngrams.places["la"]]
        assert abs(sum(weight**2 for weight in weights.values()) - 1) < 1e-5

    def test_accents_and_capitals_make_no_difference(self) -> None:
        ngrams = Ngrams.learn(words(1, 1), ["télé", "box"])

        assert list(ngrams.weigh("TELE")[0]) == list(ngrams.weigh("télé")[0])

    def test_an_unknown_text_weighs_nothing(self) -> None:
        places, weights = Ngrams.learn(words(1, 1), ["box"]).weigh("fibre")

        assert (len(places), len(weights)) == (0, 0)


class Store(unittest.TestCase):
    def test_sqlite_does_not_wait_for_the_disk_and_keeps_what_was_said(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            database = str(Path(folder) / "rasa.db")
            tracker = DialogueStateTracker("anna", [])
            tracker.update(UserUttered("bonjour"))
            asyncio.run(QuickSQLTrackerStore(Domain.empty(), db=database).save(tracker))

            store = QuickSQLTrackerStore(Domain.empty(), db=database)

            kept = asyncio.run(store.retrieve("anna"))
            with store.engine.connect() as connection:
                mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
                synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar()
            store.engine.dispose()
        assert kept.latest_message.text == "bonjour"
        assert (mode, synchronous) == ("wal", 1)

    def test_what_cannot_be_stored_is_not_told(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            store = QuickSQLTrackerStore(Domain.empty(), db=str(Path(folder) / "rasa.db"))
            with store.engine.begin() as connection:
                connection.exec_driver_sql(FULL)
            tracker = DialogueStateTracker("anna", [])
            tracker.update(UserUttered("je suis Anna"))

            with self.assertRaises(DBAPIError) as failure:  # noqa: PT027 - no pytest there
                asyncio.run(store.save(tracker))

            store.engine.dispose()
        assert "full" in str(failure.exception)
        assert "Anna" not in str(failure.exception)


class Intents(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.storage = LocalModelStorage(Path(folder.name))

    def trained(self, examples: dict[str, list[str]]) -> FrenchIntentClassifier:
        data = TrainingData(
            [message(text, intent) for intent, texts in examples.items() for text in texts]
        )
        classifier = self.component("create")
        classifier.train(data)
        return classifier

    def component(self, how: str, **settings: object) -> FrenchIntentClassifier:
        build = getattr(FrenchIntentClassifier, how)
        config = {**FrenchIntentClassifier.get_default_config(), **settings}
        return build(config, self.storage, Resource("intents"), CONTEXT)

    def ranking(self, classifier: FrenchIntentClassifier, text: str) -> list[dict]:
        told = message(text)
        classifier.process([told])
        return told.get("intent_ranking")

    def test_the_intent_of_a_near_wording_is_found(self) -> None:
        classifier = self.trained(EXAMPLES)

        assert self.ranking(classifier, "salu")[0]["name"] == "greet"
        assert self.ranking(classifier, "g plus internet")[0]["name"] == "report_problem"

    def test_confidences_are_probabilities_in_falling_order(self) -> None:
        ranking = self.ranking(self.trained(EXAMPLES), "un conseiller")

        confidences = [entry["confidence"] for entry in ranking]
        assert abs(sum(confidences) - 1) < 1e-5
        assert confidences == sorted(confidences, reverse=True)

    def test_a_loaded_classifier_ranks_as_the_trained_one(self) -> None:
        trained = self.trained(EXAMPLES)

        loaded = self.component("load")

        assert self.ranking(loaded, "ma box") == self.ranking(trained, "ma box")

    def test_two_intents_are_told_apart_as_well(self) -> None:
        two = {intent: EXAMPLES[intent] for intent in ("greet", "ask_human")}

        ranking = self.ranking(self.trained(two), "bonjour")

        assert ranking[0]["name"] == "greet"
        assert abs(sum(entry["confidence"] for entry in ranking) - 1) < 1e-5

    def test_an_intent_that_must_be_certain_gives_way_while_it_is_not(self) -> None:
        self.trained(EXAMPLES)
        wary = self.component("load", least_certain={"greet": 1.0})

        ranking = self.ranking(wary, "bonjour")

        assert "greet" not in [entry["name"] for entry in ranking]
        assert ranking

    def test_without_examples_a_message_stays_as_it_was(self) -> None:
        self.component("create").train(TrainingData([]))

        assert self.ranking(self.component("load"), "bonjour") is None
