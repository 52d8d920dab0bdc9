"""The articles of the knowledge base, read and checked as a whole.

Every fault of every file is reported at once, with its line. It does no searching.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge_base.facts import Facts, UnknownFactError, read_facts
from knowledge_base.front_matter import Document, Field, FrontMatterError, read_document

FOLDER = Path(__file__).parent
ARTICLES = FOLDER / "articles"
FACTS = FOLDER / "facts.yml"

THEMES = (
    "internet_fixe",
    "reseau_mobile",
    "facturation",
    "resiliation",
    "commande_activation",
    "tv",
    "service_client",
    "offre",
    "messagerie_compte",
    "autre",
)
CHOICES = {
    "theme": THEMES,
    "source": ("faq", "assistant", "procedure"),
    "visibility": ("customer", "internal"),
}
FEWEST_QUESTIONS = 6
REQUIRED = ("id", "title", "theme", "source", "visibility", "updated_on", "questions")
OPTIONAL = ("title_en", "answer_en")
TEXTS = ("id", "title", "theme", "source", "visibility", *OPTIONAL)


class ArticlesError(Exception):
    """Articles or facts that can't be used; `faults` holds one `file:line: reason` for each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Article:
    """One problem or question and its answer, facts filled in."""

    id: str
    title: str
    title_en: str | None
    theme: str
    source: str
    visibility: str
    updated_on: datetime.date
    questions: tuple[str, ...]
    answer: str
    answer_en: str | None

    @property
    def is_internal(self) -> bool:
        """Whether only agents may read it."""
        return self.visibility == "internal"


Fault = tuple[int, str]


def load_articles(folder: Path = ARTICLES, facts: Path = FACTS) -> list[Article]:
    """All articles under `folder`, by id; ArticlesError lists every fault of every file."""
    known_facts = _load_facts(facts)
    articles: dict[str, Article] = {}
    faults: list[str] = []
    for path in sorted(folder.rglob("*.md")):
        article, found = read_article(path.read_text(encoding="utf-8"), path.stem, known_facts)
        if article and article.id in articles:
            found.append((2, f"the id `{article.id}` is taken by another file"))
        if article:
            articles.setdefault(article.id, article)
        shown = path.relative_to(folder.parent)
        faults += [f"{shown}:{line}: {reason}" for line, reason in sorted(found)]
    if not articles and not faults:
        faults.append(f"{folder}:1: no article (*.md) in this folder")
    if faults:
        raise ArticlesError(faults)
    return sorted(articles.values(), key=lambda article: article.id)


def read_article(text: str, file_name: str, facts: Facts) -> tuple[Article | None, list[Fault]]:
    """The article that a file's text holds, or its faults as (line, reason)."""
    try:
        document = read_document(text)
    except FrontMatterError as error:
        return None, [(error.line, error.reason)]
    faults = list(_faults(document, file_name))
    try:
        filled = _filled(document, facts)
    except UnknownFactError as error:
        return None, [*faults, (error.line, f"facts.yml has no fact `{error.fact}`")]
    if faults:
        return None, faults
    return _article(filled), []


def _load_facts(path: Path) -> Facts:
    try:
        return read_facts(path.read_text(encoding="utf-8"))
    except FrontMatterError as error:
        raise ArticlesError([f"{path.name}:{error.line}: {error.reason}"]) from error


def _faults(document: Document, file_name: str) -> Iterator[Fault]:
    fields = document.fields
    for key in REQUIRED:
        if key not in fields:
            yield 1, f"`{key}` is missing"
    for key, field in fields.items():
        if key not in REQUIRED + OPTIONAL:
            yield field.line, f"`{key}` is no field of an article"
        elif reason := _reason(key, field.value):
            yield field.line, reason
    if "id" in fields and fields["id"].value != file_name:
        yield fields["id"].line, f"`id` must be the file's name, `{file_name}`"
    if not document.body.value:
        yield document.body.line, "the answer is empty"


def _reason(key: str, value: object) -> str | None:
    if key in TEXTS and not (isinstance(value, str) and value.strip()):
        return f"`{key}` must be a text that is not empty"
    if key in CHOICES and value not in CHOICES[key]:
        return f"`{key}` is `{value}`; it must be one of {', '.join(CHOICES[key])}"
    if key == "updated_on" and type(value) is not datetime.date:
        return f"`updated_on` is `{value}`; it must be a date such as 2026-11-20"
    if key == "questions":
        return _questions_reason(value)
    return None


def _questions_reason(value: object) -> str | None:
    if not isinstance(value, list):
        return "`questions` must be a list"
    wrong = [item for item in value if not (isinstance(item, str) and item.strip())]
    if wrong:
        return f"`questions` holds `{wrong[0]}`, which is not a text; put it in quotes"
    if len(value) < FEWEST_QUESTIONS:
        return f"`questions` holds {len(value)}; at least {FEWEST_QUESTIONS} are needed"
    return None


def _filled(document: Document, facts: Facts) -> dict[str, Field]:
    """The fields and the answer with every `{{ fact }}` in its place."""
    filled = dict(document.fields)
    for key, field in [*document.fields.items(), ("answer", document.body)]:
        if isinstance(field.value, str):
            language = "en" if key in OPTIONAL else "fr"
            filled[key] = Field(facts.fill(field.value, language, field.line), field.line)
    return filled


def _article(fields: dict[str, Field]) -> Article:
    def value(key: str) -> str | None:
        return fields[key].value.strip() if key in fields else None

    return Article(
        id=fields["id"].value,
        title=fields["title"].value.strip(),
        title_en=value("title_en"),
        theme=fields["theme"].value,
        source=fields["source"].value,
        visibility=fields["visibility"].value,
        updated_on=fields["updated_on"].value,
        questions=tuple(question.strip() for question in fields["questions"].value),
        answer=fields["answer"].value,
        answer_en=value("answer_en"),
    )
