"""A yes, a no, a choice or a change of mind counts however it is put."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.integration.dialogue.conftest import Customer
from tickets.vocabulary import TicketState

PROBLEM = "Je n'ai plus internet du tout depuis ce matin, ni en wifi ni en câble"


def propose(customer: Customer) -> None:
    if "Laquelle correspond" in customer.opens_ticket(PROBLEM):
        customer.says("je dirais la première")


@pytest.mark.parametrize(
    "text", ["niquel merci", "enfin, c'est bon, pas trop tôt", "perfect, thanks a lot"]
)
def test_relief_closes_the_ticket(customer: Customer, text: str) -> None:
    propose(customer)

    customer.says(text)

    assert customer.ticket.state is TicketState.resolved


def test_thanks_alone_close_nothing(customer: Customer) -> None:
    propose(customer)

    customer.says("merci")

    assert customer.ticket.state is TicketState.open


def test_a_contact_is_refused_in_two_words(customer: Customer) -> None:
    customer.says_all(PROBLEM, "Camille Martin")

    assert "récapitule" in customer.says("pas besoin")


def test_another_problem_at_the_recap_takes_the_place_of_the_first(customer: Customer) -> None:
    customer.says_all(PROBLEM, "Camille Martin", "/decline")

    recap = customer.says("finalement ce n'est pas ça : la télécommande du Player est cassée")

    assert "télécommande" in recap
    assert "internet" not in recap


def test_who_insists_on_what_is_not_ours_is_offered_a_person(customer: Customer) -> None:
    customer.says("tu connais une bonne recette de gratin ?")

    customer.says("et une recette de crêpes ?")

    assert "/ask_human" in customer.buttons


def test_an_answer_may_wait(customer: Customer) -> None:
    customer.says("comment retrouver mon mot de passe wifi ?")

    waited = customer.says("je suis au travail, j'essaie ce soir")
    thanked = customer.says("merci")

    assert "prenez votre temps" in waited
    assert "Autre chose" not in thanked


def test_a_name_before_the_problem_loses_neither(customer: Customer) -> None:
    customer.says(
        "Bonjour, je suis Camille Martin. La télé reste noire alors que tout le reste marche bien"
    )

    recap = customer.says("/decline")

    assert "Camille Martin" in recap
    assert "La télé reste noire" in recap


TWO_PROBLEMS = "plus de réseau sur mon mobile. Par ailleurs ma facture a doublé ce mois-ci"


def test_the_second_of_two_problems_is_taken_up_after_the_first(customer: Customer) -> None:
    opened = customer.says(TWO_PROBLEMS)
    recap = customer.says_all("Camille Martin", "/decline")
    first = customer.says("oui") and customer.ticket
    offered = customer.says_all("c'est réglé, tout marche", "5", "/decline")
    second = customer.says("oui")

    assert "deux problèmes" in opened
    assert "facture" not in recap
    assert "ma facture a doublé" in offered
    assert "ma facture a doublé" in second
    assert "Camille Martin" in second
    assert first.problem == "plus de réseau sur mon mobile"


def test_who_asks_for_a_person_is_told_that_both_problems_are_kept(customer: Customer) -> None:
    customer.says(TWO_PROBLEMS)

    assert "ma facture a doublé" in customer.says("je veux un conseiller")


def test_who_cannot_tell_more_reaches_a_person(customer: Customer) -> None:
    asked = customer.opens_ticket("ma box clignote rouge")

    customer.says_all("attends je regarde", "je sais pas")

    assert "Dites-m'en un peu plus" in asked
    assert customer.ticket.state is TicketState.escalated


def test_whether_it_works_is_not_asked_twice_in_a_row_in_the_same_words(
    customer: Customer,
) -> None:
    propose(customer)

    asked = [customer.says(words).splitlines()[-1] for words in ("les deux", "euh", "bof bof")]

    assert all(one != following for one, following in pairwise(asked))


def test_who_lost_the_reference_is_offered_a_person(customer: Customer) -> None:
    customer.says("où en est mon ticket ?")

    customer.says("j'ai perdu la référence")

    assert "/ask_human" in customer.buttons
