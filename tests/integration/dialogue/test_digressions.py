"""Whatever is said in the middle of a form is answered, and the form goes on where it was."""

from __future__ import annotations

import pytest

from tests.integration.dialogue.conftest import Customer
from tickets.vocabulary import EscalationReason, TicketState

PROBLEM = "Je n'ai plus internet du tout depuis ce matin, la box affiche un rond qui tourne"
NAME_IS_ASKED = ("prénom", "nom")


@pytest.mark.parametrize(
    ("digression", "answer"),
    [
        ("merci", "prie|plaisir"),
        ("tu es un robot ?", "programme"),
        ("pourquoi vous voulez mon nom ?", "ticket"),
        ("vous faites quoi de mes données ?", "confidentialité"),
        ("c'est quoi une PTO ?", "PTO"),
        ("bande de nuls", "comprends|personne"),
        ("c'est quoi la recette des crêpes", "Freebox et Free Mobile|réponse"),
        ("attends deux minutes", "temps"),
    ],
)
def test_a_digression_is_answered_and_the_name_asked_again(
    customer: Customer, digression: str, answer: str
) -> None:
    customer.says(PROBLEM)

    said = customer.says(digression)

    assert any(word in said for word in answer.split("|"))
    assert any(word in customer.heard[-1] for word in NAME_IS_ASKED)


def test_a_question_of_fact_in_the_form_is_answered_then_the_form_goes_on(
    customer: Customer,
) -> None:
    customer.says(PROBLEM)

    said = customer.says("au fait, comment je retrouve le mot de passe de mon wifi ?")
    recap = customer.says_all("Camille Martin", "/decline")

    assert "1." in said
    assert "Je récapitule" in recap


def test_a_person_can_be_asked_for_in_the_middle_of_the_form(customer: Customer) -> None:
    customer.says(PROBLEM)

    said = customer.says("je veux parler à quelqu'un")

    assert customer.ticket.reference in said
    assert customer.ticket.state is TicketState.escalated
    assert customer.ticket.escalation_reason is EscalationReason.customer_request
    assert PROBLEM in customer.ticket.problem


def test_a_request_for_a_person_tells_no_hour(customer: Customer) -> None:
    said = customer.says("un conseiller svp")

    assert "Je ne peux pas vous promettre d'heure" in said


def test_cancelling_the_form_opens_nothing(customer: Customer) -> None:
    customer.says_all(PROBLEM, "Camille Martin")

    said = customer.says("annule")

    assert "annulé" in said
    assert customer.ticket is None


def test_starting_over_forgets_what_was_begun(customer: Customer) -> None:
    customer.says_all(PROBLEM, "Camille Martin", "recommence")

    asked = customer.says("ma facture est trop chère ce mois-ci, 20 euros de plus")

    assert any(word in asked for word in NAME_IS_ASKED)


def test_an_existing_ticket_is_cancelled_only_after_one_more_yes(customer: Customer) -> None:
    customer.opens_ticket(PROBLEM)

    asked = customer.says("laisse tomber, annule")
    state_before = customer.ticket.state
    customer.says("/confirm_cancel")

    assert "Voulez-vous annuler" in asked
    assert state_before is TicketState.open
    assert customer.ticket is None


def test_a_plain_question_needs_no_ticket(customer: Customer) -> None:
    said = customer.says("comment changer le mot de passe de mon wifi ?")

    assert "1." in said
    assert "Cela répond-il à votre question ?" in said
    assert "Autre chose" in customer.says("oui merci")
    assert customer.ticket is None


def test_an_answer_that_did_not_help_leads_to_a_ticket(customer: Customer) -> None:
    question = "comment changer le mot de passe de mon wifi ?"

    offered = customer.says_all(question, "non pas vraiment")
    recap = customer.says_all("oui", "Camille Martin", "/decline")

    assert "ouvre un ticket" in offered
    assert question in recap


def test_danger_goes_to_a_person_at_once(customer: Customer) -> None:
    said = customer.says("la téléalarme de ma mère de 87 ans ne marche plus, elle est seule")

    assert "112" in said
    assert customer.ticket.escalation_reason is EscalationReason.grave
    assert customer.ticket.state is TicketState.escalated


def test_a_short_question_after_an_answer_is_about_that_answer(customer: Customer) -> None:
    customer.says("je veux résilier ma freebox")

    said = customer.says("combien ça coute ?")

    assert "chaînes" not in said
    assert "résili" in said.lower() or "réponse ci-dessus" in said


def test_who_is_lost_twice_is_shown_what_to_choose_from(customer: Customer) -> None:
    first, second = customer.says("?"), customer.says("??")

    assert first != second
    assert "/ask_human" in customer.buttons
