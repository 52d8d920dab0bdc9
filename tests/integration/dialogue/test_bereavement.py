"""Who lost somebody hears one sentence of compassion, then what helps; nothing cheerful."""

from __future__ import annotations

import pytest

from tests.integration.dialogue.conftest import Customer
from tickets.vocabulary import TicketState

ARTICLE = "resiliation-deces"


@pytest.mark.parametrize(
    ("problem", "compassion"),
    [
        ("mon père est décédé, je dois résilier sa ligne", "Toutes mes condoléances"),
        (
            "mon mari est mort la semaine dernière, je veux arrêter son forfait mobile",
            "Toutes mes condoléances",
        ),
        ("my wife passed away, please cancel her mobile plan", "sorry for your loss"),
    ],
)
def test_a_death_gets_compassion_its_article_and_a_ticket(
    customer: Customer, problem: str, compassion: str
) -> None:
    first = customer.says(problem)
    customer.says_all("Camille Martin", "/decline", "/affirm")

    assert compassion in first
    assert customer.ticket.proposed_article_ids == (ARTICLE,)
    assert customer.ticket.state is TicketState.open


def test_a_death_told_when_the_problem_is_asked_gets_compassion_too(customer: Customer) -> None:
    said = customer.says_all("j'ai un problème", "ma mère est décédée, je dois fermer sa ligne")

    assert "Toutes mes condoléances" in said


def test_a_question_about_a_death_is_answered_with_its_article(customer: Customer) -> None:
    said = customer.says("mon mari est mort, comment arrêter son forfait mobile ?")

    assert "Ligne d'une personne décédée" in said


def test_a_dead_box_gets_none(customer: Customer) -> None:
    said = customer.says("la box de mon père est morte depuis hier soir, plus aucun voyant")

    assert "condoléances" not in said
