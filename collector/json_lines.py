"""Posts in, answers out, as JSON lines: in order, in batches, in constant memory.

An answer never waits for more input: when input pauses, what is there is answered and flushed. A
bad line is told by its number and answered with an error; it stops nothing.
"""

from __future__ import annotations

import json
import queue
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Any, TextIO

from collector.decisions import Understanding

BATCH = 256
BATCHES_WAITING = 8
PAUSE_SECONDS = 0.02

Answers = list[dict[str, Any]]
Answer = Callable[[Sequence[str]], Answers]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of input: a post, or what is wrong with it."""

    id: Any
    text: str
    error: str | None = None


def read_line(raw: str) -> Line:
    """The post of one line."""
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        return Line(None, "", f"the line should be a JSON object ({error})")
    if not isinstance(data, dict):
        return Line(None, "", "the line should be a JSON object with id and text")
    if not isinstance(data.get("text"), str):
        return Line(data.get("id"), "", "text: should be a string")
    return Line(data.get("id"), data["text"])


def answer_lines(classify: Answer, lines: Sequence[str]) -> Answers:
    """One answer a line; the bad ones hold `error`."""
    read = [read_line(line) for line in lines]
    answers = iter(classify([line.text for line in read if line.error is None]))
    return [
        {"id": line.id, **(next(answers) if line.error is None else {"error": line.error})}
        for line in read
    ]


def as_json(understanding: Understanding) -> dict[str, Any]:
    """What goes out on one line, beside the id."""
    told: dict[str, Any] = {
        "complaint": understanding.complaint,
        "theme": understanding.theme,
        "tone": understanding.tone,
        "respond": understanding.respond,
        "scores": dict(understanding.scores),
    }
    return told | ({"reasons": list(understanding.reasons)} if understanding.reasons else {})


class Stream:
    """Answers what `source` holds on `sink`; full batches go to the executor, if there is one.

    `answer` runs here; `remote`, which must do the same, in the executor's processes, which are
    started when batches fill up.
    """

    def __init__(
        self,
        answer: Answer,
        sink: TextIO,
        told: TextIO = sys.stderr,
        start_executor: Callable[[], Executor] | None = None,
        remote: Answer | None = None,
    ) -> None:
        self._answer, self._remote = answer, remote or answer
        self._sink, self._told = sink, told
        self._start_executor = start_executor
        self._executor: Executor | None = None
        self._waiting: deque[Future[Answers]] = deque()
        self._line_number = 0

    def run(self, source: Iterable[str]) -> None:
        """Until the source ends."""
        try:
            for batch, is_full in batches(source):
                self._take(batch, is_full)
            self._write_waiting(0)
        finally:
            if self._executor is not None:
                self._executor.shutdown(cancel_futures=True)

    def _take(self, batch: Sequence[str], is_full: bool) -> None:
        if is_full and self._executor is None and self._start_executor is not None:
            self._executor = self._start_executor()
        if is_full and self._executor is not None:
            self._waiting.append(self._executor.submit(self._remote, batch))
            self._write_waiting(BATCHES_WAITING)
        else:
            self._write_waiting(0)
            self._write(self._answer(batch))
            self._sink.flush()

    def _write_waiting(self, most_left: int) -> None:
        while len(self._waiting) > most_left:
            self._write(self._waiting.popleft().result())
        if not most_left:
            self._sink.flush()

    def _write(self, answers: Sequence[dict[str, Any]]) -> None:
        for answer in answers:
            self._line_number += 1
            if "error" in answer:
                print(f"line {self._line_number}: {answer['error']}", file=self._told)
            self._sink.write(json.dumps(answer) + "\n")


def batches(source: Iterable[str]) -> Iterator[tuple[list[str], bool]]:
    """Lines in groups of `BATCH`, fewer when the source pauses; and whether the group is full."""
    lines: queue.Queue[str | None] = queue.Queue(maxsize=BATCH * BATCHES_WAITING)
    threading.Thread(target=_feed, args=(source, lines), daemon=True).start()
    is_open = True
    while is_open:
        batch: list[str] = []
        line = lines.get()
        while line is not None:
            batch.append(line)
            if len(batch) == BATCH:
                break
            try:
                line = lines.get(timeout=PAUSE_SECONDS)
            except queue.Empty:
                break
        is_open = line is not None
        if batch:
            yield batch, len(batch) == BATCH


def _feed(source: Iterable[str], lines: queue.Queue[str | None]) -> None:
    try:
        for line in source:
            lines.put(line)
    finally:
        lines.put(None)
