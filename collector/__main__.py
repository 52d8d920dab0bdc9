"""Command line of the collector; what a command needs is loaded when it runs.

An idle collector then holds neither scikit-learn nor a broker's client.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from collector import commands
from collector.errors import ClassifierError, CollectorError
from collector.judge import Understands
from settings import Settings, load_settings
from tickets.errors import TicketError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 1 when it failed, with one line that says why."""
    options = _parser().parse_args(arguments)
    settings = load_settings()
    logging.captureWarnings(True)
    try:
        if options.command in commands.NAMES:
            return commands.execute(options, settings, partial(_classifier_of, settings))
        from collector import understanding

        return understanding.execute(options, settings)
    except (CollectorError, TicketError) as error:
        print(error, file=sys.stderr)
        return 1


def _classifier_of(settings: Settings) -> Understands:
    from collector.judges import classifier_of
    from collector.opinions import OpinionError
    from collector.training import TrainingDataError

    try:
        return classifier_of(settings)
    except (OpinionError, TrainingDataError) as error:
        raise ClassifierError(str(error)) from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m collector")
    subcommands = parser.add_subparsers(dest="command", required=True)
    subcommands.add_parser("train", help="train the classifiers, unless it was done")
    classify = subcommands.add_parser("classify", help="judge posts: JSON lines in, JSON lines out")
    classify.add_argument("--explain", action="store_true", help="say why, too")
    evaluate = subcommands.add_parser("evaluate", help="measure on CSV files of labelled posts")
    evaluate.add_argument("files", type=Path, nargs="+", metavar="FILE")
    commands.add_to(subcommands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
