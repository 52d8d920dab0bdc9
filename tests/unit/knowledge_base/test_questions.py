from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.articles import load_articles
from knowledge_base.building import POSTS
from knowledge_base.questions import Question, QuestionsError, question_of, read_questions


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"id": "1", "text": "ma box"}, "topics"),
        ({"id": "1", "text": "ma box", "topics": ""}, "topics"),
        ({"id": "1", "topics": "a"}, "text"),
        ({"id": "1", "text": "  ", "topics": "a"}, "text"),
    ],
)
def test_a_row_that_lacks_something_is_refused_with_the_column(
    row: dict[str, str], column: str
) -> None:
    with pytest.raises(ValueError, match=f"column `{column}`"):
        question_of(row)


@pytest.mark.parametrize(
    "row",
    [
        {"text": "?", "topics": "oos"},
        {"text": "?", "topics": "none"},
        {"text": "?", "article_id": ""},
    ],
)
def test_a_row_that_no_article_answers_is_out_of_scope(row: dict[str, str]) -> None:
    assert not question_of(row).is_in_scope


def test_articles_are_read_best_first() -> None:
    assert question_of({"text": "?", "topics": "b; a"}).topics == ("b", "a")
    assert question_of({"text": "?", "article_id": "7"}).topics == ("7",)


def test_the_texts_may_stand_in_another_file(tmp_path: Path) -> None:
    topics = written(tmp_path, "topics.csv", "id,topics\n1,a\n")
    texts = written(tmp_path, "texts.csv", 'id,text\n2,autre\n1,"ma box\nrouge"\n')

    assert read_questions(topics, texts) == [Question("1", "ma box\nrouge", ("a",))]


def test_the_line_of_a_bad_row_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "bad.csv", "text,topics\nma box,a\nma box,\n")

    with pytest.raises(QuestionsError, match=r"bad\.csv:3: column `topics`"):
        read_questions(path)


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("ma box, en panne,a", r"bad\.csv:2: too many columns"),
        ('ma box,"a', r"bad\.csv:2: this row's quotes"),
    ],
)
def test_a_row_that_swallows_its_neighbours_is_refused(
    tmp_path: Path, row: str, complaint: str
) -> None:
    path = written(tmp_path, "bad.csv", f"text,topics\n{row}\nle wifi,b\n")

    with pytest.raises(QuestionsError, match=complaint):
        read_questions(path)


@pytest.mark.parametrize("content", [None, b"", b"text,topics\n", b"text,topics\n\xff,a\n"])
def test_a_file_without_questions_is_refused_by_name(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "none.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(QuestionsError, match=r"none\.csv"):
        read_questions(path)


def test_the_posts_trained_on_are_about_articles_that_exist() -> None:
    known = {article.id for article in load_articles()}

    assert {topic for post in read_questions(POSTS) for topic in post.topics} <= known
