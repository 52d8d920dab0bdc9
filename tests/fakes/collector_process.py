"""The collector as a process of its own, with the plain classifier: it is up in a second."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import timedelta

from collector import work
from collector.config import CollectorConfig, config_of
from collector.run import run
from settings import load_settings
from telemetry.logs import log_as
from tests.fakes.plain_classifier import PlainClassifier


def start(config: CollectorConfig, kind: str) -> int:
    if kind == "intake":
        return work.intake(config)
    if kind == "understand":
        return work.understand(config, PlainClassifier, concurrency=2)
    return run(config, PlainClassifier)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", nargs="?", default="run", choices=("run", "intake", "understand"))
    parser.add_argument("--queue", default="collector")
    parser.add_argument("--claimed-for", type=float, default=120)
    options = parser.parse_args()
    log_as("text", "collector")
    claimed_for = timedelta(seconds=options.claimed_for)
    config = replace(config_of(load_settings()), queue=options.queue, claimed_for=claimed_for)
    return start(config, options.kind)


if __name__ == "__main__":
    sys.exit(main())
