"""Measures all parts of understanding, prints the page of figures and writes it to a file.

`python -m benchmarks.evaluation` measures what runs in this environment; what others wrote down is
given by file. It ends with 1 when a figure on the repository's own rows has become worse than what
was reached; `--keep` makes the present figures those that count from now on.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

# Before numpy loads: one question gains nothing from threads and loses much on a busy machine.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.evaluation.parts import Product, Rows, tasks
from benchmarks.evaluation.recorded import conversations, emergencies, intents
from benchmarks.evaluation.reference import losses, read_reference, write_reference
from benchmarks.evaluation.report import page, versions
from benchmarks.evaluation.task import Task
from collector.classify import embedded_classifier
from collector.training import model_path
from knowledge_base.baselines import Bm25
from knowledge_base.index import IndexUnusableError, load
from knowledge_base.questions import QuestionsError
from knowledge_base.search import Searcher
from settings import Settings, load_settings
from tickets.clock import utc_now

PAGE = Path("docs/evaluation.md")


def main(arguments: Sequence[str] | None = None) -> int:
    options, settings = _parser().parse_args(arguments), load_settings()
    try:
        product = product_of(settings, options.questions, options.posts)
        measured = [task for task in [*tasks(product), *_recorded(options)] if task.rows]
    except (IndexUnusableError, OSError, QuestionsError) as error:
        print(error, file=sys.stderr)
        return 1
    made = versions(index=_index(settings), classifier=model_path(settings.var_dir).stem)
    text = "\n".join(page(measured, utc_now(), made)) + "\n"
    print(text)
    options.page.write_text(text, encoding="utf-8")
    if options.keep:
        write_reference(measured)
    lost = list(losses(measured, read_reference()))
    print(*lost, sep="\n", file=sys.stderr)
    return 1 if lost else 0


def product_of(
    settings: Settings, questions: Sequence[Rows] = (), posts: Sequence[Path] = ()
) -> Product:
    """The search and the classifiers as they are set up; IndexUnusableError without an index."""
    folder = settings.var_dir / "index"
    return Product(
        Searcher.open(folder, settings.embedding_model),
        Bm25(load(folder).articles),
        embedded_classifier(settings.var_dir),
        questions,
        posts,
    )


def _recorded(options: argparse.Namespace) -> Iterator[Task]:
    for path in options.intents:
        yield from intents(path)
    for path in options.emergencies:
        yield from emergencies(path)
    for path in options.conversations:
        yield from conversations(path)


def _index(settings: Settings) -> str:
    return load(settings.var_dir / "index").version


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evaluation", description=__doc__)
    parser.add_argument(
        "--questions",
        type=Rows.named,
        nargs="*",
        default=[],
        metavar="FILE[,TEXTS]",
        help="of others, as `python -m knowledge_base evaluate FILE --texts TEXTS` reads them",
    )
    files = {
        "posts": "of others, as `python -m collector evaluate` reads them",
        "intents": "written by `python -m benchmarks.intents --predictions`",
        "emergencies": "written likewise, of rows that are `emergency` or `other`",
        "conversations": "written by `python -m benchmarks.customers --scores`",
    }
    for name, meaning in files.items():
        parser.add_argument(f"--{name}", type=Path, nargs="*", default=[], help=meaning)
    parser.add_argument("--page", type=Path, default=PAGE, help=f"to write, {PAGE} unless given")
    parser.add_argument("--keep", action="store_true", help="these figures count from now on")
    return parser


if __name__ == "__main__":
    sys.exit(main())
