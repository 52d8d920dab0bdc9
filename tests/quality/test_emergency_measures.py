"""The emergencies that understanding is measured on are none that it learnt."""

from __future__ import annotations

from pathlib import Path

from benchmarks.labelled import read_rows
from knowledge_base.normalise import normalise

EMERGENCIES = Path(__file__).with_name("emergencies.csv")
LEARNT = Path("data/nlu")


def test_no_measured_emergency_is_trained_on() -> None:
    measured = {normalise(row.text) for row in read_rows(EMERGENCIES)}

    assert measured & {normalise(row.text) for row in read_rows(LEARNT)} == set()
