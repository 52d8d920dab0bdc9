"""Keeps some processes alive, shows and keeps what they say, and stops them all.

Each runs in its own session; one that ends is started again after a pause that grows. It knows
nothing of what they do. docs/decisions/0001-two-environments.md says why it is ours.
"""

from __future__ import annotations

import asyncio
import ctypes
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from logging.handlers import RotatingFileHandler
from pathlib import Path

PAUSES_SECONDS = (1.0, 2.0, 5.0, 10.0, 30.0)
STEADY_SECONDS = 60.0  # a process that lived this long begins again with the shortest pause
GRACE_SECONDS = 10.0
LONGEST_LINE = 1 << 20
LOG_BYTES = 10_000_000
LOG_FILES = 5
SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux's <sys/prctl.h>
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Process:
    """A program to keep alive, and what its environment has beside the supervisor's own."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


def end_with_parent(parent: int, with_signal: int = signal.SIGKILL) -> None:
    """Have this process end when `parent` does, however that ends; Linux only."""
    if LIBC is not None:
        LIBC.prctl(SET_PARENT_DEATH_SIGNAL, with_signal)
        if os.getppid() != parent:  # it ended before the line above
            os._exit(1)


class Supervisor:
    def __init__(
        self,
        processes: Sequence[Process],
        logs: Path,
        show: Callable[[str, str], None],
        *,
        pauses_seconds: Sequence[float] = PAUSES_SECONDS,
        grace_seconds: float = GRACE_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`show` gets the name of a process and a line that it, or the supervisor of it, says."""
        self._processes = processes
        self._logs = logs
        self._show = show
        self._pauses_seconds = pauses_seconds
        self._grace_seconds = grace_seconds
        self._monotonic = monotonic
        self._stopping = asyncio.Event()
        self._running: dict[str, asyncio.subprocess.Process] = {}

    async def run(self) -> None:
        """Keep all processes alive until `stop`; none is left when this returns."""
        keepers = [asyncio.create_task(self._keep_alive(process)) for process in self._processes]
        stopped = asyncio.create_task(self._stopping.wait())
        await asyncio.wait([stopped, *keepers], return_when=asyncio.FIRST_COMPLETED)
        self._stopping.set()
        self._signal_all(signal.SIGTERM)
        await asyncio.wait(keepers, timeout=self._grace_seconds)
        self._signal_all(signal.SIGKILL)
        await asyncio.gather(*keepers)

    def stop(self) -> None:
        """Ask every process to end, and kill after the grace; asked twice, kill at once."""
        if self._stopping.is_set():
            self._signal_all(signal.SIGKILL)
        self._stopping.set()

    def pid_of(self, name: str) -> int | None:
        """The id of a process that is running now."""
        running = self._running.get(name)
        return running.pid if running else None

    async def _keep_alive(self, process: Process) -> None:
        with _opened_log(self._logs / f"{process.name}.log") as log:
            crashes = 0
            while True:
                began = self._monotonic()
                ending = await self._run_once(process, log)
                if self._stopping.is_set():
                    return
                crashes = 0 if self._monotonic() - began >= STEADY_SECONDS else crashes
                pause = self._pauses_seconds[min(crashes, len(self._pauses_seconds) - 1)]
                crashes += 1
                self._say(process.name, log, f"{ending}; starting again in {pause:g} s")
                if await self._is_stopped_within(pause):
                    return

    async def _run_once(self, process: Process, log: logging.Logger) -> str:
        try:
            running = await self._start(process)
        except OSError as error:
            return f"cannot be started ({error})"
        self._running[process.name] = running
        if self._stopping.is_set():  # `run` signalled all before this one was among them
            _signal(running.pid, signal.SIGTERM)
        relay = asyncio.create_task(self._relay(process.name, running, log))
        code = await running.wait()
        _signal(running.pid, signal.SIGKILL)  # what it started and left behind
        del self._running[process.name]
        await relay
        return f"ended with {_ending(code)}"

    async def _start(self, process: Process) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *process.arguments,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **process.environment},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            limit=LONGEST_LINE,
            start_new_session=True,
            preexec_fn=partial(end_with_parent, os.getpid()),
        )

    async def _relay(
        self, name: str, running: asyncio.subprocess.Process, log: logging.Logger
    ) -> None:
        assert running.stdout is not None  # noqa: S101 - it was asked for as a pipe
        while line := await _read_line(running.stdout):
            self._say(name, log, line.decode(errors="replace").rstrip())

    def _say(self, name: str, log: logging.Logger, line: str) -> None:
        log.info(line)
        self._show(name, line)

    def _signal_all(self, number: signal.Signals) -> None:
        for running in self._running.values():
            _signal(running.pid, number)

    async def _is_stopped_within(self, seconds: float) -> bool:
        try:
            return await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return False


async def _read_line(stream: asyncio.StreamReader) -> bytes:
    try:
        return await stream.readline()
    except ValueError:
        return b"(a line too long to show)"


def _signal(leader: int, number: signal.Signals) -> None:
    try:
        os.killpg(leader, number)
    except ProcessLookupError:
        return


def _ending(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


@contextmanager
def _opened_log(path: Path) -> Iterator[logging.Logger]:
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = _Kept(path, maxBytes=LOG_BYTES, backupCount=LOG_FILES - 1)
    handler.setFormatter(_Stamped())
    log = logging.Logger(path.stem, logging.INFO)
    log.addHandler(handler)
    try:
        yield log
    finally:
        with suppress(OSError):
            handler.close()


class _Kept(RotatingFileHandler):
    """Loses a line that the disk has no room for; it was shown, and its traceback helps nobody."""

    def handleError(self, _: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        return


class _Stamped(logging.Formatter):
    """Puts the time before a line, in UTC, unless the line is a JSON object with a time in it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)sZ %(message)s", "%Y-%m-%dT%H:%M:%S")
        self.converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        line = record.getMessage()
        return line if line.startswith('{"at": ') else super().format(record)
