"""Articles out of a CSV file (id,title,text, maybe questions), so that the search can be measured
on other knowledge bases than the product's. Nothing of it is ever shown to a customer.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge_base.articles import Article, ArticlesError
from knowledge_base.questions import QUOTES, TOO_MANY, Question

NEEDED = ("id", "title", "text")
TOLD_BY_CHARS = 500


def read_articles(path: Path) -> list[Article]:
    """One article a row; `questions` holds one a line. ArticlesError lists every fault."""
    articles: dict[str, Article] = {}
    faults = []
    for line, row in _rows(path):
        missing = [column for column in NEEDED if not (row.get(column) or "").strip()]
        if None in row:
            faults.append(f"{path}:{line}: {TOO_MANY}")
        elif missing:
            faults.append(
                f"{path}:{line}: column `{missing[0]}` is missing or empty; "
                "needed: id,title,text, maybe questions with one a line"
            )
        elif row["id"].strip() in articles:
            faults.append(f"{path}:{line}: the id `{row['id'].strip()}` is taken by another row")
        else:
            articles[row["id"].strip()] = _article(row)
    if not articles and not faults:
        faults.append(f"{path}:1: no articles; columns id,title,text are needed")
    if faults:
        raise ArticlesError(faults)
    return list(articles.values())


def beginnings(articles: Sequence[Article]) -> list[Question]:
    """How each text begins, as a further example of what its article answers."""
    return [Question("", article.answer[:TOLD_BY_CHARS], (article.id,)) for article in articles]


def _article(row: dict[str, str]) -> Article:
    title = row["title"].strip()
    asked = [line.strip() for line in (row.get("questions") or "").splitlines() if line.strip()]
    return Article(
        id=row["id"].strip(),
        title=title,
        title_en=None,
        theme="autre",
        source="faq",
        visibility="customer",
        updated_on=datetime.date.min,
        questions=(title, *asked),
        answer=row["text"].strip(),
        answer_en=None,
    )


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            try:
                for row in rows:
                    yield rows.line_num, row
            except csv.Error as error:
                raise ArticlesError([f"{path}:{rows.line_num + 1}: {QUOTES} ({error})"]) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ArticlesError([f"{path}: {error}"]) from error
