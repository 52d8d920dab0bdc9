from __future__ import annotations

import json
import logging
import subprocess
import sys

import pytest

from telemetry.context import carried, concerning, known, request_id_from, request_id_of
from telemetry.logs import JsonLines, TextLines, facts


def record(message: str = "turn answered", **extra: object) -> logging.LogRecord:
    return logging.getLogger("web.turns").makeRecord(
        "web.turns", logging.INFO, __file__, 1, message, (), None, extra=extra
    )


def test_a_json_line_says_where_when_and_what_it_is_about() -> None:
    with concerning("request-1", "conversation-1"):
        line = json.loads(JsonLines("web").format(record(**facts(outcome="answered"))))

    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "INFO",
        "process": "web",
        "logger": "web.turns",
        "message": "turn answered",
        "outcome": "answered",
        "request_id": "request-1",
        "conversation": "conversation-1",
    }


def test_a_json_line_stays_one_line_whatever_is_in_it() -> None:
    try:
        raise ValueError("two\nlines")
    except ValueError:
        failed = record("a\nb")
        failed.exc_info = sys.exc_info()

    text = JsonLines("web").format(failed)

    assert "\n" not in text
    assert "ValueError: two" in json.loads(text)["error"]


def test_a_text_line_ends_with_what_it_is_about() -> None:
    with concerning("request-1"):
        line = TextLines().format(record(**facts(seconds=0.2)))

    assert line.endswith("INFO web.turns: turn answered [seconds=0.2 request_id=request-1]")


def test_a_text_line_about_nothing_in_particular_says_no_more() -> None:
    assert TextLines().format(record()).endswith("web.turns: turn answered")


def test_what_was_known_before_is_known_again_afterwards() -> None:
    with concerning("request-1"):
        with concerning(conversation="conversation-1"):
            assert known() == {"request_id": "request-1", "conversation": "conversation-1"}
        assert carried() == {"request_id": "request-1"}
    assert known() == {}


@pytest.mark.parametrize("claimed", ["0123abcd", "b7a1-44_x.9", "A" * 64])
def test_a_well_formed_request_id_is_kept(claimed: str) -> None:
    assert request_id_from(claimed) == claimed
    assert request_id_of({"request_id": claimed}) == claimed


@pytest.mark.parametrize("claimed", [None, 7, "", "short", "A" * 65, "a b c d e f", "12345678\n{"])
def test_any_other_request_id_is_replaced(claimed: object) -> None:
    assert len(request_id_from(claimed)) == 32
    assert request_id_of({"request_id": claimed}) is None


def test_a_process_that_is_watched_logs_in_the_shape_that_was_asked_for() -> None:
    program = (
        "import logging; from telemetry.process import watching\n"
        "with watching('actions', 'json', None): logging.getLogger('actions').info('greet ran')"
    )

    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stderr

    line = json.loads(said)
    assert (line["process"], line["message"]) == ("actions", "greet ran")
