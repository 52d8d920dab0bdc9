"""Name, problem, contact and recap, told in whatever order and words customers choose."""

from __future__ import annotations

import pytest

from tests.integration.dialogue.conftest import Customer

PROBLEM = "Je n'ai plus internet du tout depuis ce matin, la box affiche un rond qui tourne"


def test_a_bare_subject_is_asked_which_of_its_matters_is_meant(customer: Customer) -> None:
    asked, choices = customer.says("facture"), customer.buttons

    assert "Qu'est-ce qui ne va pas sur la facture ?" in asked
    assert len(choices) == 3

    assert "prénom" in customer.says(choices[0])
    assert f"facture. {choices[0]}" in customer.says_all("Camille Martin", "/decline")


def test_a_bare_subject_that_reads_as_a_question_is_asked_about_as_well(
    customer: Customer,
) -> None:
    assert "arrêter" in customer.says("résiliation")
    assert len(customer.buttons) > 1


def test_a_bare_subject_may_be_explained_in_other_words(customer: Customer) -> None:
    customer.says("facture")

    customer.says("elle est deux fois plus chère que le mois dernier")

    recap = customer.says_all("Camille Martin", "/decline")
    assert "facture. elle est deux fois plus chère" in recap


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
    customer.says_all(PROBLEM, "ma facture a doublé ce mois-ci sans raison")

    recap = customer.says_all("Camille Martin", "/decline")

    assert "ma facture a doublé" in recap


def test_vague_words_get_one_precise_question(customer: Customer) -> None:
    asked = customer.says("ça marche pas")

    named = customer.says("la télé reste sur un écran noir")
    recap = customer.says_all("Camille Martin", "/decline")

    assert "Qu'est-ce qui ne marche pas exactement" in asked
    assert "prénom" in named
    assert "la télé reste sur un écran noir" in recap


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


def test_who_will_not_give_a_name_gets_a_ticket_without(customer: Customer) -> None:
    customer.says_all(PROBLEM, "je préfère rester anonyme")

    offered = "/decline" in customer.buttons
    recap = customer.says_all("non", "/decline")
    customer.says("oui")

    assert offered
    assert "sans votre nom" in recap
    assert customer.ticket.customer_name is None


def test_another_problem_told_at_the_name_replaces_the_first(customer: Customer) -> None:
    customer.says_all(PROBLEM, "en fait c'est plutôt mon mobile le problème, j'ai plus de réseau")

    recap = customer.says_all("Camille Martin", "/decline")

    assert "mobile" in recap
    assert "rond qui tourne" not in recap


def test_the_recap_is_shown_in_full_once_and_then_only_asked_about(customer: Customer) -> None:
    shown = customer.says_all(PROBLEM, "Camille Martin", "/decline")

    asked = [customer.says(words) for words in ("hein ?", "euh", "hmm")]

    assert PROBLEM in shown
    assert not any(PROBLEM in again for again in asked)
    assert len(set(asked)) > 1
    assert "/affirm" in customer.buttons


def test_a_recap_that_changed_is_shown_in_full_again(customer: Customer) -> None:
    customer.says_all(PROBLEM, "Camille Martin", "/decline", "hein ?")

    assert "Camille Durand" in customer.says("en fait c'est Durand pas Martin")


def test_a_field_called_wrong_at_the_recap_is_asked_for_at_once(customer: Customer) -> None:
    customer.says_all(PROBLEM, "Camille Martin", "/decline")

    asked = customer.says("c'est le nom qui n'est pas bon")

    assert "Quels sont le bon prénom et le bon nom" in asked
    assert "**Nom** : Camille Durand" in customer.says("Camille Durand")
