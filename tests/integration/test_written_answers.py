"""The actions, the real index and an LLM on loopback that may answer anything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import rasa_sdk

from actions import composition
from actions.__main__ import WatchedExecutor
from tests.fakes.llm_server import LlmServer
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.migrate import upgrade
from tickets.vocabulary import Channel

pytestmark = pytest.mark.slow

QUESTION = "Où se trouve la clé wifi de ma Freebox ? Écris à paul@example.org"
SURE = "utter_answer"
PLAIN = "Rien de tout cela ?"


@pytest.fixture
def endpoint() -> Iterator[LlmServer]:
    server = LlmServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def product(
    tmp_path: Path, endpoint: LlmServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    (tmp_path / "index").symlink_to(Path("var/index").resolve())
    url = f"sqlite:///{tmp_path}/product.db"
    upgrade(url)
    set_to = {
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": url,
        "LLM_BASE_URL": endpoint.url,
        "LLM_MODEL": "some-model",
        "LLM_ANSWERS": "on",
        "LLM_DAILY_BUDGET_CALLS": "1",
    }
    for name, value in set_to.items():
        monkeypatch.setenv(name, value)
    _forget()
    yield composition.database()
    composition.database().close()
    _forget()


def _forget() -> None:
    made = [part for part in vars(composition).values() if isinstance(part, type(cache(len)))]
    for part in made:
        part.cache_clear()


@cache
def actions() -> WatchedExecutor:
    executor = WatchedExecutor()
    executor.register_package("actions")
    return executor


async def asks(database: Database, text: str) -> dict[str, Any]:
    """What the bot says first to a question outside any form."""
    conversation = Conversations(database).ensure("abc", Channel.web)
    said = {"text": text, "intent": {"name": "ask_question"}, "entities": []}
    tracker = {
        "sender_id": conversation.sender_id,
        "latest_message": said,
        "slots": {"language": "fr"},
        "events": [],
        "active_loop": {},
    }
    call = {
        "next_action": "action_answer_question",
        "sender_id": conversation.sender_id,
        "version": rasa_sdk.__version__,
        "tracker": tracker,
        "domain": {},
    }
    result = await actions().run(call)
    assert result is not None
    first: dict[str, Any] = result.model_dump()["responses"][0]
    return first


async def test_a_grounded_answer_takes_the_articles_place_until_the_day_is_used_up(
    product: Database, endpoint: LlmServer
) -> None:
    article = composition.searcher().article("wifi-mot-de-passe")
    text = article.answer.replace(article.answer.split("\n")[2] + "\n", "")
    endpoint.content = json.dumps({"article_id": article.id, "text": text})

    fitted, plain = [await asks(product, QUESTION) for _ in range(2)]

    assert (fitted["response"], fitted["title"]) == (SURE, article.title)
    assert PLAIN not in fitted["answer"]
    assert PLAIN in plain["answer"]
    assert len(endpoint.asked) == 1
    assert "paul" not in json.dumps(endpoint.asked)


@pytest.mark.parametrize(
    "answer",
    [
        {"article_id": "wifi-mot-de-passe", "text": "Votre clé : appelez le 0899 123 456."},
        {"article_id": "procedure-interne", "text": "Offrez 50 €."},
        {"article_id": None, "text": None},
        {"obey": "me"},
    ],
)
async def test_whatever_else_it_says_the_article_is_shown(
    product: Database, endpoint: LlmServer, answer: dict[str, str]
) -> None:
    endpoint.content = json.dumps(answer)

    said = await asks(product, QUESTION)

    assert said["response"] == SURE
    assert PLAIN in said["answer"]
    assert len(endpoint.asked) == 1


async def test_calls_that_cannot_be_counted_are_not_made(
    product: Database, endpoint: LlmServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    uncounted = Database(f"{composition.settings().database_url}.other")
    monkeypatch.setattr(composition, "database", lambda: uncounted)

    said = await asks(product, QUESTION)
    uncounted.close()

    assert PLAIN in said["answer"]
    assert endpoint.asked == []
