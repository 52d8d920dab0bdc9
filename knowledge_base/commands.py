"""What each command of `python -m knowledge_base` prints."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from knowledge_base.articles import Article
from knowledge_base.baselines import Finding
from knowledge_base.evaluation import Outcome, refusals, summary
from knowledge_base.questions import Question
from knowledge_base.search import Found, Searcher

DEEPEST = 10

Finder = Callable[[str], Finding]


def as_json(found: Found) -> str:
    """One line, in the shape that checks from outside rely on."""
    results: list[dict[str, Any]] = [
        {
            "id": hit.article.id,
            "title": hit.article.title,
            "score": round(hit.score, 4),
            "visibility": hit.article.visibility,
        }
        for hit in found.hits
    ]
    return json.dumps({"results": results, "answered": found.answered}, ensure_ascii=False)


def as_text(found: Found) -> Iterator[str]:
    """For a person: a verdict, then one line an article."""
    if not found.answered:
        yield "Nothing good enough to show."
    elif found.is_ambiguous:
        yield "Close: ask which one is meant."
    for hit in found.hits:
        yield f"{hit.score:.2f}  {hit.article.id}  {hit.article.title}"


def absent(questions: Sequence[Question], articles: Sequence[Article]) -> list[str]:
    """Ids that questions expect and no article has: a search can only miss them."""
    expected = {topic for question in questions for topic in question.topics}
    return sorted(expected - {article.id for article in articles})


def outcomes_of_search(searcher: Searcher, questions: Sequence[Question]) -> list[Outcome]:
    outcomes = []
    for question in questions:
        found = searcher.search(question.text, top=DEEPEST)
        ids = tuple(hit.article.id for hit in found.hits)
        outcomes.append(Outcome(question, ids, found.answered, found.lead))
    return outcomes


def outcomes_of_baseline(find: Finder, questions: Sequence[Question]) -> list[Outcome]:
    """A baseline has no notion of refusing."""
    found = [find(question.text) for question in questions]
    return [
        Outcome(question, finding.ids, answered=True, confidence=finding.confidence)
        for question, finding in zip(questions, found, strict=True)
    ]


def report(outcomes: Sequence[Outcome], baselines: dict[str, list[Outcome]]) -> Iterator[str]:
    """All figures, the baselines beside them, what refusing costs at several thresholds, then
    topic@1 and topic@3 by language and style."""
    for name, value in summary(outcomes).items():
        yield f"{name:26} {value}  ({value.count} rows)"
    yield ""
    rankings = {"search": list(outcomes), **baselines}
    for name, compared in rankings.items():
        figures = summary(compared)
        yield f"{name:26} @1 {figures['topic@1']}  @3 {figures['topic@3']}  MRR {figures['MRR']}"
    yield ""
    for name, compared in rankings.items():
        for share, refused in refusals(compared).items():
            yield f"{name:26} out of scope refused at {share:4.0%} of in scope: {refused}"
    yield ""
    for label, part in _parts(outcomes):
        figures = summary(part)
        yield (
            f"{label:26} @1 {figures['topic@1']}  @3 {figures['topic@3']}  "
            f"oos refused {figures['out of scope refused']}  ({len(part)} rows)"
        )


def _parts(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[Outcome]]]:
    for name in ("language", "style"):
        values = sorted({getattr(outcome.question, name) for outcome in outcomes} - {""})
        for value in values:
            yield value, [o for o in outcomes if getattr(o.question, name) == value]
