"""Labelled questions: what somebody wrote, and the articles that answer it.

They are read from CSV files, for measuring and for training; nothing is judged here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

OUT_OF_SCOPE = frozenset({"oos", "none"})
COLUMNS = "columns text and topics (or article_id) are needed"

TOO_MANY = "too many columns; a text with a comma needs quotes around it"
QUOTES = "this row's quotes are not closed or doubled"

Row = Mapping[str, str | None]


class QuestionsError(ValueError):
    """A file of questions can't be used; the message says where and why."""


@dataclass(frozen=True)
class Question:
    """A labelled question; `topics` holds the acceptable ids, none when it is out of scope."""

    id: str
    text: str
    topics: tuple[str, ...]
    language: str = ""
    style: str = ""

    @property
    def is_in_scope(self) -> bool:
        return bool(self.topics)


def read_questions(path: Path, texts: Path | None = None) -> list[Question]:
    """The rows of a CSV file: text,topics (several with `;` between, `oos` for none), maybe id,
    lang, style; or text,article_id, which may be empty.

    `texts` is another file (id,text) that holds the texts of a file that has only ids.
    QuestionsError names the line that is wrong.
    """
    known = {question.id: question.text for question in _texts(texts)} if texts else {}
    questions = []
    for place, row in _rows(path):
        try:
            questions.append(
                question_of({"id": place, "text": known.get(row.get("id") or ""), **row})
            )
        except ValueError as error:
            raise QuestionsError(f"{path}:{place}: {error}") from error
    if not questions:
        raise QuestionsError(f"{path}:1: no questions; {COLUMNS}")
    return questions


def question_of(row: Row) -> Question:
    """A question from a row; ValueError names the column that is missing."""
    if None in row:  # where csv.DictReader puts what has no column
        raise ValueError(TOO_MANY)
    text = row.get("text")
    if not (text and text.strip()):
        raise ValueError(f"column `text` is missing or empty; {COLUMNS}")
    return Question(
        row.get("id") or "", text, _topics(row), row.get("lang") or "", row.get("style") or ""
    )


def _topics(row: Row) -> tuple[str, ...]:
    """An empty `article_id` means out of scope; an empty `topics` is a row nobody labelled."""
    named = row.get("topics") or row.get("article_id")
    if not named and row.get("article_id") is None:
        raise ValueError(f"column `topics` is missing or empty; {COLUMNS}")
    topics = tuple(topic.strip() for topic in (named or "").split(";") if topic.strip())
    return () if OUT_OF_SCOPE & set(topics) else topics


def _texts(path: Path) -> Iterator[Question]:
    for place, row in _rows(path):
        if not row.get("text"):
            raise QuestionsError(f"{path}:{place}: column `text` is missing or empty")
        yield Question(row.get("id") or "", row.get("text") or "", ())


def _rows(path: Path) -> Iterator[tuple[str, Row]]:
    """Each row with the line that it ends on."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            try:
                for row in rows:
                    yield str(rows.line_num), row
            except csv.Error as error:
                raise QuestionsError(f"{path}:{rows.line_num + 1}: {QUOTES} ({error})") from error
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsError(f"{path}: {error}") from error
