from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import rasa_sdk
from rasa_sdk.executor import ActionExecutor

from actions.__main__ import FAILED, WatchedExecutor
from actions.figures import figures
from tests.fakes.action_server import action_server

SECRET = "je m'appelle Élodie d'Almeida"
CALL = {
    "next_action": "action_open_ticket",
    "version": rasa_sdk.__version__,
    "tracker": {"latest_message": {"text": SECRET}, "slots": {}, "events": []},
}


class FailingExecutor(ActionExecutor):
    async def run(self, action_call: object) -> None:
        raise RuntimeError("the database does not answer")


@pytest.fixture
async def address() -> AsyncIterator[str]:
    async with action_server(FailingExecutor()) as url:
        yield url


async def test_a_failed_action_sends_no_conversation_back_for_rasa_to_log(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        answer = await client.post(f"{address}/webhook", json=CALL)

    assert answer.status_code == 500
    assert answer.json() == FAILED
    assert SECRET not in caplog.text


def test_a_call_without_the_domain_is_answered() -> None:
    call = {"next_action": "action_continue", "domain_digest": None}

    assert WatchedExecutor().update_and_return_domain(call, "action_continue") == {}


async def test_actions_and_the_index_are_told_to_prometheus(tmp_path: Path) -> None:
    async def fail(dispatcher: object, tracker: object, domain: object) -> None:
        raise RuntimeError(SECRET)

    (tmp_path / "current").write_text("2026-11-20T08-00-00", encoding="utf-8")
    figures().watch_index(tmp_path)
    executor = WatchedExecutor()
    executor.register_function("action_open_ticket", fail)

    async with (
        action_server(executor) as url,
        httpx.AsyncClient(trust_env=False, timeout=30) as client,
    ):
        await client.post(f"{url}/webhook", json={**CALL, "sender_id": "abc.2"})
        await client.post(f"{url}/webhook", json={**CALL, "next_action": "action_of_a_stranger"})
        told = (await client.get(f"{url}/metrics")).text

    counted = "freemobilachat_actions_total"
    assert f'{counted}{{action="action_open_ticket",outcome="error"}} 1.0' in told
    assert f'{counted}{{action="unknown",outcome="error"}} 1.0' in told
    assert 'freemobilachat_index_info{version="2026-11-20T08-00-00"} 1.0' in told
    assert "stranger" not in told


def test_without_an_index_it_ends_with_one_line_that_says_what_to_run(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "actions"],
        env={**os.environ, "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 2
    assert "run `python -m knowledge_base build`" in ended.stderr
    assert "Traceback" not in ended.stderr
