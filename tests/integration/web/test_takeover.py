"""Alice writes; Sofia and Bob are agents. What each side sees from the takeover to the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from tests.fakes.chat_product import ChatProduct, MakeProduct
from tests.fakes.console_agent import ConsoleAgent, hire
from tests.fakes.customer import Customer
from tests.fakes.escalations import escalated, until
from tickets.opening_hours import OpeningHours
from tickets.vocabulary import Controller, EscalationReason, Priority, TicketState

Arrive = Callable[[ChatProduct], Customer]
Employ = Callable[..., ConsoleAgent]


@pytest.fixture
async def employ() -> AsyncIterator[Employ]:
    agents: list[ConsoleAgent] = []

    def bring(product: ChatProduct, login: str = "sofia", title: str | None = None) -> ConsoleAgent:
        agents.append(ConsoleAgent(product, hire(product, login, title=title)))
        return agents[-1]

    yield bring
    for agent in agents:
        await agent.leave()


async def arrived(product: ChatProduct, arrive: Arrive) -> tuple[Customer, str]:
    alice = arrive(product)
    await alice.connect()
    await alice.hears("Bonjour")
    return alice, escalated(product, alice)


async def test_the_customer_learns_who_joins_and_hears_the_agent(
    product: ChatProduct, arrive: Arrive, employ: Employ
) -> None:
    alice, reference = await arrived(product, arrive)
    sofia = employ(product, title="conseillère")

    await sofia.does(reference, "take")
    await sofia.says(reference, "Je regarde votre ligne")
    await alice.hears("Je regarde votre ligne")

    assert alice.heard[1:] == [
        "Sofia, conseillère, a rejoint la conversation.",
        "Je regarde votre ligne",
    ]
    assert alice.last("bot_uttered")["agent"] == {"name": "Sofia", "title": "conseillère"}
    assert alice.last("bot_uttered")["author"] == "agent"
    assert alice.controllers == ["bot", "agent"]


async def test_an_answer_in_flight_when_the_agent_comes_is_never_said(
    product: ChatProduct, arrive: Arrive, employ: Employ
) -> None:
    alice, reference = await arrived(product, arrive)
    sofia = employ(product)
    with product.rasa.thinking():
        await alice.say("en vol")
        await until(lambda: "en vol" in product.rasa.texts)
        await sofia.does(reference, "take")

    await alice.say("vous êtes là ?")
    await sofia.says(reference, "Oui")
    await sofia.does(reference, "hand-back")
    await alice.say("la suite")
    await alice.hears("écho : la suite")

    assert product.rasa.texts == ["/open_chat", "en vol", "la suite"]
    assert "écho : en vol" not in alice.heard
    assert not product.conversations.conversations_with_pending()


async def test_the_bot_comes_back_with_a_fresh_mind_and_leaves_the_backlog_alone(
    product: ChatProduct, arrive: Arrive, employ: Employ
) -> None:
    alice, reference = await arrived(product, arrive)
    sofia = employ(product)
    await sofia.does(reference, "take")
    for number in range(3):
        await alice.say(f"message {number}")

    await sofia.does(reference, "hand-back")
    await alice.hears("L'assistant automatique vous répond de nouveau")
    await alice.say("et maintenant ?")
    await alice.hears("écho : et maintenant ?")

    assert product.rasa.texts == ["/open_chat", "et maintenant ?"]
    assert product.rasa.received[0]["sender"] != product.rasa.received[1]["sender"]
    assert product.tickets.get(reference).state is TicketState.in_progress


async def test_ten_messages_both_ways_are_in_one_order_for_both_sides(
    product: ChatProduct, arrive: Arrive, employ: Employ
) -> None:
    alice, reference = await arrived(product, arrive)
    sofia = employ(product)
    await sofia.does(reference, "take")

    for number in range(10):
        await (alice.say(f"n° {number}") if number % 2 else sofia.says(reference, f"n° {number}"))
    await alice.hears("n° 8")

    page = await sofia.reads(reference)
    places = [page.index(f'<div class="words"{mark}>n° {n}</div>') for n, mark in _marked(10)]
    assert places == sorted(places)
    assert [text for text in alice.heard if text.startswith("n°")] == [
        f"n° {number}" for number in range(0, 10, 2)
    ]


def _marked(count: int) -> list[tuple[int, str]]:
    return [(number, "" if number % 2 else " data-markdown") for number in range(count)]


async def test_each_side_sees_the_other_type(
    product: ChatProduct, arrive: Arrive, employ: Employ
) -> None:
    alice, reference = await arrived(product, arrive)
    sofia = employ(product)
    await sofia.does(reference, "take")

    async with sofia.watching(reference) as lines:
        await until(lambda: "event: ready" in lines)
        await alice.types()
        await until(lambda: any('"what": "typing", "on": true' in line for line in lines))
    await sofia.does(reference, "typing", on=True)
    await alice.until(lambda: (alice.events[-1][0], alice.typing[-1]) == ("typing", True))

    assert alice.last("typing") == {"on": True, "author": "agent", "name": "Sofia"}


async def test_an_agent_without_the_voice_types_unseen_and_says_nothing(
    product: ChatProduct, arrive: Arrive, employ: Employ
) -> None:
    alice, reference = await arrived(product, arrive)
    sofia, bob = employ(product), employ(product, "bob")
    await sofia.does(reference, "take")

    refused = await bob.says(reference, "Bonjour, c'est Bob")
    await bob.does(reference, "typing", on=True)
    await sofia.says(reference, "C'est moi qui réponds")
    await alice.hears("C'est moi qui réponds")

    assert refused.status_code == 422
    assert not any("Bob" in text for text in alice.heard)
    assert True not in alice.typing


async def test_of_two_agents_at_once_one_has_it_and_the_other_is_told_by_whom(
    make_product: MakeProduct, arrive: Arrive, employ: Employ
) -> None:
    product = make_product(address_messages_per_minute=10_000)
    agents = [employ(product), employ(product, "bob")]
    conversations = [product.conversations.start(channel)[0].id for channel in ["web"] * 100]  # type: ignore[arg-type]
    for conversation_id in conversations:
        reference = product.tickets.open(conversation_id, problem="En panne").reference
        product.tickets.escalate(reference, EscalationReason.customer_request)

        answers = await asyncio.gather(*(agent.does(reference, "take") for agent in agents))

        assert sorted(answer.status_code for answer in answers) == [200, 409]
        owner = product.tickets.get(reference).assignee_id
        winner = next(a for a, answer in zip(agents, answers, strict=True) if answer.is_success)
        loser = next(answer for answer in answers if not answer.is_success)
        assert owner == winner.agent.id
        assert winner.agent.display_name in loser.headers["HX-Trigger"]


async def test_while_waiting_the_customer_knows_the_place_as_it_changes(
    product: ChatProduct, arrive: Arrive, employ: Employ
) -> None:
    alice, reference = await arrived(product, arrive)
    await alice.until(lambda: alice.places[-1:] == [1])
    graver = product.conversations.start("web")[0]  # type: ignore[arg-type]

    danger = product.tickets.open(graver.id, problem="Ça sent le brûlé, la box prend feu, danger")
    product.tickets.escalate(danger.reference, EscalationReason.grave)
    await alice.until(lambda: alice.places[-1] == 2)
    await employ(product).does(reference, "take")
    await alice.until(lambda: alice.places[-1] is None)

    assert danger.priority is Priority.P0
    assert [data["usual_wait_seconds"] for name, data in alice.events if name == "queue"] == [
        None
    ] * len(alice.places)


async def test_outside_opening_hours_the_customer_is_told_when_and_how_the_answer_comes(
    make_product: MakeProduct, arrive: Arrive
) -> None:
    never = OpeningHours.parse("mon 00:00-00:01", "Europe/Paris", "")
    product = make_product(opening_hours=never)
    alice, _ = await arrived(product, arrive)
    await alice.until(lambda: alice.places[-1:] == [1])

    told = alice.last("queue")

    assert told["open"] is never.is_open(product.tickets.latest(_id(product, alice)).opened_at)  # type: ignore[union-attr]
    assert told["next_opening"]
    assert told["by_mail"] is True


def _id(product: ChatProduct, customer: Customer) -> str:
    conversation = product.conversations.by_token(customer.token or "")
    assert conversation is not None
    return conversation.id


async def test_an_agent_whose_line_stays_cut_loses_the_ticket_and_the_customer_is_told(
    make_product: MakeProduct, arrive: Arrive, employ: Employ
) -> None:
    product = make_product(agent_grace_seconds=0.2)
    alice, reference = await arrived(product, arrive)
    sofia = employ(product)
    async with sofia.watching(reference) as lines:
        await until(lambda: "event: ready" in lines)
        await sofia.does(reference, "take")

    await alice.hears("La connexion de votre conseiller est perdue")
    await alice.say("et moi ?")
    await alice.hears("écho : et moi ?")

    assert product.tickets.get(reference).state is TicketState.escalated
    assert alice.controllers[-1] == "bot"


async def test_an_agent_who_is_back_in_time_keeps_the_ticket(
    make_product: MakeProduct, arrive: Arrive, employ: Employ
) -> None:
    product = make_product(agent_grace_seconds=60)
    alice, reference = await arrived(product, arrive)
    sofia = employ(product)
    async with sofia.watching(reference) as lines:
        await until(lambda: "event: ready" in lines)
        await sofia.does(reference, "take")
    await until(lambda: product.tickets.get(reference).presence_lost_at)

    async with sofia.watching(reference):
        await until(lambda: product.tickets.get(reference).presence_lost_at is None)
        await sofia.says(reference, "Me revoilà")
        await alice.hears("Me revoilà")

    conversation = product.conversations.get(_id(product, alice))
    assert conversation.controller is Controller.agent


async def test_after_a_resolution_the_customer_is_asked_and_the_bot_takes_the_answer(
    product: ChatProduct, arrive: Arrive, employ: Employ
) -> None:
    alice, reference = await arrived(product, arrive)
    sofia = employ(product)
    await sofia.does(reference, "take")

    await sofia.does(reference, "resolve", kind="fixed", note="Ligne rétablie")
    await alice.hears("indique que votre problème est réglé")
    await alice.say("/confirm_solved")
    await alice.hears("écho : /confirm_solved")

    assert product.tickets.get(reference).state is TicketState.resolved
    question = next(
        data for name, data in alice.events if name == "bot_uttered" and "quick_replies" in data
    )
    assert [reply["payload"] for reply in question["quick_replies"]] == [
        "/confirm_solved",
        "/report_unsolved",
    ]
    assert "Ligne rétablie" not in " ".join(alice.heard)


async def test_a_failing_bot_is_no_news_to_whom_an_agent_answers(
    product: ChatProduct, arrive: Arrive, employ: Employ
) -> None:
    alice, reference = await arrived(product, arrive)
    sofia = employ(product)
    product.rasa.status = 500
    with product.rasa.thinking():
        await alice.say("en panne")
        await until(lambda: "en panne" in product.rasa.texts)
        await sofia.does(reference, "take")

    await alice.say("il y a quelqu'un ?")
    await until(lambda: False in alice.typing[1:])
    await sofia.says(reference, "Oui")
    await alice.hears("Oui")

    assert not any("souci technique" in text for text in alice.heard)
