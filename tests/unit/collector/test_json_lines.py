"""Posts in, answers out: in order, at once, whatever a line holds."""

from __future__ import annotations

import io
import json
import queue
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

import pytest

from collector.json_lines import BATCH, Stream, answer_lines

WAIT_SECONDS = 60


def lengths(texts: Sequence[str]) -> list[dict[str, Any]]:
    return [{"length": len(text)} for text in texts]


def answer(lines: Sequence[str]) -> list[dict[str, Any]]:
    return answer_lines(lengths, lines)


class Sink(io.StringIO):
    """Tells what was flushed."""

    def __init__(self) -> None:
        super().__init__()
        self.flushed: queue.Queue[str] = queue.Queue()
        self._told = 0

    def flush(self) -> None:
        if text := self.getvalue()[self._told :]:
            self._told += len(text)
            self.flushed.put(text)


def run(lines: list[str], executor: Executor | None = None) -> tuple[list[Any], str]:
    sink, told = io.StringIO(), io.StringIO()
    start = (lambda: executor) if executor else None
    Stream(answer, sink, told, start).run(lines)
    return [json.loads(line) for line in sink.getvalue().splitlines()], told.getvalue()


@pytest.mark.parametrize("with_workers", [False, True])
def test_answers_come_in_the_order_of_the_posts(with_workers: bool) -> None:
    count = 5 * BATCH + 3
    lines = [json.dumps({"id": number, "text": "x" * (number % 7)}) for number in range(count)]

    answers, _ = run(lines, ThreadPoolExecutor(2) if with_workers else None)

    assert [one["id"] for one in answers] == list(range(count))
    assert [one["length"] for one in answers] == [number % 7 for number in range(count)]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("not json", "JSON object"),
        ("", "JSON object"),
        ("[1, 2]", "JSON object with id and text"),
        ('{"id": 7}', "text: should be a string"),
        ('{"id": 7, "text": null}', "text: should be a string"),
        ("[" * 100_000, "JSON object"),
    ],
)
def test_a_bad_line_is_answered_and_told_by_its_number(line: str, error: str) -> None:
    good = json.dumps({"id": 1, "text": "abc"})

    answers, told = run([good, line, good])

    assert [one.get("length") for one in answers] == [3, None, 3]
    assert error in answers[1]["error"]
    assert told.startswith("line 2: ")


def test_an_id_comes_back_as_it_was_even_on_a_bad_line() -> None:
    answers, _ = run(['{"id": {"a": "\\ud800"}, "text": 5}'])

    assert answers[0]["id"] == {"a": "\ud800"}


def test_answers_do_not_wait_for_more_input() -> None:
    sink, asked = Sink(), queue.Queue[str]()

    def source() -> Iterator[str]:
        yield json.dumps({"id": 1, "text": "abc"})
        asked.put(sink.flushed.get(timeout=WAIT_SECONDS))

    Stream(answer, sink, io.StringIO()).run(source())

    assert json.loads(asked.get_nowait()) == {"id": 1, "length": 3}
