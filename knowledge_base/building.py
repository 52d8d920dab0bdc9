"""Builds the search index out of the articles, unless the present one already fits them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge_base import index as index_files
from knowledge_base.articles import ARTICLES, FACTS, FOLDER, Article, load_articles
from knowledge_base.embedder import Embedder, TextEmbedder, Vectors
from knowledge_base.extra import digest_of, with_extra
from knowledge_base.features import Centre, Features, embed
from knowledge_base.index import Index
from knowledge_base.lexical import Vocabulary
from knowledge_base.questions import Question, read_questions
from knowledge_base.topic_model import train
from knowledge_base.universal_encoder import universal_encoder
from knowledge_base.vector_store import VectorStore
from knowledge_base.written import load_facts

OUT_OF_SCOPE = FOLDER / "out_of_scope.txt"
POSTS = FOLDER / "posts.csv"
SHORT = FOLDER / "short.csv"
# A change in any of these makes other vectors or other weights out of the same articles.
ENGINE = (
    "building.py",
    "embedder.py",
    "features.py",
    "index.py",
    "lexical.py",
    "normalise.py",
    "questions.py",
    "spellings.py",
    "stories.py",
    "topic_model.py",
    "universal_encoder.py",
)


@dataclass(frozen=True)
class Sources:
    """The files that an index is made of."""

    articles: Path = ARTICLES
    facts: Path = FACTS
    out_of_scope: Path = OUT_OF_SCOPE
    posts: Path = POSTS
    short: Path = SHORT
    extra: Path | None = None

    def version(self, embedding_model: str) -> str:
        """Changes with any byte of the sources, of the engine, and with the model's name."""
        changes = digest_of(self.extra) if self.extra else ""
        return self._own_version(embedding_model) + (f"-{changes}" if changes else "")

    def made(self, version: str, embedding_model: str) -> bool:
        """Whether the version fits, whatever extra articles went into it: those come and go while
        the product runs."""
        return version.partition("-")[0] == self._own_version(embedding_model)

    def load(self) -> list[Article]:
        """All articles, those on top included."""
        articles = load_articles(self.articles, self.facts)
        return with_extra(articles, self.extra, load_facts(self.facts)) if self.extra else articles

    def _own_version(self, embedding_model: str) -> str:
        digest = hashlib.sha256(embedding_model.encode())
        engine = [FOLDER / name for name in ENGINE]
        articles = sorted(self.articles.rglob("*.md"))
        texts = (self.facts, self.out_of_scope, self.posts, self.short)
        for path in (*engine, *texts, *articles):
            content = path.read_bytes()
            digest.update(f"\0{path.name}\0{len(content)}\0".encode() + content)
        return digest.hexdigest()[:16]


SOURCES = Sources()


def build(folder: Path, embedding_model: str, sources: Sources = SOURCES) -> tuple[str, bool]:
    """The version that fits the sources, and whether it had to be built."""
    version = sources.version(embedding_model)
    if index_files.current_version(folder) == version and (folder / version).is_dir():
        return version, False
    articles = sources.load()
    embedder = Embedder(embedding_model, workers=len(os.sched_getaffinity(0)))
    out_of_scope = read_lines(sources.out_of_scope)
    labelled = [*read_questions(sources.posts), *read_questions(sources.short)]
    with VectorStore(folder / "vectors.npz", embedder) as vectors:
        built = make_index(version, articles, out_of_scope, vectors, labelled)
    index_files.save(built, folder)
    return version, True


def make_index(
    version: str,
    articles: Sequence[Article],
    out_of_scope: Sequence[str],
    embedder: TextEmbedder,
    labelled: Sequence[Question] = (),
) -> Index:
    """Train on each article's phrasings and on labelled texts, and on what belongs to none as a
    class of its own. A text about an article that is not there is left out."""
    examples = [*_phrasings(articles), *_of_labelled(labelled, articles)]
    examples += [(text, len(articles)) for text in out_of_scope]
    texts = [text for text, _ in examples]
    classes = [row for _, row in examples]
    embedded, universal = embed(embedder, texts), universal_encoder().encode(texts)
    features = Features(Vocabulary.of(texts), Centre.of(embedded), Centre.of(universal))
    lexical = [features.lexical(text) for text in texts]
    columns = len(features.vocabulary.grams)
    topics = train(lexical, columns, features.dense(embedded, universal), classes)
    vectors = _article_vectors(articles, embedded, np.asarray(classes), embedder)
    return Index(
        version,
        embedder.name,
        tuple(articles),
        features,
        topics,
        index_files.flat_index(vectors),
    )


def _phrasings(articles: Sequence[Article]) -> Iterator[tuple[str, int]]:
    """Each text with its class: its article's row."""
    for row, article in enumerate(articles):
        yield from ((question, row) for question in article.questions)


def _of_labelled(
    labelled: Sequence[Question], articles: Sequence[Article]
) -> Iterator[tuple[str, int]]:
    """A text that two articles answer stands for both; one that none does is out of scope."""
    rows = {article.id: row for row, article in enumerate(articles)}
    for one in labelled:
        if not one.is_in_scope:
            yield one.text, len(articles)
        yield from ((one.text, rows[topic]) for topic in one.topics if topic in rows)


def read_lines(path: Path) -> list[str]:
    """The lines of a text file that hold something and are no comments."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _article_vectors(
    articles: Sequence[Article], questions: Vectors, classes: Vectors, embedder: TextEmbedder
) -> Vectors:
    """One row an article: half its titles and answers, half its phrasings."""
    passages = [_passages(article) for article in articles]
    embedded = embedder.passages([text for texts in passages for text in texts])
    ends = np.cumsum([len(texts) for texts in passages])
    rows = []
    for row, own in enumerate(np.split(embedded, ends[:-1])):
        asked = _unit(questions[classes == row].mean(axis=0))
        rows.append(_unit(_unit(own.mean(axis=0)) + asked))
    return np.stack(rows)


def _passages(article: Article) -> list[str]:
    passages = [article.title, f"{article.title}\n{article.answer}"]
    if article.title_en and article.answer_en:
        passages += [article.title_en, f"{article.title_en}\n{article.answer_en}"]
    return passages


def _unit(vector: Vectors) -> Vectors:
    unit: Vectors = vector / np.linalg.norm(vector)
    return unit
