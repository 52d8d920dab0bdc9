"""Turns a second and latency over REST, beside a `rasa init` bot: `python -m benchmarks.turns`.

Both bots are trained here and now, in a temporary folder, and hold conversations of five turns.
Only this machine is talked to, and every process that this starts ends with it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from benchmarks.bots import Bot, TrainingError, own_bot, rasa_init_bot
from benchmarks.conversations import Measurement, measure
from benchmarks.servers import NotStartedError, action_server, rasa_server

ENDPOINTS = Path("endpoints.yml")
CUSTOMERS = (1, 8)
STORES = ("SQLite", "in memory")
ACTION_MESSAGE = "non"
WARM_UP_SECONDS = 2

Speeds = dict[tuple[str, str, int], float]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.turns", description=__doc__)
    parser.add_argument("--seconds", type=float, default=8, help="of each measurement")
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
    speeds = _without_actions([theirs, ours], folder, seconds)
    _with_one_action(ours, folder, seconds)
    for customers in CUSTOMERS:
        factors = [
            f"{speeds[ours.name, store, customers] / speeds[theirs.name, store, customers]:.1f} x"
            f" ({store})"
            for store in STORES
        ]
        print(f"\nours / rasa init, {customers} at once: {', '.join(factors)}", end="")
    print()


def _without_actions(bots: Sequence[Bot], folder: Path, seconds: float) -> Speeds:
    speeds: Speeds = {}
    for store in STORES:
        for bot in bots:
            with rasa_server(bot.model, _endpoints(store, folder), folder) as port:
                for customers, measured in _measured(port, bot.messages, seconds):
                    _print_row(f"{bot.name}, {store}", customers, measured)
                    speeds[bot.name, store, customers] = measured.turns_a_second
    return speeds


def _with_one_action(bot: Bot, folder: Path, seconds: float) -> None:
    """One of the five messages calls an action; what that message takes is told apart."""
    messages = (*bot.messages[:2], ACTION_MESSAGE, *bot.messages[3:])
    with action_server(folder) as actions_port:
        for selective in (True, False):
            endpoints = _endpoints(STORES[0], folder) | {
                "action_endpoint": {
                    "url": f"http://127.0.0.1:{actions_port}/webhook",
                    "enable_selective_domain": selective,
                }
            }
            domain = "selective" if selective else "whole"
            with rasa_server(bot.model, endpoints, folder) as port:
                for customers, measured in _measured(port, messages, seconds):
                    _print_row(f"+ 1 action in 5 turns, {domain} domain", customers, measured)
                    print(f"{'of these, the turn with the action':>64}{_of_action(measured):9.1f}")


def _measured(port: int, messages: Sequence[str], seconds: float) -> list[tuple[int, Measurement]]:
    measure(port, messages, 1, WARM_UP_SECONDS)
    return [(customers, measure(port, messages, customers, seconds)) for customers in CUSTOMERS]


def _of_action(measured: Measurement) -> float:
    return measured.median_of(ACTION_MESSAGE)


def _endpoints(store: str, folder: Path) -> dict[str, Any]:
    """The tracker store that the product has, in a file of its own, or none."""
    if store != STORES[0]:
        return {}
    database = folder / f"{uuid.uuid4().hex}.db"
    product = yaml.safe_load(ENDPOINTS.read_text(encoding="utf-8"))
    return {"tracker_store": {**product["tracker_store"], "db": str(database)}}


def _print_row(name: str, customers: int, measured: Measurement) -> None:
    percentiles = f"{measured.percentile(50):9.1f}{measured.percentile(95):9.1f}"
    print(f"{name:44}{customers:10}{measured.turns_a_second:10.1f}{percentiles}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
