"""The whole product as `make run` starts it: three processes, ports of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from scripts.ports import free_port
from scripts.rasa_command import MODEL
from tests.services import require_made
from tickets.migrate import upgrade

PATIENCE_SECONDS = 180
INDEX = Path("var/index")

pytestmark = pytest.mark.slow


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    require_made(Path(MODEL), "make train makes it")
    require_made(INDEX, "python -m knowledge_base build makes it")
    (tmp_path / "index").symlink_to(INDEX.resolve())
    database = f"sqlite:///{tmp_path}/product.db"
    upgrade(database)
    ports = {name: str(free_port()) for name in ("PORT", "RASA_PORT", "ACTIONS_PORT")}
    return {**os.environ, "VAR_DIR": str(tmp_path), "DATABASE_URL": database, **ports}


class Product:
    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "scripts.run"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def read_until(self, text: str) -> list[str]:
        assert self.process.stdout
        lines: list[str] = []
        for line in self.process.stdout:
            lines.append(line.rstrip())
            if text in line:
                return lines
        raise AssertionError(f"it ended without saying {text!r}:\n" + "\n".join(lines))

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def rasa(self) -> psutil.Process:
        return next(child for child in self.children() if "scripts.quiet_rasa" in child.cmdline())


@pytest.fixture
def product(environment: dict[str, str]) -> Iterator[Product]:
    started = Product(environment)
    watchdog = signal.signal(signal.SIGALRM, lambda *_: started.process.kill())
    signal.alarm(PATIENCE_SECONDS)
    yield started
    signal.alarm(0)
    signal.signal(signal.SIGALRM, watchdog)
    started.process.kill()
    started.process.communicate()


def test_it_says_when_it_is_ready_restarts_what_dies_and_leaves_nothing(
    product: Product, environment: dict[str, str]
) -> None:
    ready = product.read_until("is ready")
    assert ready[-1] == f"FreeMobilaChat is ready: http://localhost:{environment['PORT']}/chat"
    assert len(product.children()) == 3

    product.rasa().kill()
    product.read_until("ended with signal SIGKILL; starting again in 1 s")
    product.read_until("Loading model")
    children = product.children()
    product.process.send_signal(signal.SIGINT)
    product.read_until("Stopped.")

    assert product.process.wait() == 0
    assert not [child for child in children if child.is_running()]


def test_a_taken_port_stops_the_start_with_one_line(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", int(environment["RASA_PORT"]))):
        started = subprocess.run(
            [sys.executable, "-m", "scripts.run"], env=environment, capture_output=True, text=True
        )

    assert started.returncode == 1
    assert started.stderr.splitlines() == [
        f"Port {environment['RASA_PORT']} is taken: stop the program that listens on it, "
        "or set RASA_PORT to a free one."
    ]


def test_a_wrong_setting_stops_the_start_with_one_line(environment: dict[str, str]) -> None:
    started = subprocess.run(
        [sys.executable, "-m", "scripts.run"],
        env={**environment, "PORT": "eighty"},
        capture_output=True,
        text=True,
    )

    assert started.returncode == 2
    assert len(started.stderr.splitlines()) == 1
    assert started.stderr.startswith("Setting PORT: ")
