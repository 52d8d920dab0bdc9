"""The commands that work on mentions: run, work, replay, purge. `__main__` adds them to its own."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from collector import replay, run
from collector.config import CollectorConfig, config_of
from collector.figures import figures
from collector.judge import Understands
from collector.parts import build_judge, build_parts
from settings import Settings
from telemetry.metrics import serving
from telemetry.process import watching
from tickets.clock import utc_now
from tickets.database import Database
from tickets.mentions import Mentions
from tickets.x_vocabulary import ReplyRejection

NAMES = frozenset({"run", "work", "replay", "purge"})
LASTING = frozenset({"run", "work"})
MOST_PROCESSES = 64
MakeClassifier = Callable[[], Understands]


def add_to(commands: Any) -> None:
    """Put them beside the other commands of the parser."""
    commands.add_parser("run", help="read mentions from X and answer them, until Ctrl-C")
    working = commands.add_parser("work", help="the same on a broker, intake and judging apart")
    workers = working.add_subparsers(dest="worker", required=True)
    workers.add_parser("intake", help="read mentions and answer them; a second one stands by")
    judging = workers.add_parser("understand", help="judge stored mentions; run as many as needed")
    judging.add_argument(
        "--concurrency", type=_number, default=1, metavar="N", help="processes that judge"
    )
    judging.add_argument(
        "--metrics-port", type=int, metavar="PORT", help="of its /metrics, not COLLECTOR_PORT"
    )
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
    process = getattr(options, "worker", "collector")
    with watching(process, settings.log_format, settings.otel_exporter_otlp_endpoint):
        if options.command not in LASTING:
            return _once(options, config_of(settings), make_classifier)
        port = getattr(options, "metrics_port", None) or settings.collector_port
        with serving(figures().registry, port):
            return _last(options, config_of(settings), make_classifier)


def _last(
    options: argparse.Namespace, config: CollectorConfig, make_classifier: MakeClassifier
) -> int:
    if options.command == "run":
        return run.run(config, make_classifier)
    return _work(config, options, make_classifier)


def _once(
    options: argparse.Namespace, config: CollectorConfig, make_classifier: MakeClassifier
) -> int:
    database = Database(config.database_url)
    try:
        if options.command == "replay":
            return _replay(database, config, options.file, make_classifier)
        return _purge(database, options)
    finally:
        database.close()


def _work(
    config: CollectorConfig, options: argparse.Namespace, make_classifier: MakeClassifier
) -> int:
    from collector import work  # Celery takes a while to load

    if options.worker == "intake":
        return work.intake(config)
    return work.understand(config, make_classifier, options.concurrency)


def _replay(
    database: Database, config: CollectorConfig, path: Path, make_classifier: MakeClassifier
) -> int:
    if not path.is_file():
        print(f"FILE: {path} should be a file of posts, .csv or .jsonl")
        return 2
    judge = build_judge(config, database, make_classifier())
    return replay.replay(build_parts(config, database).mentions, judge, path)


def _purge(database: Database, options: argparse.Namespace) -> int:
    mentions = Mentions(database)
    if options.author:
        ids = mentions.kept_of(options.author)
    else:
        ids = mentions.kept_from_before(utc_now() - timedelta(days=options.older_than))
    erased = mentions.erase(ids, ReplyRejection.post_gone) if ids else 0
    print(f"Emptied {erased} mentions; their figures stay.")
    return 0


def _number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_PROCESSES:
        raise argparse.ArgumentTypeError(f"should be a number from 1 to {MOST_PROCESSES}")
    return int(text)
