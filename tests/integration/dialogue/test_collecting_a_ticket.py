"""Name, problem, contact and recap, told in whatever order and words customers choose."""

from __future__ import annotations

import pytest

from tests.integration.dialogue.conftest import Customer

PROBLEM = "Je n'ai plus internet du tout depuis ce matin, la box affiche un rond qui tourne"


def test_a_told_problem_is_not_asked_again(customer: Customer) -> None:
    customer.says_all(PROBLEM, "Camille Martin")

    recap = customer.says("/decline")

    assert "Camille Martin" in recap
    assert PROBLEM in recap


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        (["Jean-Pierre Dupont"], "Jean-Pierre Dupont"),
        (["dupont marie"], "Marie Dupont"),
        (["moi c'est Karim", "benali"], "Karim Benali"),
        (["je m'appelle Élodie d'Almeida, enchantée 😊"], "Élodie d'Almeida"),
        (["O'Connor", "liam"], "Liam O'Connor"),
    ],
)
def test_a_name_is_read_in_one_turn_or_two(
    customer: Customer, answers: list[str], shown: str
) -> None:
    customer.says(PROBLEM)

    customer.says_all(*answers)

    assert f"**Nom** : {shown}" in customer.says("/decline")


@pytest.mark.parametrize(
    "not_a_name", ["je suis perdu", "pourquoi ?", "12345", "connard", "j'ai pas envie là"]
)
def test_what_is_no_name_is_not_taken_as_one(customer: Customer, not_a_name: str) -> None:
    customer.says_all(PROBLEM, not_a_name)

    recap = customer.says_all("Camille Martin", "/decline")

    assert "**Nom** : Camille Martin" in recap


def test_an_email_in_place_of_the_name_is_kept_as_contact(customer: Customer) -> None:
    customer.says_all(PROBLEM, "camille@example.org")

    recap = customer.says("Camille Martin")

    assert "camille@example.org" in recap


def test_a_problem_in_place_of_the_name_is_kept(customer: Customer) -> None:
    customer.says_all("bonjour", "ça marche pas", "ma facture a doublé ce mois-ci sans raison")

    recap = customer.says_all("Camille Martin", "/decline")

    assert "ma facture a doublé" in recap


def test_vague_words_get_one_precise_question(customer: Customer) -> None:
    customer.says("ça marche pas")
    asked = customer.says("Camille Martin")

    customer.says("la télé reste sur un écran noir")

    assert "Qu'est-ce qui ne marche pas exactement" in asked
    assert "la télé reste sur un écran noir" in customer.says("/decline")


def test_the_same_question_is_not_asked_three_times_in_the_same_words(customer: Customer) -> None:
    asked = [customer.says(PROBLEM), *(customer.says(word) for word in ("hein ?", "quoi ?"))]

    last_lines = [answer.splitlines()[-1] for answer in asked]

    assert len(set(last_lines)) == 3


@pytest.mark.parametrize(
    ("correction", "shown"),
    [
        ("en fait c'est Durand pas Martin", "Camille Durand"),
        ("non plutôt camille@example.org", "camille@example.org"),
        ("non, c'est la télé qui ne marche plus, écran noir", "la télé qui ne marche plus"),
    ],
)
def test_a_correction_changes_the_right_field(
    customer: Customer, correction: str, shown: str
) -> None:
    customer.says_all(PROBLEM, "Camille Martin", "/decline")

    recap = customer.says(correction)

    assert shown in recap
    assert "Est-ce juste ?" in recap


def test_no_asks_which_field_is_wrong_and_corrects_it(customer: Customer) -> None:
    customer.says_all(PROBLEM, "Camille Martin", "/decline")

    asked = customer.says("non")
    customer.says("Le nom")
    recap = customer.says("Camille Durand")

    assert "Que faut-il corriger" in asked
    assert "**Nom** : Camille Durand" in recap


def test_no_ticket_exists_before_the_yes(customer: Customer) -> None:
    customer.says_all(PROBLEM, "Camille Martin", "/decline")

    before = customer.ticket
    customer.says("oui c'est ça")

    assert before is None
    assert customer.ticket.problem == PROBLEM


def test_a_wrong_contact_is_asked_again(customer: Customer) -> None:
    customer.says_all(PROBLEM, "Camille Martin")

    answer = customer.says("camille@exemple")

    assert "ne semble pas complet" in answer


def test_the_contact_may_be_refused_in_words(customer: Customer) -> None:
    customer.says_all(PROBLEM, "Camille Martin")

    assert "Je récapitule" in customer.says("non je préfère pas")
