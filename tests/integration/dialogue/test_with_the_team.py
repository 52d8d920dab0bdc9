"""While people have the ticket the bot keeps what is written and says where it stands; no more."""

from __future__ import annotations

import pytest

from tests.integration.dialogue.conftest import Customer

pytestmark = pytest.mark.slow
PROBLEM = "Je n'ai plus internet du tout depuis ce matin, la box affiche un rond qui tourne"
BESIDE_THE_POINT = ("Je vous écoute", "pas bien compris", "on avance pas à pas", "votre temps")


@pytest.fixture
def waiting(customer: Customer) -> Customer:
    """A customer who asked for a person in the middle of the form."""
    customer.says_all(PROBLEM, "je veux parler à quelqu'un")
    return customer


@pytest.mark.parametrize(
    "words", ["allo ???", "?", "REPONDEZ", "ça fait 1h que j'attends", "ok", "bande de nuls"]
)
def test_who_waits_for_a_person_is_not_asked_to_begin_again(waiting: Customer, words: str) -> None:
    said = waiting.says(words)

    assert said
    assert not any(phrase in said for phrase in BESIDE_THE_POINT)


@pytest.mark.parametrize("words", ["allo ???", "?"])
def test_who_wonders_is_told_where_the_ticket_stands(waiting: Customer, words: str) -> None:
    assert waiting.ticket.reference in waiting.says(words)


def test_a_detail_is_for_the_team_and_acknowledged_in_full_only_once(waiting: Customer) -> None:
    first = waiting.says("ma box c'est une freebox pop")
    second = waiting.says("c'est une delta en fait")

    assert "l'équipe le verra" in first
    assert second == "C'est joint aussi."


def test_a_question_is_still_answered(waiting: Customer) -> None:
    assert "1." in waiting.says("comment changer le mot de passe de mon wifi ?")


@pytest.mark.parametrize("steps", [(), ("Camille Martin", "/decline", "/affirm")])
def test_the_second_of_two_problems_is_in_the_ticket_too(
    customer: Customer, steps: tuple[str, ...]
) -> None:
    customer.says_all(f"{PROBLEM} et en plus de ça ma facture a augmenté de 20 euros", *steps)

    said = customer.says("je veux parler à quelqu'un")

    assert customer.ticket.problem == f"{PROBLEM}\nma facture a augmenté de 20 euros"
    assert "la personne verra les deux" in said
