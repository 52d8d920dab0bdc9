from __future__ import annotations

import asyncio
from typing import Any

import httpx

from tests.fakes.chat_product import ChatProduct, MakeProduct
from tickets.vocabulary import Channel


async def start(http: httpx.AsyncClient) -> dict[str, str]:
    answer = await http.post("/api/v1/conversations")
    assert answer.status_code == 201
    return {"X-Session-Id": answer.json()["session_id"]}


async def read_until(http: httpx.AsyncClient, session: dict[str, str], text: str) -> list[Any]:
    async with asyncio.timeout(10):
        while True:
            answer = await http.get("/api/v1/conversations/messages", headers=session)
            messages: list[Any] = answer.json()["messages"]
            if any(text in message["text"] for message in messages):
                return messages
            await asyncio.sleep(0.02)


async def test_a_program_can_hold_a_conversation(http: httpx.AsyncClient) -> None:
    session = await start(http)

    sent = await http.post(
        "/api/v1/conversations/messages", headers=session, json={"text": "bonjour"}
    )
    messages = await read_until(http, session, "écho : bonjour")

    assert sent.status_code == 202
    assert [m["author"] for m in messages].count("customer") == 1
    assert [m["seq"] for m in messages] == list(range(1, len(messages) + 1))


async def test_only_what_came_after_is_read(http: httpx.AsyncClient) -> None:
    session = await start(http)
    await read_until(http, session, "Bonjour")

    later = await http.get("/api/v1/conversations/messages?after=1", headers=session)

    assert later.json() == {"messages": []}


async def test_without_the_right_session_nothing_is_read_or_written(
    http: httpx.AsyncClient,
) -> None:
    await start(http)

    unnamed = await http.get("/api/v1/conversations/messages")
    invented = await http.post(
        "/api/v1/conversations/messages", headers={"X-Session-Id": "x"}, json={"text": "a"}
    )

    for answer in (unnamed, invented):
        assert answer.status_code == 403
        assert answer.json()["error"]["field"] == "X-Session-Id"


async def test_a_wrong_body_is_answered_with_its_field(http: httpx.AsyncClient) -> None:
    session = await start(http)

    missing = await http.post("/api/v1/conversations/messages", headers=session, json={})
    empty = await http.post("/api/v1/conversations/messages", headers=session, json={"text": " "})

    assert (missing.status_code, missing.json()["error"]["field"]) == (422, "text")
    assert empty.json()["error"]["code"] == "message_empty"


async def test_a_body_that_is_too_large_is_refused_unread(http: httpx.AsyncClient) -> None:
    answer = await http.post("/api/v1/conversations/messages", content=b"x" * 70_000)

    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "body_too_large"


async def test_a_ticket_is_found_by_reference_and_name_and_nothing_else_is_told(
    product: ChatProduct, http: httpx.AsyncClient
) -> None:
    conversation, _ = product.conversations.start(Channel.api)
    ticket = product.tickets.open(
        conversation.id, problem="plus de réseau depuis lundi", customer_name="Marie Dupont"
    )

    async def ask(reference: str, name: str) -> httpx.Response:
        return await http.post(
            "/api/v1/tickets/status", json={"reference": reference, "name": name}
        )

    right = await ask(ticket.reference, "dupont marie")
    wrong_name = await ask(ticket.reference, "Karim Benali")
    wrong_reference = await ask("FM-7K3Q-2F9C", "Marie Dupont")

    assert right.json()["state"] == "open"
    assert wrong_name.status_code == wrong_reference.status_code == 404
    assert wrong_name.json() == wrong_reference.json()


async def test_guessing_at_tickets_ends_soon(http: httpx.AsyncClient) -> None:
    question = {"reference": "FM-7K3Q-2F9C", "name": "Marie Dupont"}

    statuses = [
        (await http.post("/api/v1/tickets/status", json=question)).status_code for _ in range(11)
    ]

    assert statuses == [404] * 10 + [429]


async def test_starting_conversations_is_limited_by_address(make_product: MakeProduct) -> None:
    product = make_product(address_messages_per_minute=2)

    async with httpx.AsyncClient(base_url=product.url, trust_env=False, timeout=30) as http:
        statuses = [(await http.post("/api/v1/conversations")).status_code for _ in range(3)]

    assert statuses == [201, 201, 429]


async def test_a_forwarded_address_is_believed_only_from_a_trusted_proxy(
    make_product: MakeProduct,
) -> None:
    product = make_product(address_messages_per_minute=1, trusted_proxies="127.0.0.1")

    async with httpx.AsyncClient(base_url=product.url, trust_env=False, timeout=30) as http:
        trusted = [
            await http.post("/api/v1/conversations", headers={"X-Forwarded-For": address})
            for address in ("203.0.113.1", "203.0.113.2", "203.0.113.2")
        ]

    assert [answer.status_code for answer in trusted] == [201, 201, 429]


async def test_without_a_trusted_proxy_a_forwarded_address_changes_nothing(
    make_product: MakeProduct,
) -> None:
    product = make_product(address_messages_per_minute=1)

    async with httpx.AsyncClient(base_url=product.url, trust_env=False, timeout=30) as http:
        answers = [
            await http.post("/api/v1/conversations", headers={"X-Forwarded-For": address})
            for address in ("203.0.113.1", "203.0.113.2")
        ]

    assert [answer.status_code for answer in answers] == [201, 429]


async def test_the_interface_describes_itself(http: httpx.AsyncClient) -> None:
    description = (await http.get("/api/v1/openapi.json")).json()

    assert set(description["paths"]) == {
        "/api/v1/conversations",
        "/api/v1/conversations/messages",
        "/api/v1/kpis",
        "/api/v1/tickets/status",
    }


async def test_an_unknown_address_of_the_interface_answers_in_its_own_form(
    http: httpx.AsyncClient,
) -> None:
    answer = await http.get("/api/v1/nothing")

    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"
