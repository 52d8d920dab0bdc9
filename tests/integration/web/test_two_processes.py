"""Two web processes on one database and one Redis."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from scripts.ports import free_port
from tests.fakes.chat_product import ChatProduct, MakeProduct
from tests.fakes.console_agent import ConsoleAgent, hire
from tests.fakes.customer import Customer
from tests.fakes.escalations import escalated, until
from tests.services import require_address

Arrive = Callable[[ChatProduct], Customer]


@pytest.fixture
def redis_url() -> str:
    return require_address("TEST_REDIS_URL")


@pytest.fixture
def twins(make_product: MakeProduct, redis_url: str) -> Iterator[tuple[ChatProduct, ChatProduct]]:
    first = make_product(redis_url=redis_url, session_messages_per_minute=1000)
    second = ChatProduct(first.config, first.rasa, free_port())
    second.start()
    yield first, second
    second.stop()
    second.database.close()


async def test_two_tabs_on_two_processes_hear_each_answer_once(
    twins: tuple[ChatProduct, ChatProduct], arrive: Arrive
) -> None:
    here, there = arrive(twins[0]), arrive(twins[1])
    await here.connect()
    await here.hears("Bonjour")
    await there.connect(here.token, last_seq=1)

    for number in range(5):
        await (here if number % 2 else there).say(f"message {number}")
    await here.hears("écho : message 4")
    await there.hears("écho : message 4")

    answers = [f"écho : message {number}" for number in range(5)]
    assert sorted(here.heard[1:]) == sorted(there.heard) == answers
    assert sorted(twins[0].rasa.texts[1:]) == [f"message {number}" for number in range(5)]


async def test_an_answer_found_by_the_other_process_reaches_the_customer(
    twins: tuple[ChatProduct, ChatProduct], arrive: Arrive
) -> None:
    first, second = twins
    alice = arrive(first)
    await alice.connect()
    await alice.hears("Bonjour")
    first.rasa.stop()
    await alice.say("après la panne")
    await alice.hears("souci technique")

    first.rasa.start()
    await alice.hears("écho : après la panne")

    assert alice.heard.count("écho : après la panne") == 1
    assert second.rasa.texts.count("après la panne") == 1


async def test_an_agent_on_one_process_takes_over_from_the_bot_on_the_other(
    twins: tuple[ChatProduct, ChatProduct], arrive: Arrive
) -> None:
    here, there = twins
    alice = arrive(here)
    await alice.connect()
    await alice.hears("Bonjour")
    reference = escalated(here, alice)
    sofia = ConsoleAgent(there, hire(there, "sofia"))

    async with sofia.watching(reference) as lines:
        with here.rasa.thinking():
            await alice.say("en vol")
            await until(lambda: "en vol" in here.rasa.texts)
            await sofia.does(reference, "take")
            await alice.until(lambda: alice.controllers[-1] == "agent")
        lines.clear()
        await alice.say("vous êtes là ?")
        await until(lambda: any('"what": "message"' in line for line in lines))
        await sofia.does(reference, "typing", on=True)
        await alice.until(lambda: alice.last("typing").get("name") == "Sofia")
        await sofia.says(reference, "Oui, je suis là")
        await alice.hears("Oui, je suis là")
        await sofia.does(reference, "hand-back")
    await alice.say("la suite")
    await alice.hears("écho : la suite")
    await sofia.leave()

    assert alice.heard.count("Oui, je suis là") == 1
    assert "écho : en vol" not in alice.heard
    assert here.rasa.texts == ["/open_chat", "en vol", "la suite"]
