"""What the collector says when it cannot work, and what it does not load for that."""

from __future__ import annotations

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from tests.services import require_address

HEAVY = ("sklearn", "torch", "scipy", "celery", "kombu")
WHAT_IS_LOADED = (
    "import sys; from collector.__main__ import main; main(sys.argv[1:]);"
    f"print([name for name in {HEAVY} if name in sys.modules])"
)
EVERYTHING = {"BROKER_URL": "amqp://127.0.0.1:1/", "COLLECTOR_PORT": "1"}


def run(
    *command: str, arguments: tuple[str, ...], **environment: str
) -> subprocess.CompletedProcess[str]:
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("X_", "BROKER_"))
    }
    return subprocess.run(
        [sys.executable, *command, *arguments],
        env=inherited | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("arguments", [("run",), ("work", "intake")])
def test_without_the_keys_of_x_it_says_so_in_a_line_and_ends(arguments: tuple[str, ...]) -> None:
    ended = run("-m", "collector", arguments=arguments, **EVERYTHING)

    assert ended.returncode == 0
    assert ended.stdout.startswith("The collector is idle: set X_API_KEY")
    assert ended.stdout.count("\n") == 1


def test_idle_it_has_loaded_neither_models_nor_a_brokers_client() -> None:
    ended = run("-c", WHAT_IS_LOADED, arguments=("run",), **EVERYTHING)

    assert ended.stdout.splitlines()[-1] == "[]"


def test_a_worker_without_a_broker_says_what_to_set() -> None:
    ended = run("-m", "collector", arguments=("work", "understand"))

    assert ended.returncode == 1
    assert "BROKER_URL: should be set, such as amqp://" in ended.stderr


def test_a_broker_of_another_kind_is_refused_without_telling_its_password() -> None:
    ended = run(
        "-m", "collector", arguments=("run",), BROKER_URL="kafka://user:geheim@127.0.0.1:9092/"
    )

    assert ended.returncode == 2
    assert "Setting BROKER_URL: should look like amqp://" in ended.stderr
    assert "geheim" not in ended.stderr


def test_a_broker_that_refuses_the_password_ends_a_worker_with_a_line() -> None:
    broker = urlsplit(require_address("TEST_BROKER_URL"))
    wrong = broker._replace(netloc=f"guest:geheim@{broker.hostname}:{broker.port}").geturl()

    ended = run("-m", "collector", arguments=("work", "understand"), BROKER_URL=wrong)

    assert ended.returncode == 1
    assert ended.stderr.endswith("lets nobody work; the line before says why\n")
    assert "Traceback" not in ended.stderr
    assert "geheim" not in ended.stderr
