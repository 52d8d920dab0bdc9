"""What Rasa says of a message that it failed at."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from scripts.rasa_command import QUIET, RASA
from tests.services import require_made

ROOT = Path(__file__).parents[3]
FAILING = """
from scripts.quiet_rasa import keep_customers_out_of_the_log
keep_customers_out_of_the_log()
from rasa.utils.log_utils import configure_structlog
configure_structlog()
import structlog

def answer(text):
    try:
        raise ConnectionError("connection refused")
    except ConnectionError as error:
        raise RuntimeError("no lock\\n[parameters: (" + text + ")]") from error

try:
    answer("Je suis Alice")
except RuntimeError:
    structlog.get_logger().exception("rest.message.received.failure", text="Je suis Alice")
"""


@pytest.fixture
def failure() -> str:
    """The line of the log."""
    require_made(ROOT / RASA[0], "make train makes it")
    return subprocess.run(
        [RASA[0], "-W", "ignore", "-c", FAILING],
        cwd=ROOT,
        env={**os.environ, **QUIET},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.slow
def test_it_holds_the_errors_and_where_they_were_and_no_word_of_a_customer(failure: str) -> None:
    assert "rest.message.received.failure" in failure
    assert "RuntimeError: no lock (" in failure
    assert "ConnectionError: connection refused (" in failure
    assert "Alice" not in failure
