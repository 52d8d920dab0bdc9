"""What more posts to learn from would buy: the classifier trained on growing shares of them.

`python -m benchmarks.learning_curve FILE…` draws each share several times, every sort of post
alike, and measures on the posts drawn, cross-validated, and on CSV files of labelled posts such as
`python -m collector evaluate` reads. Beside each mean is the deviation between the draws.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from collector.classify import Classifier
from collector.evaluation import Rows, read_rows, values
from collector.opinions import Output
from collector.sentence_encoder import SentenceEncoder
from collector.trained import TrainedModel
from collector.training import POSTS, LabelledPosts, Remembering, learn, read_posts

SHARES = (0.12, 0.25, 0.5, 0.75, 1.0)
SEEDS = 3
SHOWN = ("complaint macro-F1", "complaint precision", "theme accuracy", "tone macro-F1")
WIDTH = 19

Values = Mapping[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.learning_curve", description=__doc__
    )
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE")
    parser.add_argument("--shares", type=float, nargs="+", default=SHARES)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="draws of each share")
    options = parser.parse_args()
    files = {path.name: read_rows(path) for path in options.files}
    encoder = Remembering(SentenceEncoder())
    print(f"{'posts':>6}  {'measured on':<20}  {'  '.join(name.ljust(WIDTH) for name in SHOWN)}")
    data = read_posts(POSTS)
    for share in options.shares:
        drawn = [draw(data, share, seed) for seed in range(options.seeds)]
        measured = [dict(_measured(posts, files, encoder)) for posts in drawn]
        for where in measured[0]:
            _show(len(drawn[0].posts), where, [found[where] for found in measured])


def draw(data: LabelledPosts, share: float, seed: int) -> LabelledPosts:
    """A share of every sort of post, at least one of each; with one seed, smaller is in larger."""
    sorts: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row in range(len(data.posts)):
        sorts[tuple(data.truths[output][row] for output in Output)].append(row)
    shuffler = random.Random(seed)  # noqa: S311 - the same draws each time, no secret
    rows: list[int] = []
    for sort in sorted(sorts):
        shuffler.shuffle(sorts[sort])
        rows += sorts[sort][: max(round(share * len(sorts[sort])), 1)]
    return data.chosen(rows)


def _measured(
    posts: LabelledPosts, files: Mapping[str, Rows], encoder: Remembering
) -> Iterator[tuple[str, Values]]:
    artefact = learn(posts, lambda: TrainedModel(encoder))
    classifier = Classifier(artefact)
    yield "cross-validated", values(classifier.decide(artefact.held_out), posts.truths)
    for name, rows in files.items():
        answers = classifier.decide(classifier.opinions(rows.posts))
        yield name, values(answers, rows.truths)


def _show(posts: int, where: str, found: Sequence[Values]) -> None:
    cells = [_cell([one[name] for one in found]) for name in SHOWN if name in found[0]]
    print(f"{posts:>6}  {where:<20}  {'  '.join(cells)}", flush=True)


def _cell(drawn: Sequence[float]) -> str:
    return f"{np.mean(drawn):.3f} ±{np.std(drawn):.3f}".ljust(WIDTH)


if __name__ == "__main__":
    main()
