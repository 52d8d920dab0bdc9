"""An article as a person writes it, `{{ fact }}` and all: to its file's text, from it, checked.

It judges by the same rules as `articles`, and knows nothing of who writes or where it is kept.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge_base.articles import ARTICLES, FACTS, read_article
from knowledge_base.facts import Facts, UnknownFactError, read_facts
from knowledge_base.front_matter import FrontMatterError, read_document

ANSWER = "answer"
_FACT = re.compile(r"no fact `(.*)`")


@dataclass(frozen=True)
class Written:
    """The words of an article before its facts are filled in."""

    id: str
    title: str
    theme: str
    source: str
    visibility: str
    updated_on: datetime.date
    questions: tuple[str, ...]
    answer: str
    title_en: str | None = None
    answer_en: str | None = None

    @property
    def is_internal(self) -> bool:
        """Whether only agents may read it."""
        return self.visibility == "internal"


@dataclass(frozen=True)
class FieldFault:
    """What is wrong with one field; `fact` is the unknown one that it names, if that is it."""

    field: str
    reason: str
    fact: str | None = None


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as people do."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def as_markdown(written: Written) -> str:
    """The text of the article's file."""
    fields = {
        "id": written.id,
        "title": written.title,
        "title_en": written.title_en,
        "theme": written.theme,
        "source": written.source,
        "visibility": written.visibility,
        "updated_on": written.updated_on,
        "questions": list(written.questions),
        "answer_en": written.answer_en,
    }
    given = {name: value for name, value in fields.items() if value is not None}
    front = yaml.dump(given, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6)
    return f"---\n{front}---\n{written.answer.strip()}\n"


def load_written(folder: Path = ARTICLES) -> dict[str, Written]:
    """The articles of the files by id, as written; what is no article is left to `articles`."""
    found = (_read(path) for path in sorted(folder.rglob("*.md")))
    return {written.id: written for written in found if written}


def load_facts(path: Path = FACTS) -> Facts:
    """The facts that articles may name."""
    return read_facts(path.read_text(encoding="utf-8"))


def faults_of(written: Written, facts: Facts) -> list[FieldFault]:
    """What `articles` would say of the file, by field."""
    text = as_markdown(written)
    _, faults = read_article(text, written.id, facts)
    places = _places(text)
    return [_field_fault(line, reason, places) for line, reason in faults]


def as_shown(text: str, language: str, facts: Facts) -> str:
    """The text with its facts; as it is, when it names one that does not exist."""
    try:
        return facts.fill(text, language, 1)
    except UnknownFactError:
        return text


def _read(path: Path) -> Written | None:
    try:
        document = read_document(path.read_text(encoding="utf-8"))
        fields = {name: field.value for name, field in document.fields.items()}
        questions = tuple(fields.pop("questions"))
        return Written(**fields, questions=questions, answer=document.body.value)
    except (FrontMatterError, KeyError, TypeError):
        return None


def _places(text: str) -> list[tuple[int, str]]:
    """The line on which each field begins, the last field first."""
    document = read_document(text)
    places = [(field.line, name) for name, field in document.fields.items()]
    return sorted([*places, (document.body.line, ANSWER)], reverse=True)


def _field_fault(line: int, reason: str, places: list[tuple[int, str]]) -> FieldFault:
    fact = _FACT.search(reason)
    field = next((name for begins, name in places if begins <= line), ANSWER)
    return FieldFault(field, reason, fact[1] if fact else None)
