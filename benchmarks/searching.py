"""What a question costs the search, stage by stage and by the question's length.

`python -m benchmarks.searching FILE…` takes CSV files of questions, such as
`python -m knowledge_base evaluate` reads. Milliseconds are processor time on one core, so that
other work on the machine counts little; the least of three runs of each question.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

# Before numpy loads: what is measured is one core.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from knowledge_base.embedder import Embedder
from knowledge_base.features import embed
from knowledge_base.index import load
from knowledge_base.questions import read_questions
from knowledge_base.search import Searcher
from knowledge_base.universal_encoder import universal_encoder
from settings import load_settings

RUNS = 3
# Characters: a few words, a sentence, two, a post, a story.
LENGTHS = (0, 30, 60, 100, 160, 350, 4000)

Stages = Mapping[str, Callable[[str], object]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.searching", description=__doc__)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    options = parser.parse_args()
    texts = [question.text for path in options.files for question in read_questions(path)]
    stages = _stages()
    costs = [[_milliseconds(stage, text) for stage in stages.values()] for text in texts]
    print(f"{'characters':<12}{'rows':>5}  " + "  ".join(f"{name:>12}" for name in stages))
    print(f"{'':<12}{'':>5}  " + "  ".join(f"{'p50':>6}{'p95':>6}" for _ in stages))
    for shortest, longest in [*pairwise(LENGTHS), (LENGTHS[0], LENGTHS[-1])]:
        rows = [
            cost for text, cost in zip(texts, costs, strict=True) if shortest <= len(text) < longest
        ]
        if rows:
            print(f"{f'{shortest}-{longest}':<12}{len(rows):>5}  {_shown(rows)}")


def _stages() -> Stages:
    settings = load_settings()
    folder = settings.var_dir / "index"
    searcher = Searcher.open(folder, settings.embedding_model)
    embedder, features = Embedder(settings.embedding_model), load(folder).features
    stages: Stages = {
        "e5": lambda text: embed(embedder, [text]),
        "USE": lambda text: universal_encoder().encode([text]),
        "words": features.lexical,
        "a question": searcher.search,
    }
    for stage in stages.values():
        stage("la première fois charge ce qui se charge tard")
    return stages


def _milliseconds(stage: Callable[[str], object], text: str) -> float:
    times = []
    for _ in range(RUNS):
        started = time.process_time()
        stage(text)
        times.append(time.process_time() - started)
    return 1000 * min(times)


def _shown(rows: Sequence[Sequence[float]]) -> str:
    middle, high = np.quantile(np.asarray(rows), (0.5, 0.95), axis=0)
    return "  ".join(f"{one:6.1f}{other:6.1f}" for one, other in zip(middle, high, strict=True))


if __name__ == "__main__":
    main()
