"""Starts the processes that are measured, on ports of this machine only, and stops them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from scripts.ports import free_port
from scripts.rasa_command import QUIET, RASA

START_SECONDS = 180
STOP_SECONDS = 10
ASK_AGAIN_SECONDS = 0.2


class NotStartedError(Exception):
    """A process that is to be measured did not come up; the message names its log."""


@contextmanager
def rasa_server(model: Path, endpoints: dict[str, Any], folder: Path) -> Iterator[int]:
    """Rasa with this model, for as long as this lasts; gives its port."""
    port = free_port()
    file = folder / f"endpoints-{port}.yml"
    file.write_text(yaml.safe_dump(endpoints), encoding="utf-8")
    files = ["--model", str(model), "--endpoints", str(file), "--credentials", "credentials.yml"]
    command = [*RASA, "run", "-i", "127.0.0.1", "--port", str(port), *files]
    with running(command, f"http://127.0.0.1:{port}/webhooks/rest/", folder / f"rasa-{port}.log"):
        yield port


@contextmanager
def action_server(folder: Path) -> Iterator[int]:
    """The action server of `one_action`, for as long as this lasts; gives its port."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.one_action", str(port)]
    with running(command, f"http://127.0.0.1:{port}/health", folder / f"actions-{port}.log"):
        yield port


@contextmanager
def running(
    command: Sequence[str], ready_url: str, log: Path, variables: Mapping[str, str] | None = None
) -> Iterator[None]:
    """The command's process, with these variables set, from its readiness to the end of this."""
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own command
            command,
            env={**os.environ, **QUIET, "LOG_LEVEL": "ERROR", **(variables or {})},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        _wait_until_ready(process, ready_url, log)
        yield
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if _answers(url):
            return
        time.sleep(ASK_AGAIN_SECONDS)
    end = log.read_text(encoding="utf-8", errors="replace")[-1000:]
    raise NotStartedError(f"A process did not come up within {START_SECONDS} s; it said:\n{end}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - our own http URL
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False
