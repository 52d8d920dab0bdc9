"""The commands that understand posts: train, classify, evaluate."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from collector import workers
from collector.errors import CollectorError
from collector.evaluation import UnusableFile, figures, read_rows
from collector.json_lines import Stream
from collector.judges import classifier_of
from collector.opinions import OpinionError
from collector.training import TrainingDataError, model_path
from settings import Settings


def execute(options: argparse.Namespace, settings: Settings) -> int:
    """Run the command that was asked for. Raises `CollectorError`."""
    try:
        if options.command == "train":
            classifier_of(settings)
            print(f"Trained: {model_path(settings.var_dir)}")
        elif options.command == "classify":
            _classify(settings, options)
        else:
            _evaluate(settings, options.files)
    except (OpinionError, TrainingDataError, UnusableFile) as error:
        raise CollectorError(str(error)) from error
    return 0


def _classify(settings: Settings, options: argparse.Namespace) -> None:
    classifier = classifier_of(settings)
    posts = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
    Stream(
        partial(workers.answer_here, classifier, explain=options.explain),
        sys.stdout,
        # A hub model fills the cores by itself, and an endpoint is waited for, not computed.
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
