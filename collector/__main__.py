"""Command line of the collector: train, classify, evaluate; `commands` adds those on mentions."""

from __future__ import annotations

import argparse
import io
import logging
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from collector import commands, workers
from collector.classify import Classifier, embedded_classifier
from collector.evaluation import UnusableFile, figures, read_rows
from collector.json_lines import Stream
from collector.opinions import JudgesPosts, OpinionError
from collector.sentence_encoder import SentenceEncoder
from collector.training import TrainingDataError, train
from settings import Settings, load_settings
from tickets.errors import TicketError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 1 when it failed, with one line that says why."""
    options = _parser().parse_args(arguments)
    settings = load_settings()
    logging.captureWarnings(True)
    try:
        if options.command in commands.NAMES:
            return commands.execute(options, settings, partial(classifier_of, settings))
        if options.command == "train":
            print(f"Trained: {train(settings.var_dir, SentenceEncoder())}")
        elif options.command == "classify":
            _classify(settings, options)
        else:
            _evaluate(settings, options.files)
    except (OpinionError, TicketError, TrainingDataError, UnusableFile) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def classifier_of(settings: Settings) -> Classifier:
    """The classifier that the settings describe."""
    return embedded_classifier(settings.var_dir, _strangers(settings))


def _strangers(settings: Settings) -> list[JudgesPosts]:
    found: list[JudgesPosts] = []
    if settings.classifier_model:
        from collector.hub_model import HubModel

        found.append(HubModel(settings.classifier_model))
    if settings.llm_base_url and settings.llm_model:
        from collector.llm import Llm, LlmConfig

        config = LlmConfig(
            base_url=settings.llm_base_url,
            model=settings.llm_model,
            api_key=settings.llm_api_key or None,
            timeout_seconds=settings.llm_timeout_seconds,
            daily_budget_calls=settings.llm_daily_budget_calls,
        )
        found.append(Llm(config))
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m collector")
    subcommands = parser.add_subparsers(dest="command", required=True)
    subcommands.add_parser("train", help="train the classifiers and keep the result")
    classify = subcommands.add_parser("classify", help="judge posts: JSON lines in, JSON lines out")
    classify.add_argument("--explain", action="store_true", help="say why, too")
    evaluate = subcommands.add_parser("evaluate", help="measure on CSV files of labelled posts")
    evaluate.add_argument("files", type=Path, nargs="+", metavar="FILE")
    commands.add_to(subcommands)
    return parser


def _classify(settings: Settings, options: argparse.Namespace) -> None:
    classifier = classifier_of(settings)
    posts = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
    Stream(
        partial(workers.answer_here, classifier, explain=options.explain),
        sys.stdout,
        # An endpoint's budget is counted in one place: with strangers, one process does it all.
        start_executor=None
        if classifier.strangers
        else partial(workers.executor, settings.var_dir),
        remote=partial(workers.answer_in_worker, explain=options.explain),
    ).run(posts)


def _evaluate(settings: Settings, files: Sequence[Path]) -> None:
    classifier = classifier_of(settings)
    for path in files:
        print(f"{path.name}: value, then 95 % of resamples")
        for figure in figures(classifier, read_rows(path)):
            print(f"  {figure}")


if __name__ == "__main__":
    sys.exit(main())
