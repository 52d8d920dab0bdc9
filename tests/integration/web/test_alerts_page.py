"""Alerts in the console and out of it: the running web process looks, tells, and shows."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator

import pytest

from tests.fakes.agent_browser import AgentBrowser
from tests.fakes.chat_product import ChatProduct, MakeProduct
from tests.fakes.webhook_server import WebhookServer
from tickets.alerts.rules import DEFAULTS
from tickets.alerts.store import AlertRules
from tickets.vocabulary import Channel, EscalationReason
from web.notifications.config import NotificationConfig

PLACE = "/console/alerts"
RULE = {
    "signal": "queue_age",
    "direction": "above",
    "threshold": "0",
    "for_minutes": "0",
    "window": "24h",
    "min_sample": "1",
    "name": "Quelqu'un attend <b>",
}
Visit = Callable[..., AgentBrowser]


@pytest.fixture(scope="module")
def hook() -> Iterator[WebhookServer]:
    server = WebhookServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def product(make_product: MakeProduct, hook: WebhookServer) -> ChatProduct:
    return make_product(
        alerts_every_seconds=0.05, notifications=NotificationConfig(webhook_url=hook.url)
    )


@pytest.fixture
def rules(product: ChatProduct) -> AlertRules:
    """With those that come with the product, which the web process adds as it starts."""
    store = AlertRules(product.database)
    wait_for(store.list)
    return store


def wait_for(is_so: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_rule_that_a_supervisor_writes_fires_is_told_by_webhook_and_shows(
    product: ChatProduct, rules: AlertRules, visit: Visit, hook: WebhookServer
) -> None:
    bob = visit("bob")
    conversation = product.conversations.start(Channel.web)[0]
    ticket = product.tickets.open(conversation.id, problem="Ma box clignote")
    product.tickets.escalate(ticket.reference, EscalationReason.customer_request)

    page = bob.post(PLACE, RULE)
    wait_for(rules.firing)
    told = lambda: [body for body in bodies(hook) if body["kind"] == "alert_firing"]  # noqa: E731
    wait_for(told)

    assert "Quelqu&#39;un attend &lt;b&gt;" in page.text
    assert "<b>" not in told()[0]["text"]
    assert told()[0]["alert"]["rule"]["signal"] == "queue_age"
    shown = bob.get(PLACE).text
    assert re.search(r'1 alerte en cours : <a href="#rule-\d+">Quelqu&#39;un attend', shown)
    assert "En alerte" in shown
    assert bob.get(PLACE + "/firing").json() == {"count": 1}


def bodies(hook: WebhookServer) -> list[dict[str, object]]:
    return [json.loads(posted.body) for posted in hook.received]


def test_the_rules_that_come_with_the_product_are_there_and_say_what_they_read(
    rules: AlertRules, visit: Visit
) -> None:
    wait_for(lambda: all(rule.checked_at for rule in rules.list()))

    page = visit("bob").get(PLACE).text

    assert page.count('class="fold rule"') == len(DEFAULTS)
    assert "Aucune alerte en cours" in page
    assert re.search(r"Silence du collecteur</b> <span class=\"chip rule-no_data\">", page)


def test_a_rule_is_changed_paused_resumed_and_removed(rules: AlertRules, visit: Visit) -> None:
    bob, first = visit("bob"), rules.list()[0]
    place = f"{PLACE}/{first.id}"

    bob.post(place, {**RULE, "threshold": "45", "for_minutes": "10"})
    changed = rules.list()[0].rule
    paused = bob.post(place + "/pause", {"is_paused": "true"})
    resumed = bob.post(place + "/pause", {"is_paused": "false"})
    bob.post(place + "/remove")

    assert (changed.threshold, changed.for_minutes) == (2700, 10)
    assert "En pause" in paused.text
    assert "En pause" not in resumed.text
    assert first.id not in [rule.id for rule in rules.list()]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"threshold": "beaucoup"}, "Le seuil doit"),
        ({"for_minutes": "-1"}, "nombre entier de minutes"),
        ({"signal": "weather"}, "dans la liste"),
        ({"min_sample": ""}, "nombre de cas"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_kept(
    rules: AlertRules, visit: Visit, changes: dict[str, str], told: str
) -> None:
    refused = visit("bob").post(PLACE, {**RULE, **changes})

    assert refused.status_code == 422
    assert told in json.loads(refused.headers["hx-trigger"])["toast"]["text"]
    assert len(rules.list()) == len(DEFAULTS)


def test_agents_neither_see_alerts_nor_change_them(rules: AlertRules, visit: Visit) -> None:
    charlie = visit("charlie")

    assert charlie.get(PLACE).status_code == 403
    assert charlie.get(PLACE + "/firing").status_code == 403
    assert charlie.post(PLACE, RULE).status_code == 403
    assert charlie.post(f"{PLACE}/1/remove").status_code == 403
    assert 'href="/console/alerts"' not in charlie.get("/console").text
    assert len(rules.list()) == len(DEFAULTS)
