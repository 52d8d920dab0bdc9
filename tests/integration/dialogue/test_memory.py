"""What a customer said once is not asked again, and what failed once does not come first again."""

from __future__ import annotations

from tests.integration.dialogue.conftest import CHOICE, Bot, Customer
from tickets.conversations import Conversations
from tickets.service import TicketService

PROBLEM = "Je n'ai plus internet du tout depuis ce matin, ni en wifi ni en câble"
AGAIN = "plus d'internet du tout de nouveau depuis ce midi, ni wifi ni câble"


def _choose_first_if_asked(customer: Customer, said: str) -> str:
    return customer.says(customer.buttons[0]) if CHOICE.search(said) else said


def _open_again(customer: Customer, problem: str) -> str:
    said = customer.says(problem)
    while "récapitule" not in said:
        said = customer.says("/decline")
    return _choose_first_if_asked(customer, customer.says("/affirm"))


def test_what_failed_with_an_earlier_ticket_is_not_proposed_first(
    bot: Bot, customer: Customer
) -> None:
    _choose_first_if_asked(customer, customer.opens_ticket(PROBLEM))
    _choose_first_if_asked(customer, customer.says("toujours pas"))
    customer.says_all("nickel ça remarche", "5", "/decline")
    first = TicketService(bot.database).latest(customer.conversation_id)
    assert first is not None
    failed = first.proposed_article_ids[0]

    _open_again(customer, AGAIN)

    assert customer.ticket.reference != first.reference
    assert customer.ticket.proposed_article_ids
    assert customer.ticket.proposed_article_ids[0] != failed


def test_a_returning_customer_is_not_asked_for_the_name_again(bot: Bot, customer: Customer) -> None:
    _choose_first_if_asked(customer, customer.opens_ticket(PROBLEM))
    customer.says_all("nickel ça remarche", "5", "/decline")
    Conversations(bot.database).begin_new_dialogue(customer.conversation_id)

    asked = customer.says("la télé n'affiche plus aucune chaîne")

    assert "prénom" not in asked
    assert "Camille Martin" in (asked if "récapitule" in asked else customer.says("/decline"))


def test_who_proved_to_know_a_ticket_is_not_asked_for_the_name_on_it(
    bot: Bot, customer: Customer
) -> None:
    customer.opens_ticket(PROBLEM)
    elsewhere = bot.customer()
    elsewhere.says_all("où en est mon ticket ?", customer.ticket.reference, "Camille Martin")

    asked = elsewhere.says("et aussi, la télé n'affiche plus aucune chaîne depuis hier")

    assert "prénom" not in asked
    assert "Camille Martin" in (asked if "récapitule" in asked else elsewhere.says("/decline"))


def test_a_wrong_pair_of_reference_and_name_gives_no_name_away(
    bot: Bot, customer: Customer
) -> None:
    customer.opens_ticket(PROBLEM)
    stranger = bot.customer()
    stranger.says_all("où en est mon ticket ?", customer.ticket.reference, "Durand")

    asked = stranger.says("la télé n'affiche plus aucune chaîne depuis hier")

    assert "prénom" in asked
