"""Runs Rasa's commands quietly: `python -m scripts.assistant ARGUMENTS OF RASA`.

`shell` and `interactive` need the action server: it runs beside them, unless one answers already,
and its output goes to its log.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx

from scripts.endpoints import endpoints_file
from scripts.ports import free_port
from scripts.rasa_command import MODEL, RASA
from scripts.supervisor import end_with_parent
from settings import Settings, load_settings

DOMAIN = Path("domain.yml")
CONVERSING = {"shell", "interactive"}
START_SECONDS = 60
STOP_SECONDS = 10
ASK_AGAIN_SECONDS = 0.2


class NoActionsError(Exception):
    """The action server did not come up; its log says why."""


@contextmanager
def action_server(settings: Settings) -> Iterator[None]:
    """The action server answers for as long as this lasts."""
    if _answers(settings):
        yield
        return
    log = settings.var_dir / "log/actions.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "actions"],
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C is for Rasa
            preexec_fn=partial(end_with_parent, os.getpid()),
        )
        try:
            if not _comes_up(settings, server):
                raise NoActionsError(f"The action server did not start; {log} says why.")
            yield
        finally:
            _stop(server)


def _comes_up(settings: Settings, server: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if _answers(settings):
            return True
        time.sleep(ASK_AGAIN_SECONDS)
    return False


def _answers(settings: Settings) -> bool:
    try:
        return httpx.get(f"{settings.actions_url}/health", trust_env=False).is_success
    except httpx.HTTPError:
        return False


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def converse(arguments: Sequence[str], settings: Settings) -> int:
    """A conversation in this terminal, on a port of its own beside a product that runs."""
    files = ["--model", MODEL, "--endpoints", str(endpoints_file(settings))]
    if "interactive" in arguments[:1]:
        files += ["--domain", str(domain_to_write_over(settings))]
    with action_server(settings):
        return _rasa([*arguments, *files, "--port", str(free_port())], {"LOG_LEVEL": "WARNING"})


def domain_to_write_over(settings: Settings) -> Path:
    """A copy: an interactive session saves its domain, without the comments of ours."""
    copy = settings.var_dir / "interactive/domain.yml"
    copy.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(DOMAIN, copy))


def _rasa(arguments: Sequence[str], environment: dict[str, str]) -> int:
    variables = {**os.environ, **environment}
    return subprocess.run([*RASA, *arguments], env=variables, check=False).returncode  # noqa: S603


def _exit(*_: object) -> None:
    sys.exit(1)


def main(arguments: Sequence[str]) -> int:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _exit)
    try:
        if CONVERSING.intersection(arguments[:1]):
            return converse(arguments, load_settings())
        return _rasa(arguments, {})
    except NoActionsError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
