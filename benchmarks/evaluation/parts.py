"""The parts that are measured: to add one, write a function and put it into a list."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.evaluation.measures import (
    Judged,
    Measure,
    macro_f1,
    precision_of,
    right_share,
    wrong_share,
)
from benchmarks.evaluation.styles import styles_of
from benchmarks.evaluation.task import Task
from benchmarks.readings import HALVES, QUALITY, READERS, Reading, read_rows
from bot.language import FRENCH, told_language
from collector.classify import Classifier
from collector.evaluation import read_rows as read_posts
from collector.opinions import LABELS, NO, YES, Opinions, Output
from knowledge_base.baselines import Bm25, Finding
from knowledge_base.evaluation import Outcome, is_right_within
from knowledge_base.questions import Question, read_questions
from knowledge_base.search import Searcher

KB_SETS = ("kb_questions.csv", "kb_short.csv", "kb_posts.csv")
# The public posts are all in scope.
SCOPE_SETS = KB_SETS[:2]
POSTS = "posts.csv"
DEEPEST = 3
IN_SCOPE, OUT_OF_SCOPE = "in scope", "out of scope"
NAME, NO_NAME = "a name", "no name"
CAPITALISED = re.compile(r"\b[A-ZÀ-Þ]\w+ [A-ZÀ-Þ]\w+")
ACCURACY = Measure("accuracy", right_share)
MACRO_F1 = Measure("macro-F1", macro_f1)
COMPLAINT_MEASURES = (MACRO_F1, Measure("precision", precision_of(YES)))
POST_MEASURES: Mapping[Output, Sequence[Measure]] = {
    Output.complaint: COMPLAINT_MEASURES,
    Output.theme: (MACRO_F1, ACCURACY),
    Output.tone: (MACRO_F1, ACCURACY),
    Output.respond: COMPLAINT_MEASURES,
}


@dataclass(frozen=True)
class Rows:
    """A file of labelled questions, and the file of their texts where it has only ids."""

    path: Path
    texts: Path | None = None
    is_own: bool = False

    @classmethod
    def named(cls, names: str) -> Rows:
        """`FILE.csv` or `FILE.csv,TEXTS.csv`."""
        path, _, texts = names.partition(",")
        return cls(Path(path), Path(texts) if texts else None)

    def read(self) -> list[Question]:
        return read_questions(self.path, self.texts)


@dataclass(frozen=True)
class Product:
    """What is measured, and other people's rows that are measured beside the repository's."""

    searcher: Searcher
    bm25: Bm25
    classifier: Classifier
    questions: Sequence[Rows] = ()
    posts: Sequence[Path] = ()


Part = Callable[[Product], Iterator[Task]]


def topics(product: Product) -> Iterator[Task]:
    """Whether the first, or one of the first three, articles found is acceptable."""
    for rows in [*_own(KB_SETS), *product.questions]:
        asked = [question for question in rows.read() if question.is_in_scope]
        found = [_searched(product, question) for question in asked]
        plain = [_outcome(question, product.bm25.found(question.text)) for question in asked]
        for places in (1, DEEPEST):
            yield Task(
                f"FAQ topics, first {places}" if places > 1 else "FAQ topics, first",
                rows.path.stem,
                _topic_rows(found, places),
                (Measure(f"topic@{places}", right_share),),
                {"BM25": _topic_rows(plain, places)},
                rows.is_own,
            )


def scope(product: Product) -> Iterator[Task]:
    """Whether questions that no article answers are refused, and the others are not."""
    for source in [*_own(SCOPE_SETS), *product.questions]:
        found = [_searched(product, question) for question in source.read()]
        plain = [_outcome(one.question, product.bm25.found(one.question.text)) for one in found]
        beside = {"BM25 as often": _refusing_as_often(plain, found)}
        for expected, measure in (
            (OUT_OF_SCOPE, Measure("refused", right_share)),
            (IN_SCOPE, Measure("wrongly refused", wrong_share, more_is_better=False)),
        ):
            rows = _scope_rows(found, expected)
            baselines = {name: _scope_rows(one, expected) for name, one in beside.items()}
            yield Task(expected, source.path.stem, rows, (measure,), baselines, source.is_own)


def posts(product: Product) -> Iterator[Task]:
    """What the collector makes of posts: complaint, theme, tone, and whether to respond."""
    for path in [QUALITY / POSTS, *product.posts]:
        rows = read_posts(path)
        with path.open(encoding="utf-8", newline="") as file:
            styles = [styles_of(row["text"]) for row in csv.DictReader(file)]
        opinions = product.classifier.opinions(rows.posts)
        decided = [
            {
                Output.complaint: YES if one.complaint else NO,
                Output.theme: str(one.theme),
                Output.tone: str(one.tone),
                Output.respond: YES if one.respond else NO,
            }
            for one in product.classifier.decide(opinions)
        ]
        for output, measures in POST_MEASURES.items():
            truths = rows.truths[output]
            if not any(truths):
                continue
            ways = {name: _likeliest(one, output) for name, one in opinions.items()}
            ways["the commonest"] = [_commonest(truths)] * len(truths)
            yield Task(
                f"posts, {output}",
                path.stem,
                _labelled(truths, [one[output] for one in decided], styles),
                measures,
                {name: _labelled(truths, given, styles) for name, given in ways.items() if given},
                is_own=path == QUALITY / POSTS,
            )


def tones(_: Product) -> Iterator[Task]:
    """The tone of a message in the chat."""
    for half, readings in _halves("tones"):
        rows = [Judged.of(one.expected, one.found, styles_of(one.text)) for one in readings]
        commonest = _commonest([one.expected for one in readings])
        plain = [Judged.of(one.expected, commonest, styles_of(one.text)) for one in readings]
        yield Task("tone", half, rows, (MACRO_F1, ACCURACY), {"the commonest": plain})


def names(_: Product) -> Iterator[Task]:
    """Both parts of a name, and no name where there is none; two capitals in a row beside it."""
    for half, readings in _halves("names"):
        named = [one for one in readings if one.expected]
        nameless = [one for one in readings if not one.expected]
        yield Task("names", half, [_named(one, one.is_right) for one in named], (ACCURACY,))
        yield Task(
            "names recognised",
            half,
            [_named(one, bool(one.found)) for one in named],
            (ACCURACY,),
            {"two capitals": [_named(one, _has_capitals(one)) for one in named]},
        )
        yield Task(
            "false names",
            half,
            [_named(one, not one.found) for one in nameless],
            (Measure("false names", wrong_share, more_is_better=False),),
            {"two capitals": [_named(one, not _has_capitals(one)) for one in nameless]},
        )


def languages(product: Product) -> Iterator[Task]:
    """French or English; a message that tells neither goes on in French."""
    for source in [*_own(KB_SETS[:1]), *product.questions]:
        asked = [question for question in source.read() if question.language]
        rows = [Judged.of(one.language, told_language(one.text) or FRENCH) for one in asked]
        plain = {"always French": [Judged.of(one.language, FRENCH) for one in asked]}
        name = source.path.stem
        yield Task("language", name, rows, (ACCURACY, MACRO_F1), plain, source.is_own)


PARTS: tuple[Part, ...] = (topics, scope, posts, tones, names, languages)


def tasks(product: Product, parts: Sequence[Part] = PARTS) -> list[Task]:
    """Those of the parts that have rows."""
    return [task for part in parts for task in part(product) if task.rows]


def _own(names: Sequence[str]) -> list[Rows]:
    return [Rows(QUALITY / name, is_own=True) for name in names]


def _searched(product: Product, question: Question) -> Outcome:
    found = product.searcher.search(question.text, top=DEEPEST)
    ids = tuple(hit.article.id for hit in found.hits)
    return Outcome(question, ids, found.answered, found.lead)


def _outcome(question: Question, finding: Finding) -> Outcome:
    return Outcome(question, finding.ids, answered=True, confidence=finding.confidence)


def _topic_rows(outcomes: Sequence[Outcome], places: int) -> list[Judged]:
    return [
        Judged(
            " or ".join(one.question.topics),
            one.found[0] if one.found else "nothing",
            bool(is_right_within(places)(one)),
            _styles(one.question),
        )
        for one in outcomes
    ]


def _refusing_as_often(plain: Sequence[Outcome], found: Sequence[Outcome]) -> list[Outcome]:
    """The plain ranking with the threshold that refuses as many in-scope questions as `found`."""
    refused = [not one.answered for one in found if one.question.is_in_scope]
    sure = [one.confidence for one in plain if one.question.is_in_scope]
    least = np.quantile(sure, np.mean(refused)) if sure else 0.0
    return [replace(one, answered=one.confidence >= least) for one in plain]


def _scope_rows(outcomes: Sequence[Outcome], expected: str) -> list[Judged]:
    return [
        Judged.of(expected, IN_SCOPE if one.answered else OUT_OF_SCOPE, _styles(one.question))
        for one in outcomes
        if one.question.is_in_scope == (expected == IN_SCOPE)
    ]


def _styles(question: Question) -> frozenset[str]:
    return styles_of(question.text, question.style, question.language)


def _likeliest(opinions: Opinions, output: Output) -> list[str]:
    rows = opinions.get(output)
    return [] if rows is None else [LABELS[output][place] for place in np.argmax(rows, axis=1)]


def _labelled(
    truths: Sequence[str], given: Sequence[str], styles: Sequence[frozenset[str]]
) -> list[Judged]:
    told = zip(truths, given, styles, strict=True)
    return [Judged.of(truth, found, written) for truth, found, written in told if truth]


def _commonest(labels: Sequence[str]) -> str:
    return Counter(filter(None, labels)).most_common(1)[0][0]


def _halves(kind: str) -> Iterator[tuple[str, list[Reading]]]:
    readings = READERS[kind](read_rows(QUALITY / f"{kind}.csv"))
    for half in HALVES:
        yield f"{kind}, {half}", [one for one in readings if one.half == half]


def _named(reading: Reading, is_right: bool) -> Judged:
    """Which name it is stays untold: that it is one says enough of a mistake."""
    expected, found = (NAME if name else NO_NAME for name in (reading.expected, reading.found))
    found = "another name" if not is_right and found == expected == NAME else found
    return Judged(expected, found, is_right, styles_of(reading.text))


def _has_capitals(reading: Reading) -> bool:
    return bool(CAPITALISED.search(reading.text))
