"""Whether the files beside the articles name only articles that exist. It judges no wording."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from knowledge_base.building import POSTS, SHORT
from knowledge_base.distinctions import DISTINCTIONS, Distinctions
from knowledge_base.questions import read_questions
from knowledge_base.related import RELATED, Related


def faults_of_references(
    article_ids: Collection[str],
    labelled: Collection[Path] = (POSTS, SHORT),
    distinctions: Path = DISTINCTIONS,
    related: Path = RELATED,
) -> Iterator[str]:
    """`file: reason` for each, with the line of a CSV file."""
    for path in labelled:
        for question in read_questions(path):
            for unknown in _unknown(question.topics, article_ids):
                yield f"{path.name}:{question.id}: {unknown}"
    for distinction in Distinctions.load(distinctions).declared:
        for unknown in _unknown(distinction.cases, article_ids):
            yield f"{distinctions.name}: {distinction.question['fr']} {unknown}"
    for topic, others in Related.load(related).topics.items():
        for unknown in _unknown((topic, *others), article_ids):
            yield f"{related.name}: {topic}: {unknown}"


def _unknown(named: Collection[str], article_ids: Collection[str]) -> Iterator[str]:
    return (f"there is no article `{one}`" for one in named if one not in article_ids)
