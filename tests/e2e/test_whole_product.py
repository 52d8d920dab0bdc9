"""The walks of a customer through the real product: browser, web, Rasa, actions, database.

With SCREENSHOTS=FOLDER in the environment each walk leaves its pictures there.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.ports import free_port
from scripts.rasa_command import MODEL
from tests.e2e.conftest import PATIENCE_MS
from tests.services import require_made
from tickets.database import Database
from tickets.migrate import upgrade
from tickets.service import TicketService
from tickets.views import TicketView
from tickets.vocabulary import EscalationReason, TicketState

PROBLEM = "Je n'ai plus internet du tout depuis ce matin, ni en wifi ni en câble"
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 800}}
CHOICE = "Plusieurs pistes se ressemblent|Je vois une piste"

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@dataclass
class Product:
    url: str
    process: subprocess.Popen[str]
    tickets: TicketService

    def only_ticket(self, text: str) -> TicketView:
        found = re.search(r"FM-\w{4}-\w{4}", text)
        assert found, f"no reference in {text!r}"
        return self.tickets.get(found.group())

    def kill(self, name: str) -> None:
        for child in psutil.Process(self.process.pid).children(recursive=True):
            if name in " ".join(child.cmdline()):
                child.send_signal(signal.SIGKILL)


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    require_made(Path(MODEL), "make train makes it")
    folder = tmp_path_factory.mktemp("product")
    (folder / "index").symlink_to(Path("var/index").resolve())
    database = f"sqlite:///{folder}/product.db"
    upgrade(database)
    ports = {name: str(free_port()) for name in ("PORT", "RASA_PORT", "ACTIONS_PORT")}
    process = subprocess.Popen(
        [sys.executable, "-m", "scripts.run"],
        env={**os.environ, **ports, "VAR_DIR": str(folder), "DATABASE_URL": database},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        _read_until_ready(process)
        url = f"http://127.0.0.1:{ports['PORT']}"
        yield Product(url, process, TicketService(Database(database)))
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _read_until_ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout
    for line in process.stdout:
        if "is ready" in line:
            return
    pytest.fail("the product ended before it was ready")


@dataclass
class Chat:
    page: Page
    name: str

    def open(self, url: str) -> None:
        self.page.goto(f"{url}/chat")
        expect(self.page.get_by_text("Racontez-moi").first).to_be_visible()

    def say(self, text: str, until: str) -> None:
        self.page.get_by_role("textbox").click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        self.hear(until)

    def press(self, button: str, until: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).last.click()
        self.hear(until)

    def hear(self, text: str) -> None:
        expect(self.page.get_by_text(re.compile(text)).last).to_be_visible()

    def text(self) -> str:
        return str(self.page.evaluate("document.querySelector('deep-chat').shadowRoot.textContent"))

    def open_ticket(self) -> None:
        self.say(PROBLEM, "prénom et votre nom")
        self.say("camille martin", "facultatif")
        self.press("Passer", "Je récapitule")
        self.press("Oui, ouvrir le ticket", f"Est-ce que cela règle|{CHOICE}")
        self.choose_if_asked()

    def choose_if_asked(self) -> None:
        none_of_these = self.page.get_by_role("button", name="Aucune de ces pistes")
        if none_of_these.count():
            none_of_these.locator("xpath=preceding-sibling::*[1]").click()
            self.hear("Est-ce que cela règle")

    def picture(self, moment: str) -> None:
        if folder := os.environ.get("SCREENSHOTS"):
            self.page.screenshot(path=f"{folder}/{self.name}-{moment}.png")


@pytest.fixture(params=list(SIZES))
def chat(
    browser: Browser, product: Product, request: pytest.FixtureRequest
) -> Iterator[Callable[[str], Chat]]:
    size = SIZES[request.param]
    context = browser.new_context(viewport=size, locale="fr-FR", reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)

    def opened(name: str) -> Chat:
        chat = Chat(context.new_page(), f"{request.param}-{name}")
        chat.open(product.url)
        return chat

    yield opened
    context.close()


def test_a_problem_is_solved_at_the_second_attempt_and_rated(
    product: Product, chat: Callable[[str], Chat]
) -> None:
    customer = chat("solved")
    customer.picture("0-opening")
    customer.open_ticket()
    customer.picture("1-solution")

    customer.press("Non, toujours pas", f"Essayons autre chose|{CHOICE}")
    customer.choose_if_asked()
    customer.say("nickel ça remarche", "Quelle note")
    customer.picture("2-rating")
    customer.press("5", "Un commentaire")
    customer.press("Passer", "Autre chose")
    customer.picture("3-end")

    ticket = product.only_ticket(customer.text())
    assert (ticket.state, ticket.rating) == (TicketState.closed, 5)
    assert len(ticket.proposed_article_ids) == 2


def test_three_refusals_hand_over_to_a_person(
    product: Product, chat: Callable[[str], Chat]
) -> None:
    customer = chat("refused")
    customer.open_ticket()

    for _ in range(2):
        customer.press("Non, toujours pas", f"Essayons autre chose|{CHOICE}")
        customer.choose_if_asked()
    customer.press("Non, toujours pas", "je n'insiste pas")
    customer.picture("end")

    ticket = product.only_ticket(customer.text())
    assert ticket.escalation_reason is EscalationReason.attempts_exhausted


def test_a_question_and_a_person_in_the_middle_of_the_form(
    product: Product, chat: Callable[[str], Chat]
) -> None:
    customer = chat("middle")
    customer.say(PROBLEM, "prénom et votre nom")

    customer.say("c'est quoi une PTO ?", "Il me manque votre prénom")
    customer.picture("question")
    customer.say("je veux parler à quelqu'un", "C'est transmis")
    customer.picture("person")

    ticket = product.only_ticket(customer.text())
    assert ticket.escalation_reason is EscalationReason.customer_request


def test_a_killed_rasa_loses_nothing(product: Product, chat: Callable[[str], Chat]) -> None:
    customer = chat("killed")
    customer.say(PROBLEM, "prénom et votre nom")

    product.kill("rasa run")
    customer.page.get_by_role("textbox").click()
    customer.page.keyboard.type("camille martin")
    customer.page.keyboard.press("Enter")
    customer.picture("outage")
    expect(customer.page.get_by_text("facultatif").last).to_be_visible(timeout=90_000)
    customer.picture("back")

    assert "Camille" not in customer.text().split("facultatif")[-1]
