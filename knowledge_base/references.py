"""Whether the files beside the articles name only articles that exist. It judges no wording."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from knowledge_base.articles import Article, Fault
from knowledge_base.building import POSTS, SHORT
from knowledge_base.distinctions import DISTINCTIONS, Distinctions
from knowledge_base.front_matter import FrontMatterError, read_mapping
from knowledge_base.questions import read_questions
from knowledge_base.related import RELATED


def faults_of_references(
    articles: Collection[Article],
    labelled: Collection[Path] = (POSTS, SHORT),
    distinctions: Path = DISTINCTIONS,
    related: Path = RELATED,
) -> Iterator[str]:
    """`file: reason` for each, with the line where there is one."""
    ids = {article.id for article in articles}
    for path in labelled:
        for question in read_questions(path):
            for unknown in _unknown(question.topics, ids):
                yield f"{path.name}:{question.id}: {unknown}"
    for distinction in Distinctions.load(distinctions).declared:
        for unknown in _unknown(distinction.cases, ids):
            yield f"{distinctions.name}: {distinction.question['fr']} {unknown}"
    customers = {article.id for article in articles if not article.is_internal}
    for line, reason in _faults_of_related(related.read_text(encoding="utf-8"), ids, customers):
        yield f"{related.name}:{line}: {reason}"


def _faults_of_related(
    text: str, ids: Collection[str], customers: Collection[str]
) -> Iterator[Fault]:
    try:
        topics = read_mapping(text)
    except FrontMatterError as error:
        yield error.line, error.reason
        return
    for topic, others in topics.items():
        if not isinstance(others.value, list):
            yield others.line, f"what comes after `{topic}` must be a list"
        else:
            yield from ((others.line, unknown) for unknown in _unknown((topic, *others.value), ids))
    for missing in sorted(set(customers) - topics.keys()):
        yield 1, f"nothing says what comes after `{missing}`"


def _unknown(named: Collection[str], ids: Collection[str]) -> Iterator[str]:
    return (f"there is no article `{one}`" for one in named if one not in ids)
