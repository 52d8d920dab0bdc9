"""Who asks when people are there, or when one answers, is told it and not sent to an article."""

from __future__ import annotations

import pytest

from tests.integration.dialogue.conftest import Customer

PROBLEM = "Je n'ai plus internet du tout depuis ce matin, la box affiche un rond qui tourne"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("vos horaires ?", "jour et nuit"),
        ("vous êtes ouvert le dimanche ?", "jour et nuit"),
        ("are you open on sundays?", "day and night"),
        ("vous répondez quand ?", "tout de suite"),
        ("c'est long", "tout de suite"),
        ("j'attends depuis une heure", "tout de suite"),
        ("when will you answer?", "right away"),
    ],
)
def test_hours_and_waits_are_told(customer: Customer, text: str, answer: str) -> None:
    said = customer.says(text)

    assert answer in said
    assert "1." not in said


@pytest.mark.parametrize(
    "text", ["vous répondez quand ?", "c'est long", "j'attends depuis une heure", "is it my turn?"]
)
def test_who_waits_for_a_person_is_told_where_the_ticket_stands(
    customer: Customer, text: str
) -> None:
    customer.says("je veux parler à quelqu'un")

    assert customer.ticket.reference in customer.says(text)
    assert "/start_over" not in customer.buttons


def test_the_form_goes_on_after_the_hours(customer: Customer) -> None:
    customer.says(PROBLEM)

    said = customer.says("vous êtes ouvert le dimanche ?")

    assert "jour et nuit" in said
    assert "nom" in customer.heard[-1]


def test_the_hours_asked_for_are_no_problem(customer: Customer) -> None:
    customer.says_all(
        "j'ai un problème", "vos horaires ?", "Camille Martin", "plus de wifi du tout"
    )

    recap = customer.says("/decline")

    assert "plus de wifi" in recap
    assert "horaires" not in recap
