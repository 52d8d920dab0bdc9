"""Which intents a pipeline finds: `python -m benchmarks.intents TRAIN TEST`, in Rasa's environment.

TRAIN and TEST are CSV files (text,intent), Rasa NLU files or folders of them; TEST rows of intent
`oos` are out of scope. `--cross-validate FOLDER` splits one set instead. Scores `config.yml` beside
the pipeline of `rasa init` and beside plain counts of n-grams; trains all of them on the same rows.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import mean

from benchmarks.labelled import LabelledRowsError, Row, folds, read_rows
from benchmarks.scores import (
    OUT_OF_SCOPE,
    Prediction,
    accuracy,
    confusions,
    in_scope_accuracy,
    macro_f1,
    out_of_scope_recall,
)
from scripts.rasa_command import QUIET

PIPELINES = {
    "config.yml": Path("config.yml"),
    "rasa init": Path(__file__).parent / "pipelines/rasa_init.yml",
    "counts": Path(__file__).parent / "pipelines/counts.yml",
}
THRESHOLDS = (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8)
COLUMNS = {
    "pipeline": 24,
    "accuracy": 10,
    "unseen": 10,
    "macro-F1": 10,
    "ms/message": 12,
    "training s": 12,
}
FEWEST_INTENTS = 2
BUTTONS_ONLY = frozenset({"open_chat", "confirm_cancel", "keep_going"})

Splits = Sequence[tuple[Sequence[Row], Sequence[Row]]]
Scored = dict[str, list[Prediction]]


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        splits = _splits(options)
        _refuse_missing(options.pipelines)
    except (LabelledRowsError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    for remark in remarks(*splits[0]):
        print(remark, file=sys.stderr)
    try:
        scored = _score(options.pipelines, splits)
    except ModuleNotFoundError as error:
        print(f"{error}; Rasa's environment has it: .venv-rasa/bin/python", file=sys.stderr)
        return 2
    if any(not row.is_in_scope for row in next(iter(scored.values()))):
        _print_thresholds(scored)
    if options.confusions:
        _print_confusions(scored, options.confusions)
    if options.mistakes:
        _write(scored, options.mistakes, lambda row: row.is_in_scope and not row.is_right)
    if options.predictions:
        _write(scored, options.predictions, lambda row: row.is_in_scope)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intents", description=__doc__)
    parser.add_argument("train", nargs="?", type=Path, help="rows to train on")
    parser.add_argument("test", nargs="?", type=Path, help="rows to score")
    parser.add_argument("--cross-validate", type=Path, metavar="ROWS", help="split these instead")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument(
        "--pipelines",
        type=lambda names: names.split(","),
        default=list(PIPELINES),
        help=f"some of {','.join(PIPELINES)}, or paths of Rasa configurations, with commas between",
    )
    parser.add_argument("--confusions", type=int, default=0, metavar="N", help="print this many")
    parser.add_argument("--mistakes", type=Path, metavar="CSV", help="write each mistake to a file")
    parser.add_argument("--predictions", type=Path, metavar="CSV", help="write what was found")
    return parser


def _splits(options: argparse.Namespace) -> Splits:
    if options.cross_validate:
        rows = [row for row in read_rows(options.cross_validate) if row.intent not in BUTTONS_ONLY]
        return list(folds(rows, options.folds))
    if not (options.train and options.test):
        raise LabelledRowsError("Two sets are needed, TRAIN and TEST, or one to --cross-validate.")
    train, test = read_rows(options.train), read_rows(options.test)
    if len(_intents(train)) < FEWEST_INTENTS:
        raise LabelledRowsError(
            f"{options.train}: rows of two intents are needed, besides `{OUT_OF_SCOPE}`"
        )
    return [(train, test)]


def _refuse_missing(pipelines: Iterable[str]) -> None:
    for name in pipelines:
        if not PIPELINES.get(name, Path(name)).is_file():
            raise LabelledRowsError(
                f"{name}: no such pipeline; there are {', '.join(PIPELINES)}, or a path"
            )


def remarks(train: Sequence[Row], test: Sequence[Row]) -> Iterator[str]:
    """What of the rows counts in another way than one might expect."""
    left_out = sum(row.intent == OUT_OF_SCOPE for row in train)
    if left_out:
        yield f"Rows of `{OUT_OF_SCOPE}` in TRAIN, which nothing is trained on: {left_out}"
    if unknown := sorted(_intents(test) - _intents(train)):
        yield f"Intents of TEST that TRAIN lacks, so they are missed: {', '.join(unknown)}"


def _intents(rows: Iterable[Row]) -> set[str]:
    return {row.intent for row in rows} - {OUT_OF_SCOPE}


def _score(pipelines: Iterable[str], splits: Splits) -> Scored:
    os.environ.update(
        {**QUIET, "RASA_MAX_CACHE_SIZE": "0"}
    )  # what is timed is not taken from a cache
    import sanic.app  # noqa: F401 - it turns the warnings on, so it comes before they are turned off

    warnings.simplefilter("ignore")
    from benchmarks.rasa_models import train_and_read  # slow, and needs Rasa's environment

    seen = {row.text.casefold() for row in splits[0][0]} if len(splits) == 1 else set()
    print(f"{sum(len(test) for _, test in splits)} rows scored; unseen: not in TRAIN too\n")
    print("".join(f"{title:>{width}}" for title, width in COLUMNS.items()))
    scored: Scored = {}
    for name in pipelines:
        config = PIPELINES.get(name, Path(name))
        readings = [train_and_read(config, train, test) for train, test in splits]
        scored[name] = [row for reading in readings for row in reading.predictions]
        speed = mean(reading.milliseconds_a_message for reading in readings)
        seconds = mean(reading.training_seconds for reading in readings)
        unseen = [row for row in scored[name] if row.text.casefold() not in seen]
        figures = (
            f"{accuracy(scored[name]):10.3f}{accuracy(unseen):10.3f}{macro_f1(scored[name]):10.3f}"
        )
        print(f"{name:>24}{figures}{speed:12.2f}{seconds:12.1f}", flush=True)
    return scored


def _print_thresholds(scored: Scored) -> None:
    print(f"\nIn-scope accuracy / recall of `{OUT_OF_SCOPE}` rows, by least confidence")
    print(f"{'threshold':<12}" + "".join(f"{name:>24}" for name in scored))
    for threshold in THRESHOLDS:
        cells = [
            f"{in_scope_accuracy(rows, threshold):.3f} / {out_of_scope_recall(rows, threshold):.3f}"
            for rows in scored.values()
        ]
        print(f"{threshold:<12.2f}" + "".join(f"{cell:>24}" for cell in cells))


def _print_confusions(scored: Scored, count: int) -> None:
    for name, predictions in scored.items():
        print(f"\nCommonest mistakes of {name}")
        for expected, found, times in confusions(predictions)[:count]:
            print(f"{times:5}  {expected} taken for {found}")


def _write(scored: Scored, path: Path, is_wanted: Callable[[Prediction], bool]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines)
        table.writerow(("pipeline", "text", "expected", "found", "confidence"))
        for name, predictions in scored.items():
            for row in predictions:
                if is_wanted(row):
                    confidence = f"{row.confidence:.3f}"
                    table.writerow((name, row.text, row.expected, row.found, confidence))


if __name__ == "__main__":
    sys.exit(main())
