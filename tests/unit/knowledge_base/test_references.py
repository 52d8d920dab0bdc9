from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from knowledge_base.articles import Article, load_articles
from knowledge_base.distinctions import Distinctions, DistinctionsError
from knowledge_base.references import faults_of_references

DISTINCTIONS = """\
otherwise: {fr: Laquelle, en: Which one}
distinctions:
  - fr: Lente ou coupée ?
    en: Slow or cut?
    cases:
      box-lente: {fr: Lente, en: Slow}
      box-coupee: {fr: Coupée, en: Cut}
"""


@pytest.fixture
def slow_box() -> Article:
    article = load_articles()[0]
    return dataclasses.replace(article, id="box-lente", visibility="customer")


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_id_that_no_article_has_is_told_with_its_place(
    tmp_path: Path, slow_box: Article
) -> None:
    faults = faults_of_references(
        [slow_box],
        [written(tmp_path, "posts.csv", "text,topics\nlente,box-lente\nvite,box-vite\n")],
        written(tmp_path, "distinctions.yml", DISTINCTIONS),
        written(tmp_path, "related.yml", "# next\nbox-lente: [box-neuve]\n"),
    )

    assert list(faults) == [
        "posts.csv:3: there is no article `box-vite`",
        "distinctions.yml: Lente ou coupée ? there is no article `box-coupee`",
        "related.yml:2: there is no article `box-neuve`",
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("box-lente: [", "related.yml:1: bad YAML"),
        ("box-lente:\n", "related.yml:1: what comes after `box-lente` must be a list"),
        ("{}", "related.yml:1: nothing says what comes after `box-lente`"),
    ],
)
def test_each_customers_article_needs_its_list_of_next_ones(
    tmp_path: Path, slow_box: Article, text: str, complaint: str
) -> None:
    distinctions = written(tmp_path, "distinctions.yml", "otherwise: {}\ndistinctions: []\n")

    (fault,) = faults_of_references(
        [slow_box], [], distinctions, written(tmp_path, "related.yml", text)
    )

    assert fault.startswith(complaint)


@pytest.mark.parametrize(
    ("text", "wrong", "complaint"),
    [
        (", en: Slow", "", "Lente ou coupée ? `en` is missing in box-lente"),
        ("    en: Slow or cut?\n", "", "Lente ou coupée ? `en` is missing in the question"),
        ("cases:", "cases: [", "distinctions.yml: while parsing"),
    ],
)
def test_a_distinction_without_one_of_its_texts_is_named(
    tmp_path: Path, text: str, wrong: str, complaint: str
) -> None:
    path = written(tmp_path, "distinctions.yml", DISTINCTIONS.replace(text, wrong))

    with pytest.raises(DistinctionsError) as caught:
        Distinctions.load(path)

    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)
