"""In which words a report tells a change."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from tickets.kpis.definitions import AUTOMATIC_RESOLUTION, ESCALATION
from tickets.kpis.results import Figure
from tickets.vocabulary import Theme
from web.catalogue import Catalogue
from web.report.changes import notable_changes

CATALOGUE = Catalogue.load("Exemple Télécom")
FRENCH = partial(CATALOGUE.text, language="fr")


def test_a_change_says_both_values_and_what_becomes_of_the_target() -> None:
    moved = Figure(ESCALATION, 0.4, 200, previous=0.25, has_moved=True)

    changes = notable_changes(
        [moved, replace(moved, kpi=AUTOMATIC_RESOLUTION, has_moved=False)],
        {Theme.tv: (40, 20), Theme.offre: (3, 2)},
        "fr",
        FRENCH,
    )

    assert [change.replace("\u202f", " ") for change in changes] == [
        "Escalade : 40 %, contre 25 % (+15,0 pts). L'objectif (< 30 %) n'est plus tenu.",
        "Tickets « TV » : 40, contre 20 (+100,0 %).",
    ]


def test_without_a_change_nothing_is_told() -> None:
    figure = Figure(ESCALATION, 0.25, 200, previous=0.25)

    assert notable_changes([figure], {Theme.tv: (25, 20)}, "fr", FRENCH) == ()
