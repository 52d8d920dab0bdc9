"""The trained classifier: linear models over n-grams, the lexicon's counts and sentence vectors.

One question is what kind of post it is, from which both complaint and respond follow; the others
are its tone and its theme. Each has two models: a cheap one, and one that also reads the sentence
vector, which costs more than all the rest and is asked only where a cheap one is in doubt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from collector import rules
from collector.cleaning import CleanPost
from collector.opinions import LABELS, NO, YES, Opinions, Output, Probabilities
from collector.sentence_encoder import EncodesSentences

MOST_ITERATIONS = 300
TOLERANCE = 1e-3
DOUBT_BELOW = 0.5

Truths = Mapping[Output, Sequence[str]]
KINDS = tuple(complaint + respond for complaint in (NO, YES) for respond in (NO, YES))


@dataclass(frozen=True)
class Recipe:
    """How much each sort of feature weighs; figures in docs/decisions/0005."""

    letters: float
    strength: float
    cues: float = 0.25
    vectors: float = 0.0
    signs: float = 0.0
    is_balanced: bool = False


CHEAP_RECIPES: Mapping[str, Recipe] = {
    "kind": Recipe(letters=0.5, strength=2.0),
    "theme": Recipe(letters=1.0, strength=2.0),
    "tone": Recipe(letters=0.5, strength=3.0, signs=0.1, is_balanced=True),
}
FULL_RECIPES: Mapping[str, Recipe] = {
    "kind": replace(CHEAP_RECIPES["kind"], vectors=0.5),
    "theme": replace(CHEAP_RECIPES["theme"], vectors=1.0),
    "tone": replace(CHEAP_RECIPES["tone"], vectors=0.4),
}


class TrainedModel:
    """Judges by what it learnt; `doubt_below` is how sure of a theme the cheap model must be."""

    name = "trained"

    def __init__(self, encoder: EncodesSentences, doubt_below: float = DOUBT_BELOW) -> None:
        self.encoder: EncodesSentences | None = encoder
        self.doubt_below = doubt_below
        self._features = _Features()

    def fit(self, posts: Sequence[CleanPost], truths: Truths) -> None:
        """Learn from posts with their labels; an empty label leaves that post out of its output."""
        self._features.fit(posts)
        parts = self._features.of(posts)
        vectors = self._encode([post.words for post in posts])
        self._mean = vectors.mean(axis=0)
        asked = _asked(truths)
        self._cheap = _fitted(CHEAP_RECIPES, parts, asked)
        self._full = _fitted(FULL_RECIPES, parts.with_vectors(vectors - self._mean), asked)

    def judge(self, posts: Sequence[CleanPost]) -> Opinions:
        """Probabilities by output, one row a post."""
        parts = self._features.of(posts)
        found = {question: model.judge(parts) for question, model in self._cheap.items()}
        doubtful = np.flatnonzero(found["theme"].max(axis=1) < self.doubt_below)
        if len(doubtful):
            vectors = self._encode([posts[row].words for row in doubtful.tolist()])
            full = parts.chosen(doubtful).with_vectors(vectors - self._mean)
            for question, model in self._full.items():
                found[question][doubtful] = model.judge(full)
        return {
            Output.complaint: _share_of(found["kind"], [kind[0] for kind in KINDS]),
            Output.theme: found["theme"],
            Output.tone: found["tone"],
            Output.respond: _share_of(found["kind"], [kind[1] for kind in KINDS]),
        }

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self.encoder is None:
            raise RuntimeError("a trained model needs its encoder back after it was stored")
        return self.encoder.encode(texts)


def _asked(truths: Truths) -> dict[str, tuple[Sequence[str], Sequence[str]]]:
    """The labels that each question has, and the truths."""
    pairs = zip(truths[Output.complaint], truths[Output.respond], strict=True)
    return {
        "kind": (KINDS, [complaint + respond for complaint, respond in pairs]),
        "theme": (LABELS[Output.theme], truths[Output.theme]),
        "tone": (LABELS[Output.tone], truths[Output.tone]),
    }


@dataclass(frozen=True)
class _Parts:
    """The features of some posts, one matrix a sort."""

    words: Any
    letters: Any
    cues: Any
    signs: Any
    vectors: Any = None

    def chosen(self, rows: NDArray[np.intp]) -> _Parts:
        return _Parts(self.words[rows], self.letters[rows], self.cues[rows], self.signs[rows])

    def with_vectors(self, vectors: NDArray[np.float32]) -> _Parts:
        return replace(self, vectors=csr_matrix(vectors))

    def told(self, recipe: Recipe) -> Any:
        parts = [self.words, self.letters * recipe.letters, self.cues * recipe.cues]
        if recipe.signs:
            parts.append(self.signs * recipe.signs)
        if recipe.vectors:
            parts.append(self.vectors * recipe.vectors)
        return hstack(parts).tocsr()


class _Features:
    """Words and their pairs, runs of letters within words, what the lexicon found."""

    def __init__(self) -> None:
        self._words = TfidfVectorizer(
            ngram_range=(1, 2),
            sublinear_tf=True,
            lowercase=False,
            tokenizer=str.split,
            token_pattern=None,
        )
        self._letters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2, lowercase=False
        )

    def fit(self, posts: Sequence[CleanPost]) -> None:
        texts = [post.words for post in posts]
        self._words.fit(texts)
        self._letters.fit(texts)

    def of(self, posts: Sequence[CleanPost]) -> _Parts:
        texts = [post.words for post in posts]
        cues = csr_matrix(np.array([rules.features(post) for post in posts]))
        signs = csr_matrix(np.array([_signs(post) for post in posts]))
        return _Parts(self._words.transform(texts), self._letters.transform(texts), cues, signs)


def _signs(post: CleanPost) -> list[float]:
    """What is no word but tells a voice, each about 0 to 2."""
    return [
        min(post.letter_count, 280) / 140,
        min(post.exclamation_count, 4) / 2,
        min(post.question_count, 2),
        min(post.shouted_words, 4) / 2,
        min(post.link_count, 2),
        min(post.names_others, 2),
    ]


class _Linear:
    """Logistic regression whose columns follow `labels`, whichever of them it met."""

    def __init__(
        self, recipe: Recipe, labels: Sequence[str], parts: _Parts, truths: Sequence[str]
    ) -> None:
        told = [index for index, truth in enumerate(truths) if truth]
        self._recipe = recipe
        self._model = LogisticRegression(
            C=recipe.strength,
            max_iter=MOST_ITERATIONS,
            tol=TOLERANCE,
            class_weight="balanced" if recipe.is_balanced else None,
        )
        self._model.fit(parts.told(recipe)[told], [truths[index] for index in told])
        self._columns = [labels.index(label) for label in self._model.classes_]
        self._width = len(labels)

    def judge(self, parts: _Parts) -> Probabilities:
        rows = np.zeros((parts.words.shape[0], self._width))
        rows[:, self._columns] = self._model.predict_proba(parts.told(self._recipe))
        return rows


def _fitted(
    recipes: Mapping[str, Recipe],
    parts: _Parts,
    asked: Mapping[str, tuple[Sequence[str], Sequence[str]]],
) -> dict[str, _Linear]:
    return {
        question: _Linear(recipe, labels, parts, truths)
        for question, recipe in recipes.items()
        for labels, truths in [asked[question]]
    }


def _share_of(kinds: Probabilities, answers: Sequence[str]) -> Probabilities:
    is_yes = np.array([answer == YES for answer in answers])
    yes = kinds[:, is_yes].sum(axis=1)
    return np.column_stack([1.0 - yes, yes])
