from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest

from scripts.supervisor import Process, Supervisor

SAYS_HELLO_AND_STAYS = "print('hello', flush=True); import signal; signal.pause()"
IGNORES_TERM = (
    "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('stubborn', flush=True);\nwhile True: signal.pause()"
)
HAS_A_CHILD = (
    "import subprocess, sys, signal;"
    "child = subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()']);"
    "print('child', child.pid, flush=True); signal.pause()"
)
SUPERVISOR_OF_ONE = """
import asyncio, sys
from pathlib import Path
from scripts.supervisor import Process, Supervisor
child = Process("web", [sys.executable, "-c", {code!r}])
show = lambda name, line: print(line, flush=True)
asyncio.run(Supervisor([child], Path({logs!r}), show).run())
"""
PATIENCE_SECONDS = 60


class Said:
    """What was shown, and a wait until something is."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []
        self._changed = asyncio.Event()

    def __call__(self, name: str, line: str) -> None:
        self.lines.append((name, line))
        self._changed.set()

    async def wait_for(self, text: str, times: int = 1) -> str:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                found = [line for _, line in self.lines if text in line]
                if len(found) >= times:
                    return found[times - 1]
                self._changed.clear()
                await self._changed.wait()


def python(name: str, code: str) -> Process:
    return Process(name, [sys.executable, "-c", code])


def supervisor(
    processes: Sequence[Process], logs: Path, said: Said, *, grace_seconds: float = PATIENCE_SECONDS
) -> Supervisor:
    return Supervisor(
        processes, logs, said, pauses_seconds=[0, 0.01, 0.02], grace_seconds=grace_seconds
    )


def is_running(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


async def ends(pid: int) -> bool:
    """Whether that process, which is no child of this one, ends soon: a signal takes a moment."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while is_running(pid):
            await asyncio.sleep(0.01)
    return True


async def test_what_a_process_says_is_shown_under_its_name_and_kept(tmp_path: Path) -> None:
    said = Said()
    supervised = supervisor([python("web", SAYS_HELLO_AND_STAYS)], tmp_path, said)
    running = asyncio.create_task(supervised.run())

    await said.wait_for("hello")
    supervised.stop()
    await running

    assert ("web", "hello") in said.lines
    assert (tmp_path / "web.log").read_text().endswith("Z hello\n")


async def test_a_json_line_is_kept_as_it_is(tmp_path: Path) -> None:
    said = Said()
    line = '{"at": "2026-11-20T08:00:00+00:00", "message": "hello"}'
    says = SAYS_HELLO_AND_STAYS.replace("'hello'", repr(line))
    supervised = supervisor([python("web", says)], tmp_path, said)
    running = asyncio.create_task(supervised.run())

    await said.wait_for(line)
    supervised.stop()
    await running

    assert (tmp_path / "web.log").read_text() == f"{line}\n"


async def test_a_line_that_the_disk_has_no_room_for_is_shown_and_nothing_else(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    said = Said()
    (tmp_path / "web.log").symlink_to("/dev/full")
    supervised = supervisor([python("web", SAYS_HELLO_AND_STAYS)], tmp_path, said)
    running = asyncio.create_task(supervised.run())

    await said.wait_for("hello")
    supervised.stop()
    await running

    assert capfd.readouterr().err == ""


async def test_a_process_that_crashes_is_started_again_after_growing_pauses(tmp_path: Path) -> None:
    said = Said()
    supervised = supervisor([python("rasa", "exit(3)")], tmp_path, said)
    running = asyncio.create_task(supervised.run())

    await said.wait_for("starting again", times=4)
    supervised.stop()
    await running

    assert [line for _, line in said.lines][:4] == [
        "ended with exit code 3; starting again in 0 s",
        "ended with exit code 3; starting again in 0.01 s",
        "ended with exit code 3; starting again in 0.02 s",
        "ended with exit code 3; starting again in 0.02 s",
    ]
    kept = (tmp_path / "rasa.log").read_text()
    assert "Z ended with exit code 3; starting again in 0.01 s\n" in kept


async def test_one_crash_leaves_the_others_running(tmp_path: Path) -> None:
    said = Said()
    steady = python("web", SAYS_HELLO_AND_STAYS)
    supervised = supervisor([steady, python("rasa", SAYS_HELLO_AND_STAYS)], tmp_path, said)
    running = asyncio.create_task(supervised.run())
    await said.wait_for("hello", times=2)
    web, rasa = supervised.pid_of("web"), supervised.pid_of("rasa")
    assert web
    assert rasa

    os.kill(rasa, signal.SIGKILL)
    await said.wait_for("hello", times=3)

    assert ("rasa", "ended with signal SIGKILL; starting again in 0 s") in said.lines
    assert supervised.pid_of("web") == web
    supervised.stop()
    await running


async def test_a_program_that_is_missing_is_named_and_tried_again(tmp_path: Path) -> None:
    said = Said()
    supervised = supervisor([Process("rasa", ["no-such-program"])], tmp_path, said)
    running = asyncio.create_task(supervised.run())

    line = await said.wait_for("starting again", times=2)
    supervised.stop()
    await running

    assert line.startswith("cannot be started (")
    assert "no-such-program" in line


async def test_a_stop_leaves_neither_child_nor_grandchild(tmp_path: Path) -> None:
    said = Said()
    supervised = supervisor([python("web", HAS_A_CHILD)], tmp_path, said)
    running = asyncio.create_task(supervised.run())
    grandchild = int((await said.wait_for("child")).split()[1])
    child = supervised.pid_of("web")
    assert child

    supervised.stop()
    await running

    assert not is_running(child)
    assert await ends(grandchild)


async def test_what_does_not_end_within_the_grace_is_killed(tmp_path: Path) -> None:
    said = Said()
    supervised = supervisor([python("web", IGNORES_TERM)], tmp_path, said, grace_seconds=0.1)
    running = asyncio.create_task(supervised.run())
    await said.wait_for("stubborn")
    child = supervised.pid_of("web")
    assert child

    supervised.stop()
    await running

    assert not is_running(child)


async def test_asked_a_second_time_to_stop_it_does_not_wait(tmp_path: Path) -> None:
    said = Said()
    supervised = supervisor([python("web", IGNORES_TERM)], tmp_path, said, grace_seconds=3600)
    running = asyncio.create_task(supervised.run())
    await said.wait_for("stubborn")

    supervised.stop()
    supervised.stop()

    async with asyncio.timeout(PATIENCE_SECONDS):
        await running


async def test_a_line_too_long_to_hold_stops_nothing(tmp_path: Path) -> None:
    said = Said()
    long = "print('x' * 3_000_000, flush=True);" + SAYS_HELLO_AND_STAYS
    supervised = supervisor([python("web", long)], tmp_path, said)
    running = asyncio.create_task(supervised.run())

    await said.wait_for("too long to show")
    await said.wait_for("hello")
    supervised.stop()
    await running


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_a_killed_supervisor_leaves_no_child(tmp_path: Path) -> None:
    code = "import os; print(os.getpid(), flush=True);" + SAYS_HELLO_AND_STAYS
    program = SUPERVISOR_OF_ONE.format(code=code, logs=str(tmp_path))
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    ) as supervised:
        assert supervised.stdout
        child = psutil.Process(int(supervised.stdout.readline()))

        supervised.kill()

        child.wait(PATIENCE_SECONDS)
