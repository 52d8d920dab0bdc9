"""`make run`: Rasa, the action server and the web server in the foreground, until Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx

from scripts.endpoints import endpoints_file
from scripts.first_admin import console_line
from scripts.folders import folder_fault
from scripts.ports import Port, port_fault
from scripts.rasa_command import MODEL, RASA
from scripts.supervisor import Process, Supervisor, end_with_parent
from settings import Settings, load_settings
from telemetry.metrics import SHARED_FOLDER
from tickets.errors import TicketError
from tickets.trackers import Trackers

LOCAL = "127.0.0.1"
EVERY_OR_LOCAL = {LOCAL, "0.0.0.0", "::", "::1", "localhost"}  # noqa: S104 - compared, not bound
ONE_THREAD = {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
ASK_AGAIN_SECONDS = 0.5
SLOW_SECONDS = 90
COLOURS = {
    "rasa": "35",
    "actions": "36",
    "web": "32",
    "collector": "33",
    "intake": "33",
    "understand": "34",
}
COLLECTOR_IS_IDLE = (
    "Collector: idle, since X_API_KEY and the other keys of X are not set (docs/x.md)"
)
PREFIX_WIDTH = max(map(len, COLOURS))


def processes(settings: Settings, endpoints: Path) -> list[Process]:
    started = [
        Process("rasa", rasa_server(settings, endpoints), rasa_token(settings)),
        Process("actions", [sys.executable, "-m", "actions"], ONE_THREAD),
        Process("web", [sys.executable, "-m", "web"], ONE_THREAD),
    ]
    if all(settings.x_keys):
        started += collectors(settings)
    return started


def collectors(settings: Settings) -> list[Process]:
    """One process, or with a broker one for each of its queues."""
    collector = [sys.executable, "-m", "collector"]
    if not settings.broker_url:
        return [Process("collector", [*collector, "run"], ONE_THREAD)]
    metrics = ["--metrics-port", str(settings.collector_port + 1)]
    understand = [*collector, "work", "understand", *metrics]
    shared = ONE_THREAD | {SHARED_FOLDER: str(emptied(settings.var_dir / "metrics"))}
    return [
        Process("intake", [*collector, "work", "intake"], ONE_THREAD),
        Process("understand", understand, shared),
    ]


def emptied(folder: Path) -> Path:
    """The folder, with nothing of an earlier start in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def rasa_server(settings: Settings, endpoints: Path) -> list[str]:
    listening = ["--interface", LOCAL, "--port", str(settings.rasa_port)]
    files = ["--model", MODEL, "--endpoints", str(endpoints), "--credentials", "credentials.yml"]
    return [*RASA, "run", *listening, *files]


def rasa_token(settings: Settings) -> dict[str, str]:
    return {"RASA_TOKEN": settings.rasa_token} if settings.rasa_token else {}


def ports(settings: Settings) -> list[Port]:
    return [
        Port("PORT", settings.bind_host, settings.port),
        Port("RASA_PORT", LOCAL, settings.rasa_port),
        Port("ACTIONS_PORT", LOCAL, settings.actions_port),
    ]


def fault_before_start(settings: Settings) -> str | None:
    """One line on what makes a start useless."""
    if not Path(MODEL).is_file():  # Rasa would quietly take another model of that folder
        return f"{MODEL} is missing: run `make train`."
    return (
        folder_fault("VAR_DIR", settings.var_dir)
        or dialogues_fault(settings)
        or port_fault(ports(settings))
    )


def dialogues_fault(settings: Settings) -> str | None:
    """One line on why Rasa cannot keep dialogues: it would go on and forget them at its end."""
    try:
        Trackers(settings.database_url, settings.var_dir).make_room()
    except TicketError as error:
        return str(error)
    return None


def shown_on(terminal: bool) -> Callable[[str, str], None]:
    def show(name: str, line: str) -> None:
        prefix = f"{name:<{PREFIX_WIDTH}} |"
        colour = COLOURS.get(name)
        shown = f"\x1b[{colour}m{prefix}\x1b[0m" if terminal else prefix
        print(shown, line, flush=True)

    return show


async def say_when_ready(settings: Settings, then: Callable[[], None]) -> None:
    """Print the lines that a person waits for; say what is missing when that takes long."""
    url = local_url(settings)
    loop = asyncio.get_running_loop()
    slow_at = loop.time() + SLOW_SECONDS
    async with httpx.AsyncClient(trust_env=False) as client:
        while (answer := await readiness(client, f"{url}/readyz")) is not None:
            if loop.time() >= slow_at:
                print(f"Not ready yet: {answer}", flush=True)
                slow_at = loop.time() + SLOW_SECONDS
            await asyncio.sleep(ASK_AGAIN_SECONDS)
    print(f"FreeMobilaChat is ready: {url}/chat", flush=True)
    print(await asyncio.to_thread(console_line, settings, url), flush=True)
    if not all(settings.x_keys):
        print(COLLECTOR_IS_IDLE, flush=True)
    then()


def local_url(settings: Settings) -> str:
    """Where a browser on this machine reaches the web server."""
    host = "localhost" if settings.bind_host in EVERY_OR_LOCAL else settings.bind_host
    return f"http://{host}:{settings.port}"


async def readiness(client: httpx.AsyncClient, url: str) -> str | None:
    """None when the product is ready, else what it says of itself."""
    try:
        response = await client.get(url)
    except httpx.HTTPError as error:
        return f"the web server does not answer ({type(error).__name__})"
    return None if response.is_success else response.text


async def supervise(settings: Settings, when_ready: Callable[[], None] = lambda: None) -> None:
    is_terminal = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    supervisor = Supervisor(
        processes(settings, endpoints_file(settings)),
        settings.var_dir / "log",
        shown_on(is_terminal),
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, supervisor.stop)
    waiting = asyncio.create_task(say_when_ready(settings, when_ready))
    await supervisor.run()
    waiting.cancel()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.run", description=__doc__)
    parser.add_argument(
        "--until-parent-ends",
        action="store_true",
        help="stop as well when the program that started this one ends, as make does",
    )
    if parser.parse_args(arguments).until_parent_ends:
        end_with_parent(os.getppid(), signal.SIGTERM)
    settings = load_settings()
    if fault := fault_before_start(settings):
        print(fault, file=sys.stderr)
        return 1
    asyncio.run(supervise(settings))
    print("Stopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
