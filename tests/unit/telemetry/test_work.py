from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from scripts.ports import free_port
from telemetry.metrics import Work, new_registry, render, serving


def lines(registry: object) -> list[str]:
    return render(registry).decode().splitlines()  # type: ignore[arg-type]


def test_work_is_counted_by_outcome_and_timed() -> None:
    registry = new_registry()
    work = Work(registry, "actions", "Actions", ("action",))

    with work.run(action="greet"):
        pass
    with work.run(action="greet") as run:
        run.outcome = "refused"

    shown = lines(registry)
    assert 'freemobilachat_actions_total{action="greet",outcome="ok"} 1.0' in shown
    assert 'freemobilachat_actions_total{action="greet",outcome="refused"} 1.0' in shown
    assert 'freemobilachat_actions_seconds_count{action="greet"} 2.0' in shown


def test_what_fails_is_an_error_and_fails_on() -> None:
    registry = new_registry()

    with pytest.raises(ValueError, match="no"), Work(registry, "turns", "Turns").run():
        raise ValueError("no")

    assert 'freemobilachat_turns_total{outcome="error"} 1.0' in lines(registry)


def test_what_is_cancelled_is_no_error() -> None:
    registry = new_registry()

    with pytest.raises(asyncio.CancelledError), Work(registry, "turns", "Turns").run():
        raise asyncio.CancelledError

    assert 'freemobilachat_turns_total{outcome="cancelled"} 1.0' in lines(registry)


def test_a_label_that_is_known_late_counts() -> None:
    registry = new_registry()

    with Work(registry, "requests", "Requests", ("route",)).run(route="none") as run:
        run.labels["route"] = "/chat"

    assert 'freemobilachat_requests_total{outcome="ok",route="/chat"} 1.0' in lines(registry)


def test_a_process_without_a_server_of_its_own_answers_metrics_on_this_machine() -> None:
    registry, port = new_registry(), free_port()
    with Work(registry, "steps", "Steps").run():
        pass

    with (
        serving(registry, port),
        urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer,
    ):
        text = answer.read().decode()

    assert "process_resident_memory_bytes" in text
    assert "freemobilachat_steps_seconds" in text


def test_a_taken_port_costs_the_metrics_and_not_the_process(
    caplog: pytest.LogCaptureFixture,
) -> None:
    port = free_port()

    with (
        caplog.at_level(logging.WARNING),
        serving(new_registry(), port),
        serving(new_registry(), port),
    ):
        pass

    assert f"no metrics on port {port}" in caplog.text


def test_the_figures_of_processes_that_one_forks_are_told_by_that_one(tmp_path: Path) -> None:
    program = """
import os, sys, urllib.request
from telemetry.metrics import Work, new_registry, serving
registry, port = new_registry(), int(sys.argv[1])
work = Work(registry, "batches", "Batches")
if os.fork() == 0:
    with work.run():
        pass
    os._exit(0)
os.wait()
with serving(registry, port), urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
    print(answer.read().decode())
"""

    told = subprocess.run(
        [sys.executable, "-c", program, str(free_port())],
        env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert 'freemobilachat_batches_total{outcome="ok"} 1.0' in told
    assert "process_resident_memory_bytes" in told
