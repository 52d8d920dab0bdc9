"""The list of tickets over HTTP: what it shows, what is done from it, what is remembered."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

from tests.fakes.agent_browser import AgentBrowser
from tests.fakes.chat_product import ChatProduct
from tests.fakes.queue_of_tickets import waiting_ticket
from tickets.audit import Audit, AuditFilters
from tickets.clock import utc_now
from tickets.vocabulary import Theme, TicketState, Tone

Visit = Callable[..., AgentBrowser]


def references(page: httpx.Response, *known: str) -> list[str]:
    return [reference for reference in known if f'id="line-{reference}"' in page.text]


def test_a_line_says_everything_that_helps_to_choose(product: ChatProduct, visit: Visit) -> None:
    ticket = waiting_ticket(product, tone=Tone.angry, opened_at=utc_now() - timedelta(minutes=20))

    line = visit("charlie").get("/console").text

    for said in (
        ticket.reference,
        "Dominique Caron",
        "Je n&#39;ai plus internet depuis trois jours",
        "Internet fixe",
        "Plus aucun service <i>+40</i>",
        "En colère",
        "attend depuis 20 min",
        "Reste 39 min",
    ):
        assert said in line


def test_what_a_customer_wrote_never_becomes_markup(product: ChatProduct, visit: Visit) -> None:
    waiting_ticket(product, "<img src=x onerror=alert(1)> en panne", name="<b>Zoé</b>")

    page = visit("charlie").get("/console").text

    assert "<img src=x" not in page
    assert "<b>Zoé" not in page


def test_the_address_filters_and_searches(product: ChatProduct, visit: Visit) -> None:
    box = waiting_ticket(product).reference
    bill = waiting_ticket(
        product, "Prélevé deux fois ce mois-ci", name="Inès Garcia", theme=Theme.facturation
    ).reference
    charlie = visit("charlie")

    assert references(charlie.get("/console"), box, bill) == [box, bill]
    assert references(charlie.get("/console", theme="facturation"), box, bill) == [bill]
    assert references(charlie.get("/console", q="garcia"), box, bill) == [bill]
    assert references(charlie.get("/console", q=box), box, bill) == [box]
    assert references(charlie.get("/console", view="mine"), box, bill) == []


@pytest.mark.parametrize(
    "query", ["view=none&theme=x&priority=P9&agent=-1&from=2026-13-40", "agent=" + "9" * 30]
)
def test_an_address_of_nonsense_opens_the_queue(
    product: ChatProduct, visit: Visit, query: str
) -> None:
    ticket = waiting_ticket(product)

    assert references(visit("charlie").get(f"/console?{query}"), ticket.reference)


def test_an_empty_view_says_what_comes_there(visit: Visit) -> None:
    page = visit("charlie").get("/console", view="mine")

    assert "Rien sur votre bureau" in page.text


def test_taking_from_the_line_opens_the_ticket(product: ChatProduct, visit: Visit) -> None:
    ticket = waiting_ticket(product)

    taken = visit("charlie").post(f"/console/queue/{ticket.reference}/take")

    assert taken.headers["hx-redirect"] == f"/console/tickets/{ticket.reference}"
    assert product.tickets.get(ticket.reference).state is TicketState.in_progress


def test_of_two_who_take_at_once_one_is_told_who_was_first(
    product: ChatProduct, visit: Visit
) -> None:
    reference = waiting_ticket(product).reference
    charlie, sofia = visit("charlie"), visit("sofia")
    answers: list[httpx.Response] = []
    start = threading.Barrier(2)

    def take(browser: AgentBrowser) -> None:
        start.wait()
        answers.append(browser.post(f"/console/queue/{reference}/take"))

    racers = [threading.Thread(target=take, args=(browser,)) for browser in (charlie, sofia)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    winner, loser = sorted(answers, key=lambda answer: answer.status_code)
    assert (winner.status_code, loser.status_code) == (200, 409)
    owner_id = product.tickets.get(reference).assignee_id
    owner = "Charlie Petit" if owner_id == 3 else "Sofia Nguyen"
    assert f"{owner} vient de prendre ce ticket." in loser.headers["hx-trigger"]


def test_a_supervisor_assigns_many_and_they_are_in_the_agents_view(
    product: ChatProduct, visit: Visit, staff: dict[str, int]
) -> None:
    chosen = [waiting_ticket(product, f"Plus internet {number}").reference for number in range(3)]

    told = visit("bob").post(
        "/console/queue/assign", {"to_agent_id": staff["sofia"], "reference": chosen[:2]}
    )

    assert "2 sur 2" in told.headers["hx-trigger"]
    assert references(visit("sofia").get("/console", view="mine"), *chosen) == chosen[:2]


def test_snoozed_tickets_leave_the_queue(product: ChatProduct, visit: Visit) -> None:
    reference = waiting_ticket(product).reference
    bob = visit("bob")

    bob.post("/console/queue/snooze", {"pause": "tomorrow", "reference": reference})

    assert references(bob.get("/console"), reference) == []
    assert "En pause" in bob.get("/console", view="all").text


def test_saved_filters_are_the_agents_own_tabs(visit: Visit) -> None:
    charlie = visit("charlie")

    kept = charlie.post(
        "/console/queue/filters", {"name": "Factures", "query": "theme=facturation&evil=1"}
    )
    shown = charlie.get("/console").text
    charlie.post("/console/queue/filters/remove", {"name": "Factures"})

    assert kept.headers["hx-redirect"] == "/console?theme=facturation"
    assert 'href="/console?theme=facturation" class="saved"' in shown
    assert "saved" not in visit("sofia").get("/console").text
    assert 'class="saved"' not in charlie.get("/console").text


def test_a_search_is_in_the_audit_log_without_its_words(
    product: ChatProduct, visit: Visit, staff: dict[str, int]
) -> None:
    waiting_ticket(product)

    visit("charlie").get("/console", q="caron")

    entries = Audit(product.database).search(AuditFilters(action="tickets_searched"))
    assert [(entry.agent_id, entry.detail) for entry in entries] == [
        (staff["charlie"], {"found": 1})
    ]


def test_an_escalation_by_another_process_is_told_to_an_open_page(
    product: ChatProduct, visit: Visit
) -> None:
    charlie = visit("charlie")
    with charlie.http.stream("GET", "/console/events") as stream:
        lines = stream.iter_lines()
        assert next(lines) == "event: ready"
        waiting_ticket(product)
        told = next(line for line in lines if line == "event: queue")

    assert told


def test_the_live_line_ends_with_the_session(product: ChatProduct, visit: Visit) -> None:
    charlie, copy = visit("charlie"), visit()
    copy.http.cookies = charlie.http.cookies
    with charlie.http.stream("GET", "/console/events"):
        copy.post("/console/sign-out-everywhere")

    assert charlie.get("/console/events").status_code == 401


def test_beside_an_open_ticket_is_what_the_agent_has_and_what_waits(
    product: ChatProduct, visit: Visit
) -> None:
    taken, waiting = waiting_ticket(product), waiting_ticket(product, "Plus de réseau mobile")
    charlie = visit("charlie")
    charlie.post(f"/console/queue/{taken.reference}/take")

    pane = charlie.get("/console/queue/pane", current=taken.reference).text

    mine, _, queue = pane.partition("À prendre")
    assert f'href="/console/tickets/{taken.reference}" class="short calm" aria-current' in mine
    assert waiting.reference in queue


def test_five_hundred_lines_come_at_most(product: ChatProduct, visit: Visit) -> None:
    for number in range(3):
        waiting_ticket(product, f"Panne {number}")

    page = visit("charlie").get("/console/queue/lines", limit=10**6)

    assert page.status_code == 200
    assert 'data-limit="500"' in page.text
