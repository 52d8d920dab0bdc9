"""Command line of the knowledge base: build its index, check its articles, search, evaluate."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from pathlib import Path

# Before numpy loads: one question gains nothing from threads and loses much on a busy machine.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from knowledge_base import commands
from knowledge_base.article_table import beginnings, read_articles
from knowledge_base.articles import ArticlesError, load_articles
from knowledge_base.baselines import Bm25, Commonest, PlainEmbedding
from knowledge_base.building import SOURCES, Sources, build, make_index, read_lines
from knowledge_base.distinctions import DistinctionsError
from knowledge_base.embedder import Embedder, EmbedderError
from knowledge_base.index import Index, IndexUnusableError, load
from knowledge_base.questions import QuestionsError, read_questions
from knowledge_base.references import faults_of_references
from knowledge_base.search import Searcher
from settings import Settings, load_settings

CANNOT_GO_ON = (
    ArticlesError,
    DistinctionsError,
    EmbedderError,
    IndexUnusableError,
    QuestionsError,
)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it went well, 1 with the reason on standard error when not."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options, load_settings()))
    except CANNOT_GO_ON as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m knowledge_base", description=__doc__)
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    build_command = subparsers.add_parser(
        "build", help="build the search index if it is not current"
    )
    build_command.add_argument(
        "--extra", type=Path, metavar="FOLDER", help="articles on top, as the console writes them"
    )
    build_command.set_defaults(run=_build)
    check_command = subparsers.add_parser(
        "check", help="read articles and what names them, report every fault"
    )
    check_command.set_defaults(run=_check)
    search_command = subparsers.add_parser(
        "search", help="find the articles that answer a question"
    )
    search_command.add_argument("text", nargs="?", metavar="TEXT", help="the question")
    search_command.add_argument("--top", type=_positive, default=3, help="articles shown (3)")
    search_command.add_argument("--json", action="store_true", help="print one JSON object")
    search_command.add_argument(
        "--stdin", action="store_true", help="one question a line in, one JSON object a line out"
    )
    search_command.add_argument("--internal", action="store_true", help="agents' articles too")
    search_command.set_defaults(run=_search, parser=search_command)
    evaluate_command = subparsers.add_parser("evaluate", help="measure on labelled questions")
    evaluate_command.add_argument(
        "file", nargs="?", type=Path, metavar="FILE.csv", help="questions (text,topics)"
    )
    evaluate_command.add_argument(
        "--articles", type=Path, metavar="A.csv", help="search these (id,title,text[,questions])"
    )
    evaluate_command.add_argument(
        "--questions", type=Path, metavar="Q.csv", help="questions (text,article_id)"
    )
    evaluate_command.add_argument(
        "--texts", type=Path, metavar="T.csv", help="the texts (id,text) of questions without"
    )
    evaluate_command.set_defaults(run=_evaluate, parser=evaluate_command)
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 up")
    return int(text)


def _build(options: argparse.Namespace, settings: Settings) -> int:
    sources = Sources(extra=options.extra)
    version, is_new = build(settings.var_dir / "index", settings.embedding_model, sources)
    print(f"Search index {version} {'built' if is_new else 'is current'}.")
    return 0


def _check(_: argparse.Namespace, __: Settings) -> int:
    articles = load_articles()
    if faults := list(faults_of_references(articles)):
        raise ArticlesError(faults)
    questions = sum(len(article.questions) for article in articles)
    print(f"{len(articles)} articles, {questions} questions.")
    return 0


def _search(options: argparse.Namespace, settings: Settings) -> int:
    if options.stdin == (options.text is not None):
        options.parser.error("give either a TEXT or --stdin")
    searcher = _searcher(settings)
    for text in sys.stdin if options.stdin else [options.text]:
        found = searcher.search(text, top=options.top, include_internal=options.internal)
        if options.stdin or options.json:
            print(commands.as_json(found), flush=True)
        else:
            print(*commands.as_text(found), sep="\n")
    return 0


def _evaluate(options: argparse.Namespace, settings: Settings) -> int:
    file = options.questions or options.file
    if (options.questions is None) == (options.file is None):
        options.parser.error("give one file of questions")
    questions = read_questions(file, options.texts)
    searcher, index = _searched(options.articles, settings)
    if absent := commands.absent(questions, index.articles):
        print(f"Named by questions, but no article: {', '.join(absent)}", file=sys.stderr)
    alone = PlainEmbedding(index, Embedder(index.embedding_model))
    rankings = {
        "BM25": Bm25(index.articles).found,
        "e5 alone": alone.found,
        "the commonest": Commonest(questions).found,
    }
    baselines = {
        name: commands.outcomes_of_baseline(find, questions) for name, find in rankings.items()
    }
    outcomes = commands.outcomes_of_search(searcher, questions)
    print(*commands.report(outcomes, baselines), sep="\n")
    return 0


def _searched(articles: Path | None, settings: Settings) -> tuple[Searcher, Index]:
    """What is measured: the product's index, or one of other articles, made in memory."""
    if articles is None:
        return _searcher(settings), load(settings.var_dir / "index")
    index = _index_of(articles, settings.embedding_model)
    return Searcher(None, index, Embedder(settings.embedding_model)), index


def _index_of(path: Path, embedding_model: str) -> Index:
    articles = read_articles(path)
    embedder = Embedder(embedding_model, workers=len(os.sched_getaffinity(0)))
    out_of_scope = read_lines(SOURCES.out_of_scope)
    return make_index(str(path), articles, out_of_scope, embedder, beginnings(articles))


def _searcher(settings: Settings) -> Searcher:
    return Searcher.open(settings.var_dir / "index", settings.embedding_model)


if __name__ == "__main__":
    sys.exit(main())
