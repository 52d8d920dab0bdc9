"""A name or a contact that is told unasked is kept, acknowledged, and never asked for again."""

from __future__ import annotations

import pytest

from tests.integration.dialogue.conftest import CHOICE, Customer

QUESTION = "comment changer le mot de passe de mon wifi ?"
PROBLEM = "Je n'ai plus internet du tout depuis ce matin, la box affiche un rond qui tourne"


@pytest.mark.parametrize("told_at", [1, 2])
def test_a_name_told_after_an_answer_is_not_asked_again(customer: Customer, told_at: int) -> None:
    said = [QUESTION, "oui merci"]
    said.insert(told_at, "au fait je m'appelle Camille Martin")
    heard = [customer.says(text) for text in said]

    recap = customer.says_all(PROBLEM, "/decline")

    assert "votre nom est noté" in heard[told_at]
    assert "Camille Martin" in recap


def test_a_contact_told_after_an_answer_is_not_asked_again(customer: Customer) -> None:
    heard = customer.says_all(QUESTION, "mon mail c'est camille@exemple.fr")
    customer.says_all("oui merci", PROBLEM)

    recap = customer.says("Camille Martin")

    assert "noté pour vous joindre" in heard
    assert "camille@exemple.fr" in recap


def test_a_name_told_after_an_answer_in_english_is_kept(customer: Customer) -> None:
    heard = customer.says_all(
        "how do I change my wifi password?", "by the way my name is John Smith"
    )

    recap = customer.says_all("yes", "my internet has been down since yesterday", "skip")

    assert "your name is noted" in heard
    assert "John Smith" in recap


def test_a_contact_told_where_the_problem_is_asked_is_kept(customer: Customer) -> None:
    heard = customer.says_all("j'ai un problème", "vous pouvez me joindre au 06 39 98 27 63")

    recap = customer.says_all("plus de wifi dans toute la maison", "Camille Martin")

    assert "noté pour vous joindre" in heard
    assert "+33 6 39 98 27 63" in recap


def test_a_contact_told_while_solutions_are_tried_goes_into_the_ticket(customer: Customer) -> None:
    if CHOICE.search(customer.opens_ticket(PROBLEM)):
        customer.says(customer.buttons[0])

    customer.says("mon numéro : 06 39 98 27 63")

    assert customer.ticket.contact == "+33 6 39 98 27 63"
