"""The language a customer writes in is the conversation's, whoever answers."""

from __future__ import annotations

from collections.abc import Callable

from tests.fakes.chat_product import ChatProduct
from tests.fakes.customer import Customer

Arrive = Callable[[ChatProduct], Customer]


async def _language(product: ChatProduct, customer: Customer) -> str:
    conversation = product.conversations.by_token(customer.token or "")
    assert conversation is not None
    return conversation.language


async def test_english_words_make_the_conversation_english_and_one_borrowed_word_does_not(
    product: ChatProduct, arrive: Arrive
) -> None:
    alice = arrive(product)
    await alice.connect()

    await alice.say("ok")
    before = await _language(product, alice)
    await alice.say("my box is broken")
    after = await _language(product, alice)

    assert (before, after) == ("fr", "en")


async def test_who_writes_french_again_has_a_french_conversation(
    product: ChatProduct, arrive: Arrive
) -> None:
    alice = arrive(product)
    await alice.connect()

    await alice.say("my box is broken")
    await alice.say("ma box ne marche plus")

    assert await _language(product, alice) == "fr"


async def test_an_outage_is_told_in_the_language_of_the_message_that_meets_it(
    product: ChatProduct, arrive: Arrive
) -> None:
    alice = arrive(product)
    await alice.connect()
    await alice.hears("Bonjour")
    product.rasa.stop()

    await alice.say("my internet has been down since yesterday")

    await alice.hears("Something is down on my side")


async def test_a_button_tells_the_bot_the_language_of_its_conversation(
    product: ChatProduct, arrive: Arrive
) -> None:
    yes = {"title": "Yes", "payload": "/affirm"}
    product.rasa.answers["my box is broken"] = [{"text": "Is that right?", "buttons": [yes]}]
    alice = arrive(product)
    await alice.connect()

    await alice.say("my box is broken")
    await alice.hears("Is that right?")
    await alice.say("/affirm")
    await alice.until(lambda: len(product.rasa.texts) == 3)

    assert product.rasa.texts[-1] == '/affirm{"language": "en"}'
