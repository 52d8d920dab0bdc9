"""`make demo` in a browser: a post, a reply that a person approves, its link, a chat that knows the
problem, a ticket, a solution, a rating; and the funnel counts what was seen at every stage.

With SCREENSHOTS=FOLDER in the environment each moment leaves its picture there.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.demo import LOGIN, PASSWORD
from scripts.ports import free_port
from scripts.rasa_command import MODEL
from tests.e2e.conftest import PATIENCE_MS, PHONE
from tests.integration.collector.conftest import eventually
from tests.services import require_made
from tickets.database import Database
from tickets.funnel import count_funnel
from tickets.service import TicketService
from tickets.vocabulary import TicketState

ROOT = Path(__file__).parents[2]
POST = "plus d'internet depuis ce matin"
CHOICE = "Plusieurs pistes se ressemblent|Je vois une piste"
ADDRESS = re.compile(r"http://\S+")

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
PORTS = ("PORT", "RASA_PORT", "ACTIONS_PORT", "COLLECTOR_PORT")


@dataclass
class Demo:
    x_url: str
    url: str
    database: Database

    def funnel(self) -> dict[str, int]:
        return asdict(count_funnel(self.database))


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    require_made(Path(MODEL), "make train makes it")
    for made in ("index", "classifier"):
        (tmp_path / made).symlink_to(ROOT / "var" / made)
    ports = {name: str(free_port()) for name in PORTS}
    process = subprocess.Popen(
        [sys.executable, "-m", "scripts.demo", "--mode", "approval", "--pause", "0.1"],
        env={**os.environ, **ports, "VAR_DIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    database = Database(f"sqlite:///{tmp_path}/demo/demo.db")
    try:
        x_url = _address_after(process, "Press a link")
        _address_after(process, "Everybody has posted")
        yield Demo(x_url, f"http://127.0.0.1:{ports['PORT']}", database)
    finally:
        database.close()
        process.terminate()
        process.communicate(timeout=60)


def _address_after(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout
    for line in process.stdout:
        if words in line:
            found = ADDRESS.search(line)
            return found[0] if found else ""
    pytest.fail("the demo ended before its time")


@pytest.fixture
def visit(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, locale="fr-FR", reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def test_from_a_post_to_a_rating_the_funnel_counts_what_is_seen(demo: Demo, visit: Page) -> None:
    # The agent approves the reply to the first post.
    visit.goto(f"{demo.url}/console/replies")
    sign_in(visit)
    visit.goto(f"{demo.url}/console/replies")
    expect(visit.locator("[data-reply]").first).to_contain_text(POST)
    visit.keyboard.press("a")
    expect(visit.get_by_text("Approuvée")).to_be_visible()
    picture(visit, "1-approved")

    # The customer finds it on X, and the chat knows the problem.
    visit.goto(demo.x_url)
    article = visit.locator("main > article", has_text=POST)
    link = article.get_by_role("link")
    expect(link).to_be_visible()
    expect(visit.get_by_text(", 1 replies.")).to_be_visible()
    # X dropped the line after it took the reply: the account's own timeline tells that it is there.
    assert eventually(lambda: demo.funnel()["replies"] == 1)
    answered = demo.funnel()
    picture(visit, "2-on-x")
    visit.goto(link.get_attribute("href") or "")
    visit.get_by_role("button", name="Ouvrir la discussion").click()
    hear(visit, POST)
    hear(visit, "C'est bien cela")
    opened = demo.funnel()
    picture(visit, "3-chat")

    # Confirmed, a ticket, a solution, a rating.
    press(visit, "Oui, c'est cela", "prénom et votre nom")
    spoken = demo.funnel()
    say(visit, "camille martin", "facultatif")
    press(visit, "Passer", "Je récapitule")
    press(visit, "Oui, ouvrir le ticket", f"Est-ce que cela règle|{CHOICE}")
    choose_if_asked(visit)
    ticketed = demo.funnel()
    picture(visit, "4-solution")
    say(visit, "nickel ça remarche", "Quelle note")
    press(visit, "5", "Un commentaire")
    press(visit, "Passer", "Autre chose")
    picture(visit, "5-rated")
    ended = demo.funnel()

    stages = ("replies", "clicks", "chats", "tickets", "resolved")
    counted = [
        tuple(found[stage] for stage in stages)
        for found in (answered, opened, spoken, ticketed, ended)
    ]
    assert ended["mentions"] > ended["complaints"] > 1
    assert counted == [
        (1, 0, 0, 0, 0),
        (1, 1, 0, 0, 0),
        (1, 1, 1, 0, 0),
        (1, 1, 1, 1, 0),
        (1, 1, 1, 1, 1),
    ]
    reference = re.search(r"FM-\w{4}-\w{4}", text_of(visit))
    assert reference
    ticket = TicketService(demo.database).get(reference.group())
    assert (ticket.state, ticket.rating) == (TicketState.closed, 5)
    assert POST in ticket.problem


def sign_in(page: Page) -> None:
    page.get_by_label("Identifiant").fill(LOGIN)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation")).to_be_visible()


def say(page: Page, text: str, until: str) -> None:
    page.get_by_role("textbox").click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    hear(page, until)


def press(page: Page, button: str, until: str) -> None:
    page.get_by_role("button", name=button, exact=True).last.click()
    hear(page, until)


def hear(page: Page, text: str) -> None:
    expect(page.get_by_text(re.compile(text)).last).to_be_visible()


def choose_if_asked(page: Page) -> None:
    none_of_these = page.get_by_role("button", name="Aucune de ces pistes")
    if none_of_these.count():
        none_of_these.locator("xpath=preceding-sibling::*[1]").click()
        hear(page, "Est-ce que cela règle")


def text_of(page: Page) -> str:
    return str(page.evaluate("document.querySelector('deep-chat').shadowRoot.textContent"))


def picture(page: Page, moment: str) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/demo-{moment}.png")
