"""Processes that classify in parallel, each with its own loaded classifier."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from collector.classify import Classifier, embedded_classifier
from collector.json_lines import answer_lines, as_json

MOST_WORKERS = 2

_classifier: Classifier | None = None


def executor(var_dir: Path) -> Executor:
    """Workers are started afresh, not forked: the caller has threads."""
    return ProcessPoolExecutor(
        min(MOST_WORKERS, os.cpu_count() or 1),
        mp_context=get_context("spawn"),
        initializer=_load,
        initargs=(var_dir,),
    )


def answer_here(
    classifier: Classifier, lines: Sequence[str], *, explain: bool
) -> list[dict[str, Any]]:
    """Answers to JSON lines, by this process."""
    return answer_lines(partial(_classified, classifier, explain=explain), lines)


def answer_in_worker(lines: Sequence[str], *, explain: bool) -> list[dict[str, Any]]:
    """The same in a worker, once it has loaded."""
    if _classifier is None:
        raise RuntimeError("a worker answers only after it has loaded the classifier")
    return answer_here(_classifier, lines, explain=explain)


def _classified(
    classifier: Classifier, texts: Sequence[str], *, explain: bool
) -> list[dict[str, Any]]:
    return [as_json(one) for one in classifier.classify(texts, explain=explain)]


def _load(var_dir: Path) -> None:
    global _classifier
    _classifier = embedded_classifier(var_dir)
