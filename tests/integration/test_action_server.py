from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from rasa_sdk.executor import ActionExecutor

from actions.__main__ import FAILED, DomainlessExecutor, server
from scripts.ports import free_port

SECRET = "je m'appelle Élodie d'Almeida"
CALL = {"next_action": "action_open_ticket", "tracker": {"latest_message": {"text": SECRET}}}


class FailingExecutor(ActionExecutor):
    async def run(self, action_call: object) -> None:
        raise RuntimeError("the database does not answer")


@pytest.fixture
async def address() -> AsyncIterator[str]:
    port = free_port()
    listening = await server(FailingExecutor()).create_server(
        host="127.0.0.1", port=port, return_asyncio_server=True
    )
    await listening.startup()
    yield f"http://127.0.0.1:{port}"
    listening.close()
    await listening.wait_closed()


async def test_a_failed_action_sends_no_conversation_back_for_rasa_to_log(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(f"{address}/webhook", json=CALL)

    assert answer.status_code == 500
    assert answer.json() == FAILED
    assert SECRET not in caplog.text


def test_a_call_without_the_domain_is_answered() -> None:
    call = {"next_action": "action_continue", "domain_digest": None}

    assert DomainlessExecutor().update_and_return_domain(call, "action_continue") == {}
