"""Alice on her phone and Sofia at her desk, side by side, from the escalation to the rating."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.conftest import PATIENCE_MS
from tests.fakes.chat_product import ChatProduct, chat_product
from tests.fakes.console_agent import hire
from tests.fakes.escalations import escalated_in
from tickets.agents import Agents
from tickets.canned import CannedReplies
from tickets.desk import Desk
from tickets.schema import ConversationRow
from tickets.vocabulary import Controller, Role, TicketState
from web.config import DIST
from web.console.session import SESSION_COOKIE

pytestmark = pytest.mark.e2e
ACCESSIBILITY_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREENS = [(390, 844), (1280, 800)]
MARKS = [{"title": str(mark), "payload": str(mark)} for mark in range(1, 6)]


@pytest.fixture
def product(tmp_path: Path) -> Iterator[ChatProduct]:
    with chat_product(tmp_path, dist=DIST, agent_grace_seconds=60) as product:
        yield product


@pytest.fixture
def alice(product: ChatProduct, page: Page) -> Page:
    page.goto(f"{product.url}/chat")
    expect(page.get_by_text("Bonjour, je suis l'assistant.")).to_be_visible()
    return page


@pytest.fixture
def reference(product: ChatProduct, alice: Page) -> str:
    with product.database.reading() as session:
        conversation = session.query(ConversationRow).one()
    return escalated_in(product, conversation.id)


@pytest.fixture
def sofia(browser: Browser, product: ChatProduct, reference: str) -> Iterator[Page]:
    agent = hire(product, "sofia", Role.supervisor, title="conseillère")
    CannedReplies(product.database).add(
        "Bonjour", "Bonjour {{ customer_name }}, ici {{ agent_name }}.", "fr", agent.id
    )
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="fr-FR", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    signs_in(page, product, agent.id)
    page.goto(f"{product.url}/console/tickets/{reference}")
    yield page
    context.close()


def signs_in(page: Page, product: ChatProduct, agent_id: int) -> None:
    token = Agents(product.database).open_session(agent_id)
    cookie = {"name": SESSION_COOKIE, "value": token, "url": f"{product.url}/console"}
    page.context.add_cookies([cookie])  # type: ignore[list-item]


def says(page: Page, text: str) -> None:
    page.get_by_role("textbox").click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def replies(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Réponse au client").fill(text)
    page.keyboard.press("Enter")


def does(page: Page, name: str) -> None:
    if not page.get_by_role("button", name=name, exact=False).is_visible():
        page.locator("#more summary").click()
    page.get_by_role("button", name=name, exact=False).first.click()


def takes_over(sofia: Page, alice: Page) -> None:
    does(sofia, "Prendre la main")
    expect(alice.get_by_text("Sofia, conseillère, a rejoint la conversation.")).to_be_visible()
    expect(sofia.get_by_text("Vous répondez")).to_be_visible()


def until(condition: Callable[[], Any], page: Page) -> None:
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not condition():
        assert time.monotonic() < deadline, "it did not come"
        page.wait_for_timeout(50)


def numbered(page: Page, selector: str) -> list[str]:
    words = page.locator(selector).all_inner_texts()
    return [text.strip().splitlines()[-1] for text in words if "message n°" in text]


def test_from_escalation_to_rating_in_two_browsers(
    product: ChatProduct, alice: Page, sofia: Page, reference: str
) -> None:
    ticket = product.tickets.get(reference)
    expect(alice.locator("#queue")).to_contain_text("Vous êtes le prochain")

    # Takeover while the bot's answer is in flight: it is never said.
    with product.rasa.thinking():
        says(alice, "une question en vol")
        until(lambda: "une question en vol" in product.rasa.texts, alice)
        takes_over(sofia, alice)
    expect(alice.locator("#queue")).to_be_hidden()
    expect(alice.locator("#status")).to_have_text("Sofia vous répond")
    expect(sofia.locator("#entries")).to_contain_text("une question en vol")

    # Ten messages both ways, in one order on both sides.
    for number in range(1, 11):
        if number % 2:
            replies(sofia, f"message n° {number}")
            expect(alice.get_by_text(f"message n° {number}", exact=True)).to_be_visible()
        else:
            says(alice, f"message n° {number}")
            expect(sofia.get_by_text(f"message n° {number}", exact=True)).to_be_visible()
    wanted = [f"message n° {number}" for number in range(1, 11)]
    assert numbered(alice, ".message-bubble") == wanted
    assert numbered(sofia, "#entries .words") == wanted

    # Typing on both sides, and no dots that stay.
    sofia.get_by_role("textbox", name="Réponse au client").fill("Je cherche")
    expect(alice.get_by_role("img", name="Sofia écrit…")).to_be_visible()
    alice.get_by_role("textbox").click()
    alice.keyboard.type("et")
    expect(sofia.get_by_text("Le client écrit…")).to_be_visible()
    sofia.get_by_role("textbox", name="Réponse au client").fill("")
    expect(alice.get_by_role("img", name="Sofia écrit…")).to_have_count(0)
    alice.keyboard.press("Backspace")
    alice.keyboard.press("Backspace")
    expect(sofia.get_by_text("Le client écrit…")).to_be_hidden()

    # The agent's line is cut; what is written meanwhile leaves as it is back, in order.
    sofia.context.set_offline(True)
    replies(sofia, "écrit hors ligne")
    says(alice, "vous êtes là ?")
    sofia.context.set_offline(False)
    expect(alice.get_by_text("écrit hors ligne", exact=True)).to_be_visible()
    expect(sofia.get_by_text("vous êtes là ?", exact=True)).to_be_visible()
    expect(sofia.locator(".entry.pending")).to_have_count(0)
    assert product.conversations.get(ticket.conversation_id).controller is Controller.agent

    # Hand-back: the bot goes on, and answers nothing of what was said before.
    does(sofia, "Rendre à l'assistant")
    expect(alice.get_by_text("L'assistant automatique vous répond de nouveau")).to_be_visible()
    says(alice, "on continue")
    expect(alice.get_by_text("écho : on continue", exact=True)).to_be_visible()
    expect(sofia.get_by_text("écho : on continue", exact=True)).to_be_visible()
    assert product.rasa.texts == ["/open_chat", "une question en vol", "on continue"]

    # Resolved, confirmed, rated.
    product.rasa.answers["/confirm_solved"] = [{"text": "Quelle note ?", "buttons": MARKS}]
    product.rasa.otherwise = lambda text: _rated(product, reference, text)
    does(sofia, "Résoudre")
    sofia.get_by_label("Ce qui a été fait").fill("Ligne rétablie")
    sofia.get_by_role("dialog").get_by_role("button", name="Résoudre").click()
    alice.get_by_role("button", name="Oui, c'est réglé").click()
    alice.get_by_role("button", name="5", exact=True).click()

    expect(alice.get_by_text("Merci pour votre avis.")).to_be_visible()
    expect(sofia.locator("#entries")).to_contain_text("Noté par le client, clos")
    assert product.tickets.get(reference).state is TicketState.closed
    assert "écho : une question en vol" not in alice.locator("#chat").inner_text()


def _rated(product: ChatProduct, reference: str, text: str) -> list[dict[str, Any]]:
    """What the actions do with a mark."""
    product.tickets.rate(reference, int(text))
    return [{"text": "Merci pour votre avis."}]


def test_a_canned_reply_comes_filled_in_and_a_draft_outlives_a_reload(
    alice: Page, sofia: Page
) -> None:
    takes_over(sofia, alice)

    sofia.keyboard.press("r")
    sofia.keyboard.type("/bonj")
    expect(sofia.get_by_role("option", name="Bonjour")).to_be_visible()
    sofia.keyboard.press("Enter")
    sofia.keyboard.type(" Un instant.")
    sofia.reload()
    field = sofia.get_by_role("textbox", name="Réponse au client")
    expect(field).to_have_value("Bonjour Alice Martin, ici Sofia. Un instant.")
    field.press("Enter")

    expect(alice.get_by_text("Bonjour Alice Martin, ici Sofia. Un instant.")).to_be_visible()
    expect(field).to_have_value("")


def test_a_slash_that_finds_no_canned_reply_is_not_sent_to_the_customer(
    alice: Page, sofia: Page
) -> None:
    takes_over(sofia, alice)

    sofia.keyboard.press("r")
    sofia.keyboard.type("/rien de tel")
    expect(sofia.get_by_text("Aucune réponse type ne correspond")).to_be_visible()
    sofia.keyboard.press("Enter")

    expect(sofia.get_by_role("textbox", name="Réponse au client")).to_have_value("/rien de tel")
    expect(sofia.locator(".entry.pending")).to_have_count(0)


def test_words_sent_after_the_session_ended_come_back_and_leave_after_signing_in(
    product: ChatProduct, alice: Page, sofia: Page
) -> None:
    takes_over(sofia, alice)
    agents = Agents(product.database)
    [agent] = agents.list()
    agents.close_all_sessions(agent.id)

    replies(sofia, "Votre ligne est rétablie")

    field = sofia.get_by_role("textbox", name="Réponse au client")
    expect(field).to_have_value("Votre ligne est rétablie")
    expect(sofia.locator(".entry.pending")).to_have_count(0)
    again = sofia.get_by_role("link", name="Se reconnecter")
    expect(again).to_have_attribute("href", re.compile(r"next=%2Fconsole%2Ftickets%2FFM-"))
    signs_in(sofia, product, agent.id)
    sofia.goto(again.evaluate("link => link.href"))
    expect(field).to_have_value("Votre ligne est rétablie")
    field.press("Enter")
    expect(alice.get_by_text("Votre ligne est rétablie", exact=True)).to_be_visible()


def test_a_note_stays_inside_and_a_correction_shows_at_once(
    product: ChatProduct, alice: Page, sofia: Page, reference: str
) -> None:
    sofia.keyboard.press("n")
    sofia.keyboard.type("Client fidèle")
    sofia.keyboard.press("Enter")
    expect(sofia.locator(".entry.note:not(.pending)")).to_contain_text("Client fidèle")

    sofia.get_by_label("Priorité").select_option("P0")
    expect(sofia.locator("#ticket-head .chip.P0")).to_be_visible()
    expect(sofia.get_by_text("Sofia a corrigé : priorité")).to_be_visible()

    assert product.tickets.get(reference).priority == "P0"
    expect(alice.get_by_text("Client fidèle")).to_have_count(0)


def test_what_is_noted_while_the_page_opens_is_on_it(
    product: ChatProduct, alice: Page, sofia: Page, reference: str
) -> None:
    takes_over(sofia, alice)
    [author] = [agent.id for agent in Agents(product.database).list() if agent.login == "sofia"]

    def meanwhile(route: Route) -> None:
        Desk(product.database).note(reference, author, "noté entre-temps")
        route.continue_()

    sofia.route("**/console/events*", meanwhile)
    sofia.reload()

    expect(sofia.locator("#entries")).to_contain_text("noté entre-temps")


def test_still_not_brings_the_ticket_back(
    product: ChatProduct, alice: Page, sofia: Page, reference: str
) -> None:
    takes_over(sofia, alice)
    product.rasa.otherwise = lambda text: _reopened(product, reference)
    sofia.keyboard.press("e")
    sofia.get_by_label("Ce qui a été fait").fill("Redémarrée à distance")
    sofia.get_by_role("dialog").get_by_role("button", name="Résoudre").click()

    alice.get_by_role("button", name="Non, toujours pas").click()

    expect(sofia.locator("#entries")).to_contain_text("Rouvert par le client")
    expect(sofia.get_by_role("button", name="Prendre la main")).to_be_visible()
    expect(alice.locator("#queue")).to_be_visible()
    assert product.rasa.texts[-1] == "/report_unsolved"


def _reopened(product: ChatProduct, reference: str) -> list[dict[str, Any]]:
    product.tickets.reopen(reference)
    return [{"text": "Je rouvre votre ticket."}]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS, ids=["phone", "desk"])
def test_axe_finds_nothing_on_the_page_of_a_ticket(
    alice: Page, sofia: Page, axe: str, screen: tuple[int, int], scheme: Any
) -> None:
    takes_over(sofia, alice)
    replies(sofia, "Bonjour")
    expect(alice.get_by_text("Bonjour", exact=True)).to_be_visible()
    says(alice, "merci")
    expect(sofia.get_by_text("merci", exact=True)).to_be_visible()
    sofia.set_viewport_size({"width": screen[0], "height": screen[1]})
    sofia.emulate_media(color_scheme=scheme)
    sofia.evaluate(axe)

    for pane in ["Conversation", "Dossier"]:
        if screen[0] < 1000:
            sofia.get_by_role("tab", name=pane).click()
        found = sofia.evaluate(
            "rules => axe.run(document, {runOnly: rules}).then(r => r.violations)",
            ACCESSIBILITY_RULES,
        )
        assert [(one["id"], [n["html"] for n in one["nodes"]]) for one in found] == []
