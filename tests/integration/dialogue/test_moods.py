"""The customer's tone is heard at each message, and changes how the assistant speaks."""

from __future__ import annotations

from tests.integration.dialogue.conftest import CHOICE, Customer
from tickets.vocabulary import Tone

PROBLEM = "Je n'ai plus internet du tout depuis ce matin, ni en wifi ni en câble"
COMPASSION = "Je comprends"


def _choose_first_if_asked(customer: Customer, said: str) -> str:
    return customer.says(customer.buttons[0]) if CHOICE.search(said) else said


def test_an_angry_customer_is_offered_a_person_at_the_first_refusal(customer: Customer) -> None:
    _choose_first_if_asked(customer, customer.opens_ticket(PROBLEM))
    before = customer.ticket

    _choose_first_if_asked(customer, customer.says("toujours pas, bande d'incapables"))

    assert "/ask_human" in customer.buttons
    assert customer.ticket.tone is Tone.angry
    assert customer.ticket.score > before.score


def test_a_calm_customer_is_offered_the_next_solution_only(customer: Customer) -> None:
    _choose_first_if_asked(customer, customer.opens_ticket(PROBLEM))

    _choose_first_if_asked(customer, customer.says("non ça ne change rien"))

    assert "/ask_human" not in customer.buttons


def test_compassion_is_shown_once(customer: Customer) -> None:
    said = [customer.says("plus d'internet depuis 3 jours, c'est une honte")]
    said += [customer.says(text) for text in ("bande de connards", "vous êtes des abrutis")]

    assert [COMPASSION in one for one in said] == [True, False, False]
    assert "/ask_human" in customer.buttons


def test_anger_before_the_ticket_counts_for_the_ticket(customer: Customer) -> None:
    customer.says("vous êtes une bande de voleurs")

    customer.opens_ticket("ma télé n'affiche plus aucune chaîne depuis hier soir")

    assert customer.ticket.tone is Tone.angry
