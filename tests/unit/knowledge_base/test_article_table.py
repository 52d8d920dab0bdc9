from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge_base.article_table import beginnings, read_articles
from knowledge_base.articles import ArticlesError


def table(folder: Path, text: str) -> Path:
    path = folder / "articles.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_row_is_an_article_that_its_title_asks_for_too(tmp_path: Path) -> None:
    path = table(tmp_path, 'id,title,text,questions\n7,Ma carte,Appelez.,"perdue\nvolée"\n')

    (article,) = read_articles(path)

    assert (article.id, article.title, article.answer) == ("7", "Ma carte", "Appelez.")
    assert article.questions == ("Ma carte", "perdue", "volée")


def test_how_a_text_begins_is_an_example_of_what_it_answers(tmp_path: Path) -> None:
    path = table(tmp_path, f"id,title,text\n7,Ma carte,{'a' * 900}\n")

    (example,) = beginnings(read_articles(path))

    assert example.topics == ("7",)
    assert len(example.text) == 500


def test_every_bad_row_is_named_at_once(tmp_path: Path) -> None:
    path = table(tmp_path, "id,title,text\n1,a,b\n1,c,d\n2,,e\n")

    with pytest.raises(ArticlesError) as caught:
        read_articles(path)

    assert ["articles.csv:3" in fault for fault in caught.value.faults] == [True, False]
    assert "`title`" in caught.value.faults[1]


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("1,Ma carte, ma douleur,Appelez.", "articles.csv:2: too many columns"),
        ('1,Ma carte,"Appelez.', "articles.csv:2: this row's quotes"),
    ],
)
def test_a_row_that_swallows_its_neighbours_is_refused(
    tmp_path: Path, row: str, complaint: str
) -> None:
    with pytest.raises(ArticlesError, match=re.escape(complaint)):
        read_articles(table(tmp_path, f"id,title,text\n{row}\n2,a,b\n"))


@pytest.mark.parametrize("text", ["", "id,title,text\n", "name,text\n1,b\n"])
def test_a_file_without_articles_is_refused_with_the_columns(tmp_path: Path, text: str) -> None:
    with pytest.raises(ArticlesError, match="id,title,text"):
        read_articles(table(tmp_path, text))
