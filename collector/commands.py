"""The commands that work on mentions: run, replay, purge. `__main__` adds them to its own."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from collector import replay, run
from collector.config import CollectorConfig, config_of
from collector.judge import Understands
from collector.parts import build_parts
from settings import Settings
from tickets.clock import utc_now
from tickets.database import Database
from tickets.mentions import Mentions
from tickets.x_vocabulary import ReplyRejection

LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
NAMES = frozenset({"run", "replay", "purge"})
MakeClassifier = Callable[[], Understands]


def add_to(commands: Any) -> None:
    """Put them beside the other commands of the parser."""
    commands.add_parser("run", help="read mentions from X and answer them, until Ctrl-C")
    replaying = commands.add_parser("replay", help="feed posts of a file through the pipeline")
    replaying.add_argument("file", type=Path, help="CSV with a text column, or JSON lines")
    purging = commands.add_parser("purge", help="empty mentions of an author, or old ones")
    which = purging.add_mutually_exclusive_group(required=True)
    which.add_argument("--author", help="handle or id on X")
    which.add_argument("--older-than", type=int, metavar="DAYS", help="by the age of the post")


def execute(
    options: argparse.Namespace, settings: Settings, make_classifier: MakeClassifier
) -> int:
    """Run the command that was asked for."""
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
    config = config_of(settings)
    if options.command == "run":
        return run.run(config, make_classifier)
    database = Database(config.database_url)
    try:
        if options.command == "replay":
            return _replay(database, config, options.file, make_classifier)
        return _purge(database, options)
    finally:
        database.close()


def _replay(
    database: Database, config: CollectorConfig, path: Path, make_classifier: MakeClassifier
) -> int:
    if not path.is_file():
        print(f"FILE: {path} should be a file of posts, .csv or .jsonl")
        return 2
    return replay.replay(build_parts(config, database, make_classifier()), path)


def _purge(database: Database, options: argparse.Namespace) -> int:
    mentions = Mentions(database)
    if options.author:
        ids = mentions.kept_of(options.author)
    else:
        ids = mentions.kept_from_before(utc_now() - timedelta(days=options.older_than))
    erased = mentions.erase(ids, ReplyRejection.post_gone) if ids else 0
    print(f"Emptied {erased} mentions; their figures stay.")
    return 0
