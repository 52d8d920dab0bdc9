"""Rasa or the actions are down: the customer is told once, nothing is lost; a ticket can open."""

from __future__ import annotations

from collections.abc import Callable

from tests.fakes.chat_product import ChatProduct, MakeProduct
from tests.fakes.customer import Customer
from tickets.vocabulary import EscalationReason, TicketState

Arrive = Callable[[ChatProduct], Customer]


async def test_with_rasa_down_the_hub_opens_the_conversation_itself(
    product: ChatProduct, arrive: Arrive
) -> None:
    product.rasa.stop()
    alice = arrive(product)

    await alice.connect()

    await alice.hears("je suis l'assistant de Free")


async def test_an_outage_is_told_once_and_the_messages_are_answered_when_it_ends(
    product: ChatProduct, arrive: Arrive
) -> None:
    alice = arrive(product)
    await alice.connect()
    await alice.hears("Bonjour")
    product.rasa.stop()

    await alice.say("ma box ne marche plus")
    await alice.hears("souci technique")
    await alice.say("allô ?")
    product.rasa.start()
    await alice.hears("écho : allô ?")

    assert sum("souci technique" in heard for heard in alice.heard) == 1
    assert alice.heard[-2:] == ["écho : ma box ne marche plus", "écho : allô ?"]


async def test_actions_down_keeps_the_message_from_rasa(
    product: ChatProduct, arrive: Arrive
) -> None:
    alice = arrive(product)
    await alice.connect()
    await alice.hears("Bonjour")
    product.rasa.actions_are_up = False

    await alice.say("bonjour")
    product.rasa.actions_are_up = True
    await alice.hears("écho : bonjour")

    assert product.rasa.texts.count("bonjour") == 1


async def test_a_restart_of_the_web_process_loses_no_message(
    product: ChatProduct, arrive: Arrive
) -> None:
    alice = arrive(product)
    await alice.connect()
    await alice.hears("Bonjour")
    product.rasa.stop()
    await alice.say("ne m'oubliez pas")
    await alice.hears("souci technique")
    await alice.leave()

    product.stop()
    product.rasa.start()
    product.start()
    back = arrive(product)
    await back.connect(alice.token)

    await back.hears("écho : ne m'oubliez pas")


async def test_a_long_outage_offers_a_ticket_that_holds_the_unanswered_words(
    make_product: MakeProduct, arrive: Arrive
) -> None:
    product = make_product(outage_ticket_after_seconds=0.3)
    alice = arrive(product)
    await alice.connect()
    await alice.hears("Bonjour")
    product.rasa.stop()
    await alice.say("plus d'internet depuis trois jours")
    await alice.hears("transmette")

    await alice.say("/hub_open_ticket")
    await alice.hears("référence")

    [ticket] = product.tickets.escalated()
    assert ticket.problem == "plus d'internet depuis trois jours"
    assert ticket.escalation_reason == EscalationReason.bot_failure
    assert ticket.state == TicketState.escalated
    assert ticket.reference in alice.heard[-1]
    assert product.conversations.conversations_with_pending() == []


async def test_a_ticket_is_not_opened_by_typing_what_was_not_offered(
    product: ChatProduct, arrive: Arrive
) -> None:
    alice = arrive(product)
    await alice.connect()

    await alice.say("/hub_open_ticket")
    await alice.hears("écho : hub_open_ticket")

    assert product.tickets.escalated() == []


async def test_a_message_that_rasa_chokes_on_does_not_block_the_next(
    product: ChatProduct, arrive: Arrive
) -> None:
    alice = arrive(product)
    await alice.connect()
    await alice.hears("Bonjour")
    product.rasa.status = 500

    await alice.say("poison")
    await alice.hears("pas réussi à traiter ce message")
    product.rasa.status = 200
    await alice.say("suite")

    await alice.hears("écho : suite")
    assert product.rasa.texts.count("poison") == 3
