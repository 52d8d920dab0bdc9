"""`python -m collector classify` as others start it: a process, lines in, lines out."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

pytestmark = pytest.mark.slow

FIELDS = {"id", "complaint", "theme", "tone", "respond", "scores"}


@pytest.fixture(scope="module")
def command() -> list[str]:
    """Trains first, should nobody have."""
    subprocess.run([sys.executable, "-m", "collector", "train"], check=True, capture_output=True)
    return [sys.executable, "-m", "collector", "classify"]


@pytest.fixture
def process(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        yield process
        process.kill()


def line(number: int, text: str) -> str:
    return json.dumps({"id": number, "text": text}) + "\n"


def test_a_post_is_answered_while_the_input_stays_open(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    assert process.stdout

    process.stdin.write(line(1, "@freebox plus d'internet depuis lundi, la box est en panne"))
    process.stdin.flush()
    answer = json.loads(process.stdout.readline())

    assert set(answer) == FIELDS
    assert (answer["complaint"], answer["theme"]) == (True, "internet_fixe")


def test_many_posts_are_answered_in_order_and_a_bad_line_stops_nothing(command: list[str]) -> None:
    posts = [line(number, f"@free panne numéro {number} de la fibre") for number in range(3000)]
    posts[1500] = "not json\n"

    done = subprocess.run(
        command, input="".join(posts), capture_output=True, encoding="utf-8", check=True
    )

    answers = [json.loads(answer) for answer in done.stdout.splitlines()]
    assert [one["id"] for one in answers] == [*range(1500), None, *range(1501, 3000)]
    assert "error" in answers[1500]
    assert done.stderr.startswith("line 1501: ")
