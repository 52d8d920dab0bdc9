"""What a report calls a change, and in which words."""

from __future__ import annotations

from functools import partial

import pytest

from tickets.kpis.definitions import (
    AGENT_RESPONSE,
    AUTOMATIC_RESOLUTION,
    ESCALATION,
    SATISFACTION,
    SPEND,
    Kpi,
)
from tickets.kpis.results import Figure
from tickets.vocabulary import Theme
from web.catalogue import Catalogue
from web.report.changes import differ, is_notable, notable_changes

CATALOGUE = Catalogue.load("Exemple Télécom")
FRENCH = partial(CATALOGUE.text, language="fr")


def pair(
    kpi: Kpi,
    now: float | None,
    before: float | None,
    sample: int = 200,
    p95: float | None = None,
) -> tuple[Figure, Figure]:
    """The same number of cases in both windows."""
    return (
        Figure(kpi, now, sample, before, p95=p95),
        Figure(kpi, before, sample, None, p95=p95),
    )


@pytest.mark.parametrize(
    ("figures", "is_told"),
    [
        pytest.param(pair(ESCALATION, 0.40, 0.25), True, id="a share, many cases"),
        pytest.param(pair(ESCALATION, 0.40, 0.25, sample=20), False, id="a share, few cases"),
        pytest.param(pair(ESCALATION, 0.27, 0.25, sample=90_000), False, id="sure but small"),
        pytest.param(pair(ESCALATION, 0.0, 1.0, sample=0), False, id="no cases"),
        pytest.param(pair(ESCALATION, None, 0.25), False, id="no data now"),
        pytest.param(pair(ESCALATION, 0.25, None), False, id="no data before"),
        pytest.param(pair(AGENT_RESPONSE, 600, 300, p95=1800), True, id="twice as long"),
        pytest.param(pair(AGENT_RESPONSE, 600, 300, 10, 1800), False, id="twice, few cases"),
        pytest.param(pair(AGENT_RESPONSE, 390, 300, 26, 1800), False, id="widely spread times"),
        pytest.param(pair(AGENT_RESPONSE, 310, 300, 9_000, 400), False, id="10 s more"),
        pytest.param(pair(AGENT_RESPONSE, 0, 300, p95=1800), False, id="nothing to compare"),
        pytest.param(pair(SATISFACTION, 3.6, 4.2), True, id="a rating"),
        pytest.param(pair(SATISFACTION, 3.6, 4.2, sample=10), False, id="a rating of ten"),
        pytest.param(pair(SPEND, 15.0, 10.0, sample=3), True, id="half as much again spent"),
        pytest.param(pair(SPEND, 10.5, 10.0), False, id="as much spent"),
    ],
)
def test_a_change_is_told_when_chance_is_no_good_reason_for_it(
    figures: tuple[Figure, Figure], is_told: bool
) -> None:
    assert is_notable(*figures) is is_told


@pytest.mark.parametrize(
    ("now", "before", "is_told"), [(40, 20, True), (25, 20, False), (9, 0, False), (0, 30, True)]
)
def test_counts_of_a_theme_differ_by_more_than_chance(now: int, before: int, is_told: bool) -> None:
    assert differ(now, before) is is_told


def test_a_change_says_both_values_and_what_becomes_of_the_target() -> None:
    changes = notable_changes(
        [pair(ESCALATION, 0.4, 0.25), pair(AUTOMATIC_RESOLUTION, 0.62, 0.61)],
        {Theme.tv: (40, 20), Theme.offre: (3, 2)},
        "fr",
        FRENCH,
    )

    assert [change.replace("\u202f", " ") for change in changes] == [
        "Escalade : 40 %, contre 25 % (+15,0 pts). L'objectif (< 30 %) n'est plus tenu.",
        "Tickets « TV » : 40, contre 20 (+100,0 %).",
    ]


def test_without_a_change_nothing_is_told() -> None:
    assert notable_changes([pair(ESCALATION, 0.25, 0.25)], {}, "fr", FRENCH) == ()
