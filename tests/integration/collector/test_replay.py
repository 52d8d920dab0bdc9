"""Posts of a file go through the whole pipeline; bad rows are told by line; nothing is sent."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from collector.replay import replay
from tests.fakes.x_server import XServer
from tests.integration.collector.conftest import Product
from tickets.x_vocabulary import MentionState, ReplyRejection

CSV = """\ufeffid,text,author,created_at
1,"@FreeAide ma box est en panne, et
sur deux lignes",alice,2026-01-05T10:00:00Z
2,,bob,
3,@FreeAide joli logo,charlie,yesterday
4,@FreeAide joli logo,charlie,
"""


def write(tmp_path: Path, name: str, content: str) -> Path:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return path


def test_a_csv_is_fed_and_its_bad_rows_are_told_by_line(
    product: Product, x: XServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = io.StringIO()

    code = replay(
        product.parts.mentions, product.judge, write(tmp_path, "posts.csv", CSV), shown=shown
    )
    product.round()

    assert code == 0
    assert "line 4: text: should hold the post's words" in shown.getvalue()
    assert "line 5: created_at: should be a time" in shown.getvalue()
    assert "100%  2 posts" in shown.getvalue()
    assert "2 stored, 0 duplicate, 2 bad" in capsys.readouterr().out
    [reply] = product.parts.replies.recent()
    assert reply.rejection is ReplyRejection.dry_run
    assert x.world.replies == []


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("id;text\n1;ma box\n", "line 1: should name the columns, with commas between"),
        ("text,id\nma box, en panne,1\n", "line 2: has too many columns"),
    ],
)
def test_a_csv_that_would_be_misread_is_told_and_feeds_nothing(
    product: Product, tmp_path: Path, content: str, complaint: str
) -> None:
    shown = io.StringIO()
    path = write(tmp_path, "posts.csv", content)

    assert replay(product.parts.mentions, product.judge, path, shown=shown) == 1
    assert complaint in shown.getvalue()


def test_json_lines_are_fed_and_fed_again_are_duplicates(
    product: Product, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [json.dumps({"text": f"@FreeAide ma box est en panne {n}"}) for n in range(3)]
    path = write(tmp_path, "posts.jsonl", "\n".join([*rows, "{broken", '"a string"', ""]))

    replay(product.parts.mentions, product.judge, path, shown=io.StringIO())
    replay(product.parts.mentions, product.judge, path, shown=io.StringIO())

    told = capsys.readouterr().out.splitlines()
    assert "3 stored, 0 duplicate, 2 bad" in told[0]
    assert "0 stored, 3 duplicate, 2 bad" in told[1]


def test_a_file_without_a_post_says_so_by_its_code(product: Product, tmp_path: Path) -> None:
    path = write(tmp_path, "posts.csv", "name,value\nx,1\n")

    assert replay(product.parts.mentions, product.judge, path, shown=io.StringIO()) == 1
    assert product.parts.mentions.counts_by_state()[MentionState.judged] == 0
