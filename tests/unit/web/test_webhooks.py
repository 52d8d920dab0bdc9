"""Webhooks: what is posted, how it is signed, and which answers end it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest

from tests.fakes.webhook_server import WebhookServer
from web.notifications.errors import SendError
from web.notifications.webhook import Webhooks

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def hook() -> Iterator[WebhookServer]:
    server = WebhookServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def webhooks() -> AsyncIterator[Webhooks]:
    client = Webhooks("s3cret", lambda: NOW, whole_seconds=1)
    yield client
    await client.close()


async def refusal(webhooks: Webhooks, url: str) -> SendError:
    with pytest.raises(SendError) as error:
        await webhooks.post(url, {"text": "Bonjour"}, "k1")
    return error.value


async def test_the_receiver_can_check_who_sent_it_and_when(
    hook: WebhookServer, webhooks: Webhooks
) -> None:
    await webhooks.post(hook.url, {"text": "Bonjour Élodie"}, "k1")

    (posted,) = hook.received
    timestamp = posted.headers["x-notification-timestamp"]
    expected = hmac.new(b"s3cret", timestamp.encode() + b"." + posted.body, hashlib.sha256)
    assert json.loads(posted.body) == {"text": "Bonjour Élodie"}
    assert posted.headers["x-notification-id"] == "k1"
    assert timestamp == str(int(NOW.timestamp()))
    assert posted.headers["x-notification-signature"] == f"sha256={expected.hexdigest()}"


async def test_without_a_secret_nothing_is_signed(hook: WebhookServer) -> None:
    webhooks = Webhooks(None, lambda: NOW)

    await webhooks.post(hook.url, {}, "k1")
    await webhooks.close()

    assert "x-notification-signature" not in hook.received[0].headers


@pytest.mark.parametrize(
    ("status", "is_permanent"),
    [(400, True), (404, True), (410, True), (408, False), (429, False), (500, False), (503, False)],
)
async def test_a_refusal_is_for_good_and_a_failure_is_not(
    hook: WebhookServer, webhooks: Webhooks, status: int, is_permanent: bool
) -> None:
    hook.status = status

    error = await refusal(webhooks, hook.url)

    assert error.is_permanent is is_permanent
    assert str(status) in str(error)


async def test_a_redirect_is_not_followed(hook: WebhookServer, webhooks: Webhooks) -> None:
    hook.status, hook.headers = 307, {"location": "/elsewhere"}

    error = await refusal(webhooks, hook.url)

    assert error.is_permanent
    assert [posted.path for posted in hook.received] == ["hook"]


async def test_a_slow_receiver_is_not_waited_for(hook: WebhookServer, webhooks: Webhooks) -> None:
    hook.delay_seconds = 2

    error = await refusal(webhooks, hook.url)

    assert not error.is_permanent


async def test_a_dead_receiver_is_tried_again(hook: WebhookServer, webhooks: Webhooks) -> None:
    hook.stop()

    error = await refusal(webhooks, hook.url)

    assert not error.is_permanent


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/x", "http://", "http://[::1", "hook"]
)
async def test_only_http_addresses_are_posted_to(webhooks: Webhooks, url: str) -> None:
    error = await refusal(webhooks, url)

    assert error.is_permanent


async def test_an_address_that_may_hold_a_secret_is_in_no_error(webhooks: Webhooks) -> None:
    error = await refusal(webhooks, "http://127.0.0.1:1/services/T000/B000/hush")

    assert "hush" not in str(error)
