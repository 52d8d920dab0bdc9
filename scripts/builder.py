"""Runs the steps of the set-up that are due, each after those it needs, some side by side.

The first failure stops the rest. Standard library, Python 3.8.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path

from scripts.progress import Progress
from scripts.steps import Command, Stamps, Step

SIDE_BY_SIDE = 2
BYTES_PER_GIGABYTE = 1e9


class SetupError(Exception):
    """The set-up cannot go on; the message is the one line that a person needs."""


class Builder:
    """Does the due steps among some declared ones, below one root folder."""

    def __init__(self, root: Path, logs: Path, stamps: Stamps, progress: Progress) -> None:
        self._root = root
        self._logs = logs
        self._stamps = stamps
        self._progress = progress
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._is_stopped = False

    def build(self, steps: Sequence[Step]) -> None:
        """Do every step of `steps`; SetupError names the first that failed."""
        waiting = list(steps)
        under_way: dict[Future[None], Step] = {}
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            try:
                while waiting or under_way:
                    for step in ready(waiting, under_way.values()):
                        waiting.remove(step)
                        under_way[pool.submit(self._do, step)] = step
                    for finished in wait(under_way, return_when=FIRST_COMPLETED).done:
                        finished.result()
                        under_way.pop(finished)
            except BaseException:
                self._stop(under_way)
                raise

    def _do(self, step: Step) -> None:
        if self._is_stopped or self._stamps.is_current(step):
            return
        self._refuse_full_disk(step)
        fingerprint = self._stamps.fingerprint(step)
        self._stamps.forget(step)
        self._progress.begin(step.title)
        is_done = False
        try:
            self._run(step)
            is_done = True
        finally:
            self._progress.end(step.title, is_done=is_done)
        self._stamps.keep(step, fingerprint)

    def _refuse_full_disk(self, step: Step) -> None:
        free = shutil.disk_usage(self._root).free / BYTES_PER_GIGABYTE
        if free < step.gigabytes:
            raise SetupError(
                f"Not enough disk for {step.title}: it needs {step.gigabytes:g} GB and "
                f"{free:.1f} GB are free. Free some, and start again."
            )

    def _run(self, step: Step) -> None:
        log = self._logs / f"setup-{step.name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_bytes(b"")
        for command in step.commands():
            code = self._run_command(step, command, log)
            if code != 0:
                shown = os.path.relpath(log, self._root)
                raise SetupError(
                    f"{step.title} failed: {last_line(log)} (exit code {code}; all of it: {shown})"
                )

    def _run_command(self, step: Step, command: Command, log: Path) -> int:
        with log.open("ab") as file, self._start(command) as process:
            assert process.stdout is not None  # noqa: S101 - it was asked for as a pipe
            for line in process.stdout:
                file.write(line)
                file.flush()
                said = line.decode(errors="replace").strip()
                if said and not said.startswith("WARNING"):  # pip's, of each index it tried
                    self._progress.say(step.title, said)
        with self._lock:
            self._running.discard(process)
        return process.returncode

    def _start(self, command: Command) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._is_stopped:
                raise SetupError("stopped")
            try:
                process = subprocess.Popen(  # noqa: S603 - the steps are declared in our own code
                    list(command.arguments),
                    cwd=self._root / command.folder,
                    env={**os.environ, **command.environment},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            except OSError as error:
                raise SetupError(f"{command.arguments[0]} cannot be started: {error}") from error
            self._running.add(process)
        return process

    def _stop(self, under_way: dict[Future[None], Step]) -> None:
        with self._lock:
            self._is_stopped = True
            for process in self._running:
                os.killpg(process.pid, signal.SIGTERM)
        wait(under_way)


def ready(waiting: Sequence[Step], under_way: Iterable[Step]) -> list[Step]:
    """Those of `waiting` that need nothing which is still to be done."""
    unfinished = {step.name for step in [*waiting, *under_way]}
    return [step for step in waiting if not unfinished.intersection(step.needs)]


def last_line(log: Path) -> str:
    """What a program said last, which is mostly its error."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines()]
    return next((line for line in reversed(lines) if line), "it said nothing")[:200]
