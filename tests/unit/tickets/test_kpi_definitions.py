"""The figures are declared completely, and the handbook says what the declarations say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tickets.kpis.definitions import KPIS, MEASURED, Kpi
from tickets.kpis.handbook import table
from tickets.kpis.measuring import READINGS

HANDBOOK = Path(__file__).parents[3] / "docs" / "kpis.md"


def test_the_handbook_says_what_the_definitions_say() -> None:
    assert table() in HANDBOOK.read_text(encoding="utf-8"), (
        "docs/kpis.md: its table should be what python -m tickets.kpis.handbook prints"
    )


@pytest.mark.parametrize("kpi", KPIS.values(), ids=KPIS)
def test_every_figure_is_named_and_explained_in_both_languages(kpi: Kpi) -> None:
    said = [kpi.name, kpi.explanation, *(part.name for part in (*kpi.parts, *kpi.details))]

    assert all(words.fr.strip() and words.en.strip() for words in said)
    assert kpi.formula
    assert kpi.key in READINGS


def test_a_target_that_is_reached_exactly_is_not_met() -> None:
    targets = {kpi.key: kpi.target for kpi in MEASURED if kpi.target}

    assert not any(target.is_met_by(target.value) for target in targets.values())
    assert targets["automatic_resolution"].is_met_by(0.61)
    assert targets["escalation"].is_met_by(0.29)
