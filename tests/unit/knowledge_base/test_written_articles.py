"""Articles written in the console take the same form, and obey the same rules, as files."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.articles import load_articles, read_article
from knowledge_base.written import (
    Written,
    as_markdown,
    as_shown,
    faults_of,
    load_facts,
    load_written,
)

FACTS = load_facts()
WRITTEN = Written(
    id="tv-qui-saute",
    title="La TV saccade",
    theme="tv",
    source="assistant",
    visibility="customer",
    updated_on=datetime.date(2026, 11, 20),
    questions=tuple(f"la télé saute, {number} fois" for number in range(6)),
    answer="1. Débranchez le Player.\n2. Appelez le {{ support_phone }}.",
)
LETTERS = st.characters(blacklist_categories=("Cs", "Cc"))
WORDS = st.text(LETTERS, min_size=1, max_size=80).filter(str.strip).map(lambda text: text.strip())


def test_every_file_is_the_same_article_after_it_was_written_again() -> None:
    articles = {article.id: article for article in load_articles()}

    for written in load_written().values():
        article, faults = read_article(as_markdown(written), written.id, FACTS)
        assert (article, faults) == (articles[written.id], [])


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=6, max_size=8), WORDS, WORDS)
def test_whatever_people_write_comes_back(questions: list[str], title: str, answer: str) -> None:
    written = replace(WRITTEN, title=title, questions=tuple(questions), answer=answer)

    article, _ = read_article(as_markdown(written), written.id, FACTS)

    if "{{" not in title + answer:
        assert article is not None
        assert (article.title, article.questions) == (title, tuple(questions))
        assert article.answer == answer


def test_a_good_article_has_no_fault() -> None:
    assert faults_of(WRITTEN, FACTS) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"questions": ("une seule",)}, "questions"),
        ({"answer": ""}, "answer"),
        ({"theme": "cuisine"}, "theme"),
        ({"title_en": ""}, "title_en"),
    ],
)
def test_a_fault_names_its_field(change: dict[str, object], field: str) -> None:
    (fault,) = faults_of(replace(WRITTEN, **change), FACTS)  # type: ignore[arg-type]

    assert fault.field == field
    assert fault.fact is None


def test_an_unknown_fact_is_named_with_its_field() -> None:
    wrong = replace(WRITTEN, answer_en="1. Unplug it.\n2. Call {{ nobody }}.")

    (fault,) = faults_of(wrong, FACTS)

    assert (fault.field, fault.fact) == ("answer_en", "nobody")


def test_a_text_is_shown_with_its_facts_and_with_an_unknown_one_as_it_is() -> None:
    assert as_shown("Le {{ support_phone }}.", "fr", FACTS) == "Le 3244."
    assert as_shown("Le {{ nobody }}.", "fr", FACTS) == "Le {{ nobody }}."
