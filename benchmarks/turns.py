"""Turns a second and latency over REST, beside a `rasa init` bot: `python -m benchmarks.turns`.

Both bots are trained here and now, in a temporary folder, and hold conversations of five turns.
What is compared is served side by side and measured in alternation, so that whatever else the
machine does weighs on both alike. Only this machine is talked to; what this starts ends with it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import uuid
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.bots import Bot, TrainingError, own_bot, rasa_init_bot
from benchmarks.conversations import Measurement, measure, pooled
from benchmarks.servers import NotStartedError, action_server, rasa_server

ENDPOINTS = Path("endpoints.yml")
CUSTOMERS = (1, 8)
ROUNDS = 3
WARM_UP_SECONDS = 2
ACTION_MESSAGE = "non"


@dataclass(frozen=True)
class Contender:
    """A bot as it is served, under the name that the table gives it."""

    name: str
    bot: Bot
    messages: tuple[str, ...]
    endpoints: dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.turns", description=__doc__)
    parser.add_argument("--seconds", type=float, default=9, help="of each measurement")
    seconds = parser.parse_args(arguments).seconds
    try:
        with tempfile.TemporaryDirectory() as folder:
            _compare(Path(folder), seconds)
    except (TrainingError, NotStartedError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _compare(folder: Path, seconds: float) -> None:
    print("Training both bots ...", flush=True)
    theirs, ours = rasa_init_bot(folder / "init"), own_bot(folder / "own")
    print(f"\n{'':44}{'customers':>10}{'turns/s':>10}{'p50 ms':>9}{'p95 ms':>9}")
    for store in ("SQLite", "in memory"):
        contenders = [
            Contender(
                f"{bot.name}, {store}",
                bot,
                bot.messages,
                _sqlite(folder) if store == "SQLite" else {},
            )
            for bot in (theirs, ours)
        ]
        for customers, (slow, quick) in _measured(contenders, folder, seconds):
            factor = quick.turns_a_second / slow.turns_a_second
            print(f"{'ours / rasa init':>44}{customers:10}{factor:9.1f}x\n", flush=True)
    with action_server(folder) as port:
        for _, measurements in _measured(_with_one_action(ours, port, folder), folder, seconds):
            medians = ", ".join(f"{one.median_of(ACTION_MESSAGE):.1f}" for one in measurements)
            print(f"{'p50 ms of the turn with the action':>44}: {medians}\n", flush=True)


def _with_one_action(bot: Bot, actions_port: int, folder: Path) -> list[Contender]:
    messages = (*bot.messages[:2], ACTION_MESSAGE, *bot.messages[3:])
    url = f"http://127.0.0.1:{actions_port}/webhook"
    return [
        Contender(
            f"ours, 1 action in 5 turns, {'no' if selective else 'whole'} domain",
            bot,
            messages,
            {
                **_sqlite(folder),
                "action_endpoint": {"url": url, "enable_selective_domain": selective},
            },
        )
        for selective in (True, False)
    ]


def _sqlite(folder: Path) -> dict[str, Any]:
    """The tracker store that the product has, in a file of its own."""
    product = yaml.safe_load(ENDPOINTS.read_text(encoding="utf-8"))
    database = folder / f"{uuid.uuid4().hex}.db"
    return {"tracker_store": {**product["tracker_store"], "db": str(database)}}


def _measured(
    contenders: Sequence[Contender], folder: Path, seconds: float
) -> Iterable[tuple[int, list[Measurement]]]:
    """Serve all contenders at the same time and measure them one after the other, in rounds."""
    with ExitStack() as servers:
        ports = [
            servers.enter_context(rasa_server(contender.bot.model, contender.endpoints, folder))
            for contender in contenders
        ]
        for contender, port in zip(contenders, ports, strict=True):
            measure(port, contender.messages, 1, WARM_UP_SECONDS)
        for customers in CUSTOMERS:
            rounds = [
                [
                    measure(port, contender.messages, customers, seconds / ROUNDS)
                    for contender, port in zip(contenders, ports, strict=True)
                ]
                for _ in range(ROUNDS)
            ]
            measurements = [pooled(one) for one in zip(*rounds, strict=True)]
            for contender, measured in zip(contenders, measurements, strict=True):
                _print_row(contender.name, customers, measured)
            yield customers, measurements


def _print_row(name: str, customers: int, measured: Measurement) -> None:
    percentiles = f"{measured.percentile(50):9.1f}{measured.percentile(95):9.1f}"
    print(f"{name:44}{customers:10}{measured.turns_a_second:10.1f}{percentiles}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
