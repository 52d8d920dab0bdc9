"""The score is the sum of the named factors, and the words are understood with their negation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.folding import words
from tickets.lexicons import CARE, DANGER, DAYS_AGO, DEGRADED, EMERGENCY, NO_SERVICE, VULNERABLE
from tickets.priority import (
    DEADLINES,
    POINTS,
    Assessment,
    assess,
    first_answer_due_at,
    priority_of,
    resolution_due_at,
)
from tickets.recognition import days_told
from tickets.vocabulary import Priority, Theme, Tone


def _assess(text: str, theme: Theme = Theme.internet_fixe) -> Assessment:
    return assess(theme, text, Tone.calm, 0, False)


def _names(assessment: Assessment) -> set[str]:
    return {name for name, _ in assessment.factors}


@pytest.mark.parametrize(
    ("text", "priority"),
    [
        ("Je voudrais changer d'adresse", Priority.P3),
        ("Ma connexion est très lente le soir", Priority.P2),
        ("Plus d'internet depuis ce matin", Priority.P1),
        ("plus internet depuis 3 jours, rien ne marche", Priority.P1),
        ("My internet is down since yesterday", Priority.P1),
        ("Ma mère est sous oxygène et n'a plus de téléphone", Priority.P0),
        ("la box sent le brûlé, il y a de la fumée", Priority.P0),
        ("impossible d’appeler les secours avec mon mobile", Priority.P0),
        ("je ne peux pas joindre les secours", Priority.P0),
        ("ma mère n'a plus de téléassistance, la ligne est en panne", Priority.P0),
        ("I can't reach the emergency services", Priority.P0),
    ],
)
def test_a_problem_gets_the_priority_it_deserves(text: str, priority: Priority) -> None:
    assert _assess(text).priority is priority


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("ce n'est pas dangereux, juste une question", "danger"),
        ("je n'ai pas de panne, je veux un renseignement", "no_service"),
        ("la box n'est plus en panne, merci", "no_service"),
        ("votre offre est excellente", "degraded_service"),
        ("la connexion n'est pas lente", "degraded_service"),
        ("je ne suis pas handicapé", "vulnerable_customer"),
        ("it is not an outage", "no_service"),
    ],
)
def test_what_is_negated_or_only_resembles_counts_for_nothing(text: str, absent: str) -> None:
    assert absent not in _names(_assess(text))


def test_a_negation_in_another_clause_negates_nothing() -> None:
    assert "danger" in _names(_assess("ce n'est pas normal : la prise est dangereuse"))


def test_more_than_three_negates_nothing() -> None:
    assert "no_service" in _names(_assess("plus de 3 coupures par jour"))


def test_no_service_is_not_counted_as_degraded_as_well() -> None:
    names = _names(_assess("c'était lent et maintenant plus d'internet"))

    assert "no_service" in names
    assert "degraded_service" not in names


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("depuis 3 jours", 3),
        ("depuis plus d'une semaine", 7),
        ("ça fait deux semaines que je rappelle", 14),
        ("depuis hier soir", 1),
        ("depuis avant-hier", 2),
        ("for two weeks", 14),
        ("depuis 2 mois", 60),
        ("j'ai payé 3 euros", 0),
        ("depuis 10j", 10),
    ],
)
def test_a_duration_is_understood_in_days(text: str, days: float) -> None:
    assert days_told(text) == days


def test_a_few_hours_are_no_days() -> None:
    assert "lasting_days" not in _names(_assess("plus d'internet depuis 3 heures"))


def test_how_long_a_question_has_been_asked_makes_no_outage() -> None:
    assert _assess("je suis client depuis 3 mois", Theme.offre).score == 0


def test_tone_repetition_and_publicity_raise_the_score() -> None:
    quiet = assess(Theme.facturation, "une question", Tone.calm, 0, False)
    loud = assess(Theme.facturation, "une question", Tone.angry, 3, True)

    assert quiet.score == 0
    assert _names(loud) == {"tone_angry", "many_tickets_in_30_days", "public_complaint"}


@given(
    st.sampled_from(Theme),
    st.text(max_size=200),
    st.sampled_from(Tone),
    st.integers(0, 20),
    st.booleans(),
)
def test_the_score_is_always_the_sum_of_its_factors(
    theme: Theme, text: str, tone: Tone, tickets: int, is_public: bool
) -> None:
    assessment = assess(theme, text, tone, tickets, is_public)

    assert assessment.score == sum(points for _, points in assessment.factors)
    assert assessment.priority is priority_of(assessment.score)
    assert all(POINTS[name] == points for name, points in assessment.factors)


@given(st.sampled_from(Theme), st.text(max_size=100), st.sampled_from(Tone), st.integers(0, 20))
def test_one_more_ticket_never_lowers_the_score(
    theme: Theme, text: str, tone: Tone, tickets: int
) -> None:
    before = assess(theme, text, tone, tickets, False)
    after = assess(theme, text, tone, tickets + 1, False)

    assert after.score >= before.score


def test_deadlines_are_counted_from_the_opening() -> None:
    opened_at = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    assert first_answer_due_at(Priority.P0, opened_at) == opened_at + timedelta(minutes=15)
    assert resolution_due_at(Priority.P3, opened_at) == opened_at + timedelta(hours=120)
    assert set(DEADLINES) == set(Priority)


@pytest.mark.parametrize(
    "entry", [*NO_SERVICE, *DEGRADED, *DANGER, *EMERGENCY, *VULNERABLE, *CARE, *DAYS_AGO]
)
def test_every_entry_is_written_folded(entry: str) -> None:
    assert " ".join(words(entry)) == entry
