from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.articles import ArticlesError, load_articles

FACTS = """\
phone: "3244"
delay: {fr: "dix jours", en: "ten days"}
"""
GOOD = """\
---
id: box-lente
title: La box est lente
title_en: The box is slow, call {{ phone }}
theme: internet_fixe
source: faq
visibility: customer
updated_on: 2026-11-20
questions:
  - un
  - deux
  - trois
  - quatre
  - cinq
  - six
answer_en: |
  Wait {{ delay }}.
---
Attendez {{ delay }},
puis appelez le {{ phone }}.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "articles" / "internet_fixe").mkdir(parents=True)
    (tmp_path / "facts.yml").write_text(FACTS, encoding="utf-8")
    return tmp_path / "articles"


def write(folder: Path, text: str, name: str = "box-lente.md") -> None:
    (folder / "internet_fixe" / name).write_text(text, encoding="utf-8")


def faults(folder: Path) -> list[str]:
    with pytest.raises(ArticlesError) as caught:
        load_articles(folder, folder.parent / "facts.yml")
    return caught.value.faults


def test_an_article_is_read_with_its_facts_in_each_language(folder: Path) -> None:
    write(folder, GOOD)

    (article,) = load_articles(folder, folder.parent / "facts.yml")

    assert article.answer == "Attendez dix jours,\npuis appelez le 3244."
    assert article.answer_en == "Wait ten days."
    assert article.title_en == "The box is slow, call 3244"
    assert article.questions == ("un", "deux", "trois", "quatre", "cinq", "six")
    assert not article.is_internal


BAD = [
    ("title: La box est lente\n", "", ":1: `title` is missing"),
    ("theme: internet_fixe", "theme: jardin", ":5: `theme` is `jardin`; it must be one of"),
    ("source: faq", "source: moi", ":6: `source` is `moi`"),
    ("visibility: customer", "visibility: all", ":7: `visibility` is `all`"),
    ("2026-11-20", "hier", ":8: `updated_on` is `hier`"),
    ("2026-11-20", "2026-13-45", ":8: `updated_on` can't be read"),
    ("  - six\n", "", ":9: `questions` holds 5; at least 6 are needed"),
    ("  - six\n", "  - 6\n", ":9: `questions` holds `6`, which is not a text"),
    ("id: box-lente", "id: autre-chose", ":2: `id` must be the file's name, `box-lente`"),
    ("source: faq", "source: faq\nauthor: moi", ":7: `author` is no field of an article"),
    ("source: faq", "source: faq\ntheme: tv", ":7: `theme` stands twice"),
    ("puis appelez le {{ phone }}", "{{ prix }}", ":20: facts.yml has no fact `prix`"),
    ("Wait {{ delay }}", "{{ prix }}", ":17: facts.yml has no fact `prix`"),
    ("title: La box est lente", "title: [La box", ": bad YAML"),
    (GOOD[GOOD.index("Attendez") :], "", ": the answer is empty"),
    ("---\nid", "id", ":1: the first line must be ---"),
    ("---\nAttendez", "Attendez", "no second --- line"),
]


@pytest.mark.parametrize(("right", "wrong", "fault"), BAD)
def test_a_bad_article_is_refused_with_line_and_reason(
    folder: Path, right: str, wrong: str, fault: str
) -> None:
    write(folder, GOOD.replace(right, wrong, 1))

    found = faults(folder)

    assert found[0].startswith("articles/internet_fixe/box-lente.md:")
    assert any(fault in line for line in found)


def test_every_bad_article_is_reported_at_once(folder: Path) -> None:
    write(folder, GOOD.replace("theme: internet_fixe", "theme: jardin"))
    write(folder, "rien", "autre.md")

    found = faults(folder)

    assert len(found) == 2


def test_two_articles_with_one_id_are_refused(folder: Path) -> None:
    write(folder, GOOD)
    (folder / "tv").mkdir()
    (folder / "tv" / "box-lente.md").write_text(GOOD, encoding="utf-8")

    found = faults(folder)

    assert found == ["articles/tv/box-lente.md:2: the id `box-lente` is taken by another file"]


def test_a_fact_must_be_a_text_or_have_both_languages(folder: Path) -> None:
    write(folder, GOOD)
    (folder.parent / "facts.yml").write_text('phone: "1"\ndelay: {fr: "dix"}\n', encoding="utf-8")

    found = faults(folder)

    assert found == ["facts.yml:2: `delay` must be a text in quotes, or {fr: …, en: …}"]


def test_a_folder_without_articles_is_refused(folder: Path) -> None:
    assert "no article" in faults(folder)[0]


def test_the_repository_holds_the_articles_that_it_promises() -> None:
    articles = load_articles()

    customers = [article for article in articles if not article.is_internal]
    assert len(customers) >= 102
    assert len(articles) - len(customers) >= 10
    assert all("{{" not in article.answer for article in articles)
