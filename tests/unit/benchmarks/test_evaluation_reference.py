from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.customers.population import Population
from benchmarks.customers.report import write_scores
from benchmarks.customers.scoring import Outcome, Score
from benchmarks.evaluation.measures import Judged, Measure, right_share, wrong_share
from benchmarks.evaluation.recorded import conversations, emergencies, intents
from benchmarks.evaluation.reference import losses, read_reference, unmeasured, write_reference
from benchmarks.evaluation.report import page
from benchmarks.evaluation.task import Task

MORE = Measure("right", right_share)
LESS = Measure("wrong", wrong_share, more_is_better=False)


def task(right: int, of: int = 100, *, is_own: bool = True, measures: Sequence[Measure] = (MORE,)):  # type: ignore[no-untyped-def]
    rows = [Judged("a", "a" if place < right else "b", place < right) for place in range(of)]
    return Task("part", "rows", rows, measures, {"plain": rows[::-1]}, is_own)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "reference.json"


@pytest.mark.parametrize(("reached", "now"), [(80, 75), (80, 99), (100, 97)])
def test_what_stays_within_the_interval_is_no_loss(kept: Path, reached: int, now: int) -> None:
    write_reference([task(reached)], kept)

    assert list(losses([task(now)], read_reference(kept))) == []


@pytest.mark.parametrize(("reached", "now"), [(80, 65), (100, 96)])
def test_what_leaves_it_for_the_worse_is_told_with_both_figures(
    kept: Path, reached: int, now: int
) -> None:
    write_reference([task(reached)], kept)

    [told] = losses([task(now)], read_reference(kept))

    assert f"is 0.{now}0, was {reached / 100:.3f} [" in told


def test_of_mistakes_fewer_are_better(kept: Path) -> None:
    write_reference([task(90, measures=(LESS,))], kept)
    reference = read_reference(kept)

    assert list(losses([task(99, measures=(LESS,))], reference)) == []
    assert len(list(losses([task(70, measures=(LESS,))], reference))) == 1


def test_others_rows_are_neither_kept_nor_judged(kept: Path) -> None:
    write_reference([task(90, is_own=False)], kept)

    assert read_reference(kept) == {}
    assert list(losses([task(10, is_own=False)], read_reference(kept))) == []
    assert unmeasured([task(90)], read_reference(kept)) == {"part · rows"}


def test_the_page_holds_figures_baselines_and_mistakes_of_own_rows() -> None:
    text = "\n".join(page([task(90)], datetime(2026, 11, 20, 9, tzinfo=UTC), {"index": "abc"}))

    assert "Measured on 2026-11-20 09:00 UTC" in text
    assert "| index | abc |" in text
    assert "| part | rows | 100 | right | 0.900 [" in text
    assert "plain 0.900" in text
    assert "| part · rows | a | b | 10 |" in text


def test_written_down_intents_stand_beside_other_pipelines(tmp_path: Path) -> None:
    path = tmp_path / "held_out.csv"
    path.write_text(
        "pipeline,text,expected,found,confidence\n"
        "config.yml,oui,affirm,affirm,0.9\ncounts,oui,affirm,deny,0.4\n",
        encoding="utf-8",
    )

    [told] = intents(path)

    assert (told.name, told.figures()["accuracy"].value) == ("intents · held_out", 1.0)
    assert told.compared()["counts"]["accuracy"].value == 0.0


def test_an_alarm_that_is_not_understood_reaches_nobody(tmp_path: Path) -> None:
    path = tmp_path / "emergencies.csv"
    path.write_text(
        "pipeline,text,expected,found,confidence\n"
        "config.yml,la box brûle,emergency,emergency,0.9\n"
        "config.yml,ça fume,emergency,emergency,0.2\n"
        "config.yml,mon père est décédé,other,report_problem,0.9\n"
        "config.yml,la box est morte,other,emergency,0.5\n"
        "counts,la box brûle,emergency,vent,0.9\n",
        encoding="utf-8",
    )

    told = {name: one.value for task in emergencies(path) for name, one in task.figures().items()}

    assert told == {"recognised": 0.5, "false alarms": 0.5}


def test_written_down_conversations_count_who_could_be_helped(tmp_path: Path) -> None:
    people = map(Population.load().person, range(40))
    helped = next(one for one in people if Score(one, Outcome.lost, 1, ()).should_resolve)
    scores = [Score(helped, outcome, 5, ()) for outcome in (Outcome.resolved_rightly, Outcome.lost)]
    path = tmp_path / "results" / "talks.csv"

    write_scores(scores, path)

    figures = {name: one for told in conversations(path) for name, one in told.figures().items()}
    assert {name: one.value for name, one in figures.items()} == {
        "resolved rightly": 0.5,
        "resolved wrongly": 0.0,
        "lost": 0.5,
    }
