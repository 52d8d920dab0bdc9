"""`python -m collector replay FILE`: posts of a CSV or JSON-lines file through the whole pipeline.

They are stored and judged as if they were new; the reply each would get is kept and never sent.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, TextIO

from collector.judge import Judge
from tickets.clock import Clock, utc_now
from tickets.mentions import Mentions, NewMention
from tickets.x_vocabulary import MentionSource

BATCH = 500
BAR = 30
MOST_COMPLAINTS = 20
HANDLE = re.compile(r"@\w+")


class BadRow(Exception):  # noqa: N818 - says what was found
    """A row that holds no post; the message says what would be right."""


def replay(
    mentions: Mentions,
    judge: Judge,
    path: Path,
    *,
    clock: Clock = utc_now,
    shown: TextIO = sys.stderr,
) -> int:
    """Feed every row; 0 when any was a post, 1 when none was."""
    seen: Counter[str] = Counter()
    verdicts: Counter[str] = Counter()
    batch: list[NewMention] = []
    size = max(path.stat().st_size, 1)
    with path.open("rb") as file:
        for number, row in read_rows(file, path.suffix.lower()):
            try:
                batch.append(mention_of(row, number, clock()))
            except BadRow as problem:
                seen["bad"] += 1
                _tell_bad(number, problem, seen["bad"], shown)
            if len(batch) >= BATCH:
                verdicts += _feed(mentions, judge, batch, seen)
                _show_progress(min(file.tell() / size, 1.0), seen, shown)
    verdicts += _feed(mentions, judge, batch, seen)
    _show_progress(1.0, seen, shown)
    print(_summary(seen, verdicts))
    return 0 if seen["stored"] or seen["duplicate"] else 1


def read_rows(file: IO[bytes], suffix: str) -> Iterator[tuple[int, Any]]:
    """Each row with its line; a row that cannot be read is an exception in its place."""
    # newline-by-newline, so that `file.tell` says how far it is; a CSV field may hold newlines
    lines = (line.decode("utf-8", "replace") for line in iter(file.readline, b""))
    if suffix == ".csv":
        reader = csv.DictReader(_without_mark(lines), strict=True)
        if "text" not in (reader.fieldnames or ()):
            yield 1, BadRow("should name the columns, with commas between and text among them")
            return
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield reader.line_num, BadRow(f"should be CSV ({error})")
            else:
                yield reader.line_num, row
    for number, line in enumerate(_without_mark(lines), start=1):
        if line.strip():
            yield number, _parsed(line)


def mention_of(row: object, number: int, now: datetime) -> NewMention:
    """A row as the store takes it; only `text` is needed."""
    if isinstance(row, BadRow):
        raise row
    if not isinstance(row, Mapping):
        raise BadRow("should be an object with a text")
    if None in row:  # where csv.DictReader puts what has no column
        raise BadRow("has too many columns; a text with a comma needs quotes around it")
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise BadRow("text: should hold the post's words")
    id_ = _id(row.get("id"), f"{number}:{text}")
    handle = str(row.get("author") or row.get("author_handle") or "") or None
    author_id = _id(row.get("author_id"), f"author:{handle or id_}")
    return NewMention(
        post_id=id_,
        edit_ids=(id_,),
        thread_id=_id(row.get("conversation_id"), id_) if row.get("conversation_id") else id_,
        author_id=author_id,
        author_handle=handle.removeprefix("@")[:50] if handle else None,
        text=text,
        language=str(row.get("lang") or row.get("language") or "fr"),
        reply_settings=str(row.get("reply_settings") or "everyone"),
        names_us=HANDLE.search(text) is not None,
        created_at=_moment(row.get("created_at"), now),
        source=MentionSource.replay,
    )


def _feed(
    mentions: Mentions, judge: Judge, batch: list[NewMention], seen: Counter[str]
) -> Counter[str]:
    seen.update(str(arrival) for arrival in mentions.store(batch))
    batch.clear()
    return judge.run()


def _parsed(line: str) -> object:
    try:
        parsed: object = json.loads(line)
    except ValueError:
        return BadRow("should be one JSON object a line")
    return parsed


def _without_mark(lines: Iterator[str]) -> Iterator[str]:
    """A byte-order mark, which spreadsheets write, is no part of the first field."""
    for number, line in enumerate(lines):
        yield line.removeprefix("\ufeff") if number == 0 else line


def _id(given: object, otherwise: str) -> str:
    text = str(given or "").strip()
    if text.isascii() and text.isdigit() and len(text) <= 20:
        return text
    return str(int(hashlib.sha256((text or otherwise).encode()).hexdigest(), 16) % 10**18)


def _moment(given: object, now: datetime) -> datetime:
    if not given:
        return now
    try:
        moment = datetime.fromisoformat(str(given))
    except ValueError as error:
        raise BadRow("created_at: should be a time such as 2026-11-20T09:00:00Z") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _tell_bad(number: int, problem: BadRow, count: int, shown: TextIO) -> None:
    if count <= MOST_COMPLAINTS:
        print(f"\rline {number}: {problem}", file=shown)
    elif count == MOST_COMPLAINTS + 1:
        print("\rmore bad lines follow; they are counted", file=shown)


def _show_progress(part: float, seen: Counter[str], shown: TextIO) -> None:
    full = round(part * BAR)
    bar = "#" * full + "." * (BAR - full)
    ending = "\n" if part >= 1 else ""
    is_live = shown.isatty()
    if is_live or ending:
        posts = seen["stored"] + seen["duplicate"] + seen["edited"]
        mark = "\r" if is_live else ""
        print(f"{mark}[{bar}] {part:4.0%}  {posts} posts", end=ending, file=shown, flush=True)


def _summary(seen: Counter[str], verdicts: Counter[str]) -> str:
    arrivals = ", ".join(f"{seen[what]} {what}" for what in ("stored", "duplicate", "bad"))
    reached = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common())
    return f"Posts: {arrivals}. Verdicts: {reached or 'none'}."
