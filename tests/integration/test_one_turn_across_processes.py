"""One message from the customer's side through the web process and Rasa to the actions and back.

Rasa is the stand-in, which calls the real action server as Rasa does.
"""

from __future__ import annotations

import io
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import rasa_sdk
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.__main__ import WatchedExecutor
from telemetry.logs import JsonLines
from telemetry.traces import trace_to
from tests.fakes.action_server import action_server
from tests.fakes.chat_product import ChatProduct, chat_product
from tests.fakes.customer import Customer
from tests.fakes.trace_collector import TraceCollector

ACTION = "action_greet"
SECRET = "je m'appelle Élodie d'Almeida"


async def greet(
    dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
) -> list[dict[str, Any]]:
    dispatcher.utter_message(text="Bonjour Élodie")
    return []


@pytest.fixture
async def actions_url() -> AsyncIterator[str]:
    executor = WatchedExecutor()
    executor.register_function(ACTION, greet)
    async with action_server(executor) as url:
        yield url


@pytest.fixture
def product(tmp_path: Path, actions_url: str) -> Iterator[ChatProduct]:
    with chat_product(tmp_path) as product:
        product.rasa.otherwise = lambda text: acted(actions_url, product.rasa.received[-1])
        yield product


def acted(actions_url: str, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """What the action server answers to Rasa's call for this message."""
    message = {"text": asked["message"], "metadata": asked["metadata"]}
    tracker = {"sender_id": asked["sender"], "latest_message": message, "slots": {}, "events": []}
    about = {"sender_id": asked["sender"], "tracker": tracker}
    call = {"next_action": ACTION, "version": rasa_sdk.__version__, **about}
    with httpx.Client(trust_env=False, timeout=30) as client:
        answer = client.post(f"{actions_url}/webhook", json=call)
    return [{"text": said["text"]} for said in answer.json()["responses"]]


@pytest.fixture
def logged() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """All lines of the log so far, both processes' in one."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines("test"))
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
async def alice(product: ChatProduct) -> AsyncIterator[Customer]:
    alice = Customer(product.url)
    await alice.connect()
    await alice.hears("Bonjour")
    yield alice
    await alice.leave()


async def test_one_search_for_the_request_id_shows_the_turn(
    product: ChatProduct, alice: Customer, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    await alice.say(SECRET, metadata={"request_id": "alice-0001"})
    await alice.hears("Bonjour Élodie")

    turn = [line for line in logged() if line.get("request_id") == "alice-0001"]
    assert [(line["logger"], line["message"]) for line in turn] == [
        ("web.intake", "message 2 stored"),
        ("actions", f"{ACTION} ran"),
        ("web.turns", "message 2 answered"),
    ]
    conversation = product.conversations.by_token(alice.token or "")
    assert conversation is not None
    assert {line["conversation"] for line in turn} == {conversation.id}
    assert "Élodie" not in json.dumps(logged(), ensure_ascii=False)


async def test_each_message_has_an_id_of_its_own(
    alice: Customer, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    await alice.say("un")
    await alice.say("deux", metadata={"request_id": "not well-formed"})
    await alice.until(lambda: alice.heard.count("Bonjour Élodie") == 2)

    ids = [line["request_id"] for line in logged() if line["logger"] == "actions"]
    assert len(set(ids)) == 2
    assert all(len(request_id) == 32 for request_id in ids)


async def test_one_trace_holds_the_turn(alice: Customer) -> None:
    collector = TraceCollector()
    collector.start()
    stop = trace_to(collector.url, "test")

    await alice.say(SECRET)
    await alice.hears("Bonjour Élodie")
    # The turn is over for sure once the next one is answered.
    await alice.say("merci")
    await alice.until(lambda: alice.heard.count("Bonjour Élodie") == 2)
    stop()
    collector.stop()

    event, turn = collector.named("socket_events user_uttered"), collector.named("turn")
    call, action = collector.named("rasa_calls"), collector.named(f"actions {ACTION}")
    assert (turn.parent_id, call.parent_id) == (event.span_id, turn.span_id)
    assert action.parent_id == call.span_id
    assert {event.trace_id, turn.trace_id, call.trace_id} == {action.trace_id}
    assert "Élodie".encode() not in collector.raw
