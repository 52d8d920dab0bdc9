"""How many posts a second each way of classifying takes, and what quality it buys.

`python -m benchmarks.classify FILE…` measures one process on CSV files of labelled posts, such as
`python -m collector evaluate` reads; multiply by the processes. Seconds are processor time, so that
other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from collector import rules
from collector.classify import Classifier, embedded_classifier
from collector.cleaning import clean
from collector.evaluation import ALL, Figure, Rows, figures, read_rows
from collector.json_lines import BATCH
from collector.trained import TrainedModel
from settings import load_settings

ALWAYS = 1.01
DOUBTS = {"no vectors": 0.0, "in doubt below .5": 0.5, "below .8": 0.8, "vectors always": ALWAYS}
SHOWN = ("complaint macro-F1", "complaint precision", "theme accuracy", "tone macro-F1")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.classify", description=__doc__)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--posts", type=int, default=5000, help="how many are timed")
    options = parser.parse_args()
    classifier = embedded_classifier(load_settings().var_dir)
    texts = list(islice(cycle(_texts(options.files)), options.posts))
    print(f"{'variant':<20} {'posts/s':>8}  {'  '.join(SHOWN)}")
    _show("rules", _speed(_by_rules, texts), [])
    for name, doubt in DOUBTS.items():
        variant = _doubting(classifier, doubt)
        found = [one for path in options.files for one in _quality(variant, read_rows(path))]
        _show(name, _speed(variant.classify, texts), found)


def _doubting(classifier: Classifier, doubt: float) -> Classifier:
    model = classifier.artefact.model
    other = TrainedModel.__new__(TrainedModel)
    other.__dict__ |= model.__dict__ | {"doubt_below": doubt}
    return replace(classifier, artefact=replace(classifier.artefact, model=other))


def _speed(classify: Callable[[Sequence[str]], object], texts: Sequence[str]) -> float:
    classify(texts[:BATCH])
    started = time.process_time()
    for start in range(0, len(texts), BATCH):
        classify(texts[start : start + BATCH])
    return len(texts) / (time.process_time() - started)


def _by_rules(texts: Sequence[str]) -> object:
    return rules.Rules().judge([clean(text) for text in texts])


def _quality(classifier: Classifier, rows: Rows) -> list[Figure]:
    return [one for one in figures(classifier, rows) if one.classifier == ALL]


def _show(name: str, posts_a_second: float, found: Sequence[Figure]) -> None:
    values = {one.name: one.value for one in found}
    told = "  ".join(f"{values[what]:>{len(what)}.3f}" for what in SHOWN if what in values)
    print(f"{name:<20} {posts_a_second:>8.0f}  {told}")


def _texts(paths: Sequence[Path]) -> list[str]:
    texts = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            texts += [row["text"] for row in csv.DictReader(file)]
    return texts


if __name__ == "__main__":
    main()
