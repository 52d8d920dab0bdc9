from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.fakes.rasa_server import RasaServer
from web.rasa_client import RasaClient, RasaError


@pytest.fixture
def rasa() -> Iterator[RasaServer]:
    server = RasaServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def ask(rasa: RasaServer) -> AsyncIterator[RasaClient]:
    client = RasaClient(rasa.url, rasa.url, token="secret")
    yield client
    await client.close()


async def test_the_message_carries_sender_metadata_and_token(
    rasa: RasaServer, ask: RasaClient
) -> None:
    await ask.ask("c1.2", "bonjour", {"conversation_id": "c1"})

    assert rasa.received == [
        {
            "sender": "c1.2",
            "message": "bonjour",
            "metadata": {"conversation_id": "c1"},
            "token": "secret",
        }
    ]


async def test_texts_buttons_images_and_orders_are_read(rasa: RasaServer, ask: RasaClient) -> None:
    rasa.answers["tout"] = [
        {"recipient_id": "x", "text": "Oui ?", "buttons": [{"title": "Oui", "payload": "/yes"}]},
        {"recipient_id": "x", "image": "https://example.org/a.png"},
        {"recipient_id": "x", "custom": {"new_dialogue": True}},
        {"recipient_id": "x"},
    ]

    answer = await ask.ask("s", "tout", {})

    first, second = answer.replies
    assert first.payload == {
        "quick_replies": [{"content_type": "text", "title": "Oui", "payload": "/yes"}]
    }
    assert second.payload == {
        "attachment": {"type": "image", "payload": {"src": "https://example.org/a.png"}}
    }
    assert answer.begins_new_dialogue


@pytest.mark.parametrize(
    ("status", "is_permanent", "was_sent"), [(400, True, False), (500, False, True)]
)
async def test_a_refusal_is_for_good_and_a_failure_is_not(
    rasa: RasaServer, ask: RasaClient, status: int, is_permanent: bool, was_sent: bool
) -> None:
    rasa.status = status

    with pytest.raises(RasaError) as error:
        await ask.ask("s", "x", {})

    assert (error.value.is_permanent, error.value.was_sent) == (is_permanent, was_sent)


async def test_an_answer_that_comes_too_late_may_have_been_acted_on(rasa: RasaServer) -> None:
    hasty = RasaClient(rasa.url, rasa.url, timeout_seconds=0.5)

    with rasa.thinking(), pytest.raises(RasaError) as error:
        await hasty.ask("s", "x", {})

    assert error.value.was_sent
    await hasty.close()


async def test_an_unreachable_rasa_has_seen_nothing(rasa: RasaServer, ask: RasaClient) -> None:
    rasa.stop()

    with pytest.raises(RasaError) as error:
        await ask.ask("s", "x", {})

    assert not error.value.was_sent
    assert not await ask.is_ready()


async def test_health_is_asked_again_after_a_second(rasa: RasaServer) -> None:
    now = [0.0]
    client = RasaClient(rasa.url, rasa.url, monotonic=lambda: now[0])
    first = await client.is_ready()
    rasa.actions_are_up = False

    at_once = await client.is_ready()
    now[0] = 1.1
    later = await client.is_ready()
    await client.close()

    assert (first, at_once, later) == (True, True, False)
