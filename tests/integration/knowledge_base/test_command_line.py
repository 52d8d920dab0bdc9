"""The commands as a person or a script runs them, over the repository's own articles."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-m", "knowledge_base"]

pytestmark = pytest.mark.slow


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=600,
    )


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    built = run("build")
    assert built.returncode == 0, built.stderr


def test_a_search_prints_one_json_object_in_the_agreed_shape() -> None:
    done = run("search", "plus d'internet du tout sur ma box", "--top", "2", "--json")

    answer = json.loads(done.stdout)
    assert set(answer) == {"results", "answered"}
    assert answer["answered"] is True
    assert len(answer["results"]) == 2
    assert set(answer["results"][0]) == {"id", "title", "score", "visibility"}
    assert answer["results"][0]["id"] == "box-panne-generale"


def test_a_question_out_of_scope_is_not_answered() -> None:
    done = run("search", "recette de la tarte aux pommes", "--json")

    assert json.loads(done.stdout)["answered"] is False


def test_questions_on_standard_input_are_answered_one_by_one() -> None:
    process = subprocess.Popen(
        [*COMMAND, "search", "--stdin", "--top", "1"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None

    answers = []
    for question in ("c koi mon code rio", "", "j'ai oublié mon mot de passe wifi"):
        process.stdin.write(question + "\n")
        process.stdin.flush()
        answers.append(json.loads(process.stdout.readline()))
    process.stdin.close()

    assert process.wait(timeout=60) == 0
    process.stdout.close()
    first, empty, last = answers
    assert first["results"][0]["id"] == "portabilite-rio"
    assert empty == {"results": [], "answered": False}
    assert last["results"][0]["id"] == "wifi-mot-de-passe"


def test_internal_articles_show_only_with_the_flag() -> None:
    question = "procédure écrasement de ligne, preuves à réunir"

    without = json.loads(run("search", question, "--json").stdout)
    within = json.loads(run("search", question, "--json", "--internal").stdout)

    assert {hit["visibility"] for hit in without["results"]} == {"customer"}
    assert within["results"][0]["visibility"] == "internal"


def test_without_an_index_one_line_says_how_to_build_it(tmp_path: Path) -> None:
    done = run("search", "box", VAR_DIR=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "python -m knowledge_base build" in done.stderr


@pytest.mark.parametrize("arguments", [["search"], ["search", "box", "--top", "0"], ["dance"]])
def test_a_wrong_call_is_explained(arguments: list[str]) -> None:
    done = run(*arguments)

    assert done.returncode == 2
    assert "usage:" in done.stderr


def test_evaluate_prints_every_figure_beside_the_baselines() -> None:
    done = run("evaluate", "tests/quality/kb_questions.csv")

    for figure in ("topic@1", "topic@3", "MRR", "out of scope refused", "in scope wrongly refused"):
        assert figure in done.stdout
    for ranking in ("BM25", "e5 alone"):
        assert ranking in done.stdout


def test_the_search_is_measured_on_any_articles_beside_bm25(tmp_path: Path) -> None:
    articles, questions = tmp_path / "articles.csv", tmp_path / "questions.csv"
    articles.write_text(
        "id,title,text,questions\n"
        "1,Carte perdue,Appelez le 01.,j'ai perdu ma carte\n"
        "2,Ouvrir un compte,Prenez rendez-vous en agence.,\n"
        "3,Crédit immobilier,Simulez votre prêt en ligne.,emprunter pour une maison\n",
        encoding="utf-8",
    )
    questions.write_text(
        "text,article_id\nma carte a disparu,1\nacheter une maison à crédit,3;9\nquel temps,\n",
        encoding="utf-8",
    )

    done = run("evaluate", "--articles", str(articles), "--questions", str(questions))

    assert done.returncode == 0, done.stderr
    assert "Named by questions, but no article: 9\n" in done.stderr
    assert "topic@1                    1.000" in done.stdout
    assert "BM25                       @1" in done.stdout
    assert "BM25                       out of scope refused at   5% of in scope" in done.stdout


def test_evaluate_names_the_line_of_a_bad_row(tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("id,text,topics\n1,ma box,\n", encoding="utf-8")

    done = run("evaluate", str(file))

    assert done.returncode == 1
    assert "bad.csv:2:" in done.stderr
    assert "topics" in done.stderr


def test_check_counts_the_articles() -> None:
    done = run("check")

    assert "articles" in done.stdout
    assert done.returncode == 0
