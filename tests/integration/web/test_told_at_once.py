"""The running web process tells an escalation, whoever escalates."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator

import pytest

from tests.fakes.chat_product import MakeProduct
from tests.fakes.webhook_server import WebhookServer
from tickets.targets import Targets
from tickets.vocabulary import Channel, EscalationReason
from web.notifications.config import NotificationConfig

PATIENCE_SECONDS = 60


@pytest.fixture
def hook() -> Iterator[WebhookServer]:
    server = WebhookServer()
    server.start()
    yield server
    server.stop()


def wait_for(is_so: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.02)


def test_an_escalation_of_another_process_is_told_while_the_product_runs(
    make_product: MakeProduct, hook: WebhookServer
) -> None:
    product = make_product(
        notifications=NotificationConfig(webhook_url=hook.url, webhook_secret="s3cret")
    )
    wait_for(lambda: Targets(product.database).list())
    conversation = product.conversations.start(Channel.web)[0]
    ticket = product.tickets.open(conversation.id, problem="Ma box clignote")

    product.tickets.escalate(ticket.reference, EscalationReason.customer_request)
    wait_for(lambda: hook.received)

    (posted,) = hook.received
    assert json.loads(posted.body)["ticket"]["reference"] == ticket.reference
    assert posted.headers["x-notification-signature"].startswith("sha256=")
