"""Who leaves is asked nothing more, and finds on their return what they told."""

from __future__ import annotations

import pytest

from tests.integration.dialogue.conftest import CHOICE, Customer

PROBLEM = "Je n'ai plus internet du tout depuis ce matin, la box affiche un rond qui tourne"
ENGLISH_PROBLEM = "my internet has been down since yesterday, the box shows a red light"


def _leave_before_the_name(customer: Customer) -> str:
    return customer.says_all(PROBLEM, "au revoir")


def test_a_goodbye_ends_the_form_and_says_that_nothing_is_lost(customer: Customer) -> None:
    said = _leave_before_the_name(customer)

    assert "Rien n'est perdu" in said
    assert "prénom" not in said
    assert "/keep_going" in customer.buttons
    assert customer.ticket is None


def test_a_goodbye_in_english_ends_the_form_too(customer: Customer) -> None:
    said = customer.says_all(ENGLISH_PROBLEM, "goodbye")

    assert "Nothing is lost" in said
    assert "first name" not in said
    assert "first name" in customer.says("hello")


@pytest.mark.parametrize("words", ["merci au revoir", "bon ok merci bye", "bonne soirée"])
def test_a_goodbye_with_thanks_is_a_goodbye(customer: Customer, words: str) -> None:
    said = customer.says_all(PROBLEM, words)

    assert "Rien n'est perdu" in said


@pytest.mark.parametrize("words", ["je verrai ça demain", "je reviens plus tard"])
def test_who_puts_it_off_is_asked_nothing_more_and_goes_on_later(
    customer: Customer, words: str
) -> None:
    said = customer.says_all(PROBLEM, words)

    assert "quand vous voudrez" in said
    assert "prénom" not in said
    assert "prénom" in customer.says("bonjour")


@pytest.mark.parametrize("back", ["bonjour", "/keep_going"])
def test_who_comes_back_goes_on_where_they_left(customer: Customer, back: str) -> None:
    _leave_before_the_name(customer)

    asked = customer.says(back)
    recap = customer.says_all("Camille Martin", "/decline")

    assert "prénom" in asked
    assert PROBLEM in recap


def test_another_problem_on_return_is_the_one_that_counts(customer: Customer) -> None:
    _leave_before_the_name(customer)

    recap = customer.says_all("la télé n'affiche plus aucune chaîne", "Camille Martin", "/decline")

    assert "aucune chaîne" in recap
    assert PROBLEM not in recap


def test_a_goodbye_before_any_problem_is_told_asks_nothing_more(customer: Customer) -> None:
    said = customer.says_all("j'ai un problème", "au revoir")

    assert "Au revoir" in said
    assert "nom" not in said


def test_a_person_asked_for_after_a_goodbye_gets_the_problem(customer: Customer) -> None:
    _leave_before_the_name(customer)

    customer.says("je veux parler à quelqu'un")

    assert customer.ticket.problem == PROBLEM


def test_a_goodbye_after_a_proposal_leaves_the_ticket_open_for_the_verdict(
    customer: Customer,
) -> None:
    said = customer.opens_ticket(PROBLEM)
    if CHOICE.search(said):
        customer.says(customer.buttons[0])

    left = customer.says("au revoir")
    customer.says("toujours pas")

    assert customer.ticket.reference in left
    assert "cela règle le problème" not in left
    assert customer.ticket.refused_count == 1


def test_a_goodbye_after_an_answer_is_returned(customer: Customer) -> None:
    said = customer.says_all("comment changer le mot de passe de mon wifi ?", "au revoir")

    assert "Au revoir" in said
    assert "Autre chose" not in said
