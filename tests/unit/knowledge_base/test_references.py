from __future__ import annotations

from pathlib import Path

import pytest

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


def test_an_id_that_no_article_has_is_told_with_its_place(tmp_path: Path) -> None:
    posts = tmp_path / "posts.csv"
    posts.write_text("text,topics\nlente,box-lente\nvite,box-vite\n", encoding="utf-8")
    distinctions = tmp_path / "distinctions.yml"
    distinctions.write_text(DISTINCTIONS, encoding="utf-8")
    related = tmp_path / "related.yml"
    related.write_text("box-lente: [box-neuve]\n", encoding="utf-8")

    faults = faults_of_references({"box-lente"}, [posts], distinctions, related)

    assert list(faults) == [
        "posts.csv:3: there is no article `box-vite`",
        "distinctions.yml: Lente ou coupée ? there is no article `box-coupee`",
        "related.yml: box-lente: there is no article `box-neuve`",
    ]


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
    path = tmp_path / "distinctions.yml"
    path.write_text(DISTINCTIONS.replace(text, wrong), encoding="utf-8")

    with pytest.raises(DistinctionsError) as caught:
        Distinctions.load(path)

    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)
