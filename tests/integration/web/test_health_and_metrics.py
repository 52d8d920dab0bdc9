from __future__ import annotations

from collections.abc import Callable

import httpx

from tests.fakes.chat_product import ChatProduct
from tests.fakes.customer import Customer

Arrive = Callable[[ChatProduct], Customer]


async def test_a_whole_product_is_ready(http: httpx.AsyncClient) -> None:
    alive, ready = await http.get("/healthz"), await http.get("/readyz")

    assert alive.text == "ok"
    assert ready.status_code == 200
    assert ready.json() == {"database": "ok", "rasa": "ok", "actions": "ok"}


async def test_what_is_missing_is_named(product: ChatProduct, http: httpx.AsyncClient) -> None:
    product.rasa.actions_are_up = False

    ready = await http.get("/readyz")

    assert ready.status_code == 503
    assert ready.json() == {"database": "ok", "rasa": "ok", "actions": "HTTP 500"}


async def test_the_process_lives_while_rasa_does_not(
    product: ChatProduct, http: httpx.AsyncClient
) -> None:
    product.rasa.stop()

    alive, ready = await http.get("/healthz"), await http.get("/readyz")

    assert alive.status_code == 200
    assert "no answer" in ready.json()["rasa"]


async def test_the_figures_count_turns_messages_tickets_and_sockets(
    product: ChatProduct, http: httpx.AsyncClient, arrive: Arrive
) -> None:
    alice = arrive(product)
    await alice.connect()
    await alice.say("bonjour")
    await alice.hears("écho : bonjour")
    conversation = product.conversations.by_token(alice.token or "")
    assert conversation is not None
    product.tickets.open(conversation.id, problem="ma box ne s'allume plus du tout")

    figures = (await http.get("/metrics")).text.splitlines()

    assert 'freemobilachat_turns_total{outcome="answered"} 1.0' in figures
    assert 'freemobilachat_messages_total{author="customer"} 1.0' in figures
    assert 'freemobilachat_tickets{state="open"} 1.0' in figures
    assert "freemobilachat_messages_pending 0.0" in figures
    assert "freemobilachat_sockets 1.0" in figures
    assert "freemobilachat_turn_seconds_count 1.0" in figures
