"""Simulated customers talk to the running product: `python -m benchmarks.customers`.

Each has a character, a manner of speaking, a true problem and the articles that would settle it;
see `population` for who they are and `scoring` for what the figures mean. Everything about a
customer follows from the seed that is printed, so `--replay SEED` holds that conversation again and
prints it. Without `--url` the product is started here, with a database of its own; a product at
`--url` should not throttle (SESSION_MESSAGES_PER_MINUTE, ADDRESS_MESSAGES_PER_MINUTE).
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.customers.line import converse_all
from benchmarks.customers.population import Population
from benchmarks.customers.product import product
from benchmarks.customers.reading import Reader
from benchmarks.customers.report import report, transcript, write_scores
from benchmarks.customers.scoring import score
from benchmarks.servers import NotStartedError

AT_ONCE = 8


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    seeds = asked.replay or list(range(asked.seed, asked.seed + asked.count))
    try:
        with _at(asked.url) as url:
            talks = asyncio.run(
                converse_all(url, seeds, Population.load(), Reader.load(), asked.at_once)
            )
    except NotStartedError as error:
        print(error, file=sys.stderr)
        return 1
    if asked.replay:
        for talk in talks:
            print("\n".join(transcript(talk)), end=f"\n{'-' * 100}\n")
    else:
        scores = [score(talk) for talk in talks]
        print("\n".join(report(scores)))
        if asked.scores:
            write_scores(scores, asked.scores)
    return 0


@contextmanager
def _at(url: str | None) -> Iterator[str]:
    if url:
        yield url
        return
    with product() as own:
        yield own


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.customers", description=__doc__)
    parser.add_argument("--count", type=int, default=500, help="of customers")
    parser.add_argument("--seed", type=int, default=1, help="of the first customer")
    parser.add_argument("--url", help="of a product that runs; unset, one is started")
    parser.add_argument("--replay", type=int, nargs="+", metavar="SEED", help="print these ones")
    parser.add_argument("--scores", type=Path, metavar="CSV", help="write what came of each")
    parser.add_argument("--at-once", type=int, default=AT_ONCE, help="customers at the same time")
    return parser


if __name__ == "__main__":
    sys.exit(main())
