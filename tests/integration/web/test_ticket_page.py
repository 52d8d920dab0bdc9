"""The page of a ticket: who may open it, what it shows, and what is written down about it.

Alice is the customer; Sofia and Bob are agents; Charlie is nobody.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing

import httpx
import pytest

from tests.fakes.chat_product import ChatProduct
from tests.fakes.console_agent import ConsoleAgent, hire
from tests.fakes.escalations import escalated_in
from tickets.agents import Agents
from tickets.audit import Audit, AuditFilters
from tickets.teams import Teams
from tickets.vocabulary import Author, Channel, Role, Theme
from web.console.session import CSRF_HEADER

MOVES = ["take", "hand-back", "transfer", "wait", "snooze", "resolve", "messages", "notes"]


@pytest.fixture
def reference(product: ChatProduct) -> str:
    conversation, _ = product.conversations.start(Channel.web)
    product.conversations.append(conversation.id, Author.customer, "Ma box <b>est morte</b>")
    return escalated_in(product, conversation.id)


@pytest.fixture
async def sofia(product: ChatProduct) -> AsyncIterator[ConsoleAgent]:
    agent = ConsoleAgent(product, hire(product, "sofia", Role.supervisor))
    yield agent
    await agent.leave()


@pytest.fixture
async def bob(product: ChatProduct) -> AsyncIterator[ConsoleAgent]:
    agent = ConsoleAgent(product, hire(product, "bob"))
    yield agent
    await agent.leave()


@pytest.mark.parametrize("part", ["", "/timeline", "/head", "/facts", "/articles", "/canned"])
async def test_charlie_who_is_not_signed_in_sees_no_part_of_it(
    http: httpx.AsyncClient, reference: str, part: str
) -> None:
    answer = await http.get(f"/console/tickets/{reference}{part}")

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/console/sign-in")
    assert "Alice" not in answer.text


@pytest.mark.parametrize("move", MOVES)
async def test_a_form_of_another_site_moves_nothing(
    product: ChatProduct, sofia: ConsoleAgent, reference: str, move: str
) -> None:
    before = product.tickets.get(reference)
    fields = {"text": "x", "client_id": "x", "to": "queue", "kind": "fixed", "note": "x"}

    del sofia.http.headers[CSRF_HEADER]
    answer = await sofia.does(reference, move, **fields)

    assert answer.status_code == 403
    assert product.tickets.get(reference) == before


async def test_what_customers_write_is_shown_as_they_wrote_it(
    sofia: ConsoleAgent, reference: str
) -> None:
    page = await sofia.reads(reference)

    assert "Ma box &lt;b&gt;est morte&lt;/b&gt;" in page
    assert "alice@example.org" in page


async def test_who_opened_it_is_written_down_and_renewing_a_part_is_not(
    product: ChatProduct, sofia: ConsoleAgent, reference: str
) -> None:
    await sofia.reads(reference)
    await sofia.reads(reference, "/facts")

    entries = Audit(product.database).search(AuditFilters(action="ticket_read"))

    assert [(entry.agent_id, entry.subject) for entry in entries] == [(sofia.agent.id, reference)]


async def test_bob_of_another_team_cannot_take_it(
    product: ChatProduct, bob: ConsoleAgent, sofia: ConsoleAgent, reference: str
) -> None:
    teams = Teams(product.database)
    billing, mobile = teams.create("Facturation"), teams.create("Mobile", [Theme.reseau_mobile])
    await sofia.does(reference, "transfer", to=f"team:{mobile.id}")
    Agents(product.database).set_team(bob.agent.id, billing.id)

    answer = await bob.does(reference, "take")

    assert answer.status_code == 422
    assert product.tickets.get(reference).assignee_id is None


async def test_a_database_that_fails_is_no_refusal_so_that_the_page_tries_again(
    product: ChatProduct, sofia: ConsoleAgent, reference: str
) -> None:
    await sofia.does(reference, "take")
    with closing(sqlite3.connect(product.config.database_url.removeprefix("sqlite:///"))) as other:
        other.execute("ALTER TABLE messages RENAME TO away")

    answer = await sofia.does(reference, "messages", text="Bonjour", client_id="k1")

    assert answer.status_code == 503
    assert "Rien n'est perdu" in json.loads(answer.headers["hx-trigger"])["toast"]["text"]


async def test_the_same_words_sent_twice_with_one_key_are_one_message(
    product: ChatProduct, sofia: ConsoleAgent, reference: str
) -> None:
    await sofia.does(reference, "take")

    first = await sofia.does(reference, "messages", text="Bonjour", client_id="k1")
    second = await sofia.does(reference, "messages", text="Bonjour", client_id="k1")

    assert first.json() == second.json()


async def test_a_correction_is_kept_for_the_classifier(
    product: ChatProduct, sofia: ConsoleAgent, reference: str
) -> None:
    await sofia.does(reference, "corrections", field="theme", value="tv")

    facts = await sofia.reads(reference, "/facts")

    assert product.tickets.get(reference).theme is Theme.tv
    assert "Sofia a corrigé" in facts


@pytest.mark.parametrize("to", ["", "agent:", "agent:x", "team", "robot:1"])
async def test_a_transfer_to_nowhere_is_refused(
    product: ChatProduct, sofia: ConsoleAgent, reference: str, to: str
) -> None:
    await sofia.does(reference, "take")

    answer = await sofia.does(reference, "transfer", to=to)

    assert answer.status_code == 422
    assert product.tickets.get(reference).assignee_id == sofia.agent.id


async def test_a_reference_that_nobody_has_is_answered_kindly(sofia: ConsoleAgent) -> None:
    answer = await sofia.http.get("/console/tickets/FM-AAAA-BBBB", headers={"HX-Request": ""})

    assert answer.status_code == 404
    assert "Traceback" not in answer.text
