"""The pages of public replies in a real browser: one key each, and nothing in anybody's way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from collector.wordings import read_wordings
from tests.e2e.conftest import PATIENCE_MS
from tests.fakes.agent_browser import PASSWORDS, employ
from tests.fakes.chat_product import ChatProduct
from tickets.chat_links import ChatLinks
from tickets.claims import Claims
from tickets.judging import Decision, Judgement, Judging
from tickets.mentions import Mentions, NewMention
from tickets.replies import Replies
from tickets.templates import ReplyTemplates
from tickets.vocabulary import Theme, Tone
from tickets.x_vocabulary import CollectorMode, MentionSource, ReplyState

pytestmark = pytest.mark.e2e
DESK = {"width": 1440, "height": 900}
HAND = {"width": 390, "height": 844}
FIRST_ID = 1_990_000_000_000_000_000
BARRIERS = """axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html.slice(0, 140)}`)))"""
Arrive = Callable[..., Page]


@pytest.fixture
def replies(product: ChatProduct) -> Replies:
    """Three wait for an approval, and one of unclear fate for a look on X."""
    ReplyTemplates(product.database).take_in(read_wordings())
    Mentions(product.database).store([_mention(number) for number in range(4)])
    judging = Judging(product.database)
    judgement = Judgement(True, Theme.internet_fixe, Tone.calm, True, {"scores": {}})
    decision = Decision("reply", CollectorMode.approval)
    for mention in Claims(product.database).take("a judge", limit=4):
        judging.record(mention.id, "a judge", judgement, lambda _: decision)
    replies, links = Replies(product.database), ChatLinks(product.database)
    alice = employ(product.database)["alice"]
    replies.approve(4, alice)
    replies.begin_sending(
        4, lambda session, row: (links.make(session, row)[0], "http://x.test/c/token")
    )
    replies.mark_unknown(4)
    return replies


def _mention(number: int) -> NewMention:
    return NewMention(
        post_id=str(FIRST_ID + number),
        edit_ids=(),
        thread_id=str(FIRST_ID + number),
        author_id=str(number),
        author_handle=f"customer{number}",
        text=f"@FreeAide ma box est en panne, numéro {number}",
        language="fr",
        reply_settings="everyone",
        names_us=True,
        created_at=datetime.now(UTC),
        source=MentionSource.poll,
    )


@pytest.fixture
def arrive(product: ChatProduct, browser: Browser, replies: Replies) -> Iterator[Arrive]:
    contexts: list[BrowserContext] = []

    def sign_in(login: str, **options: object) -> Page:
        settings = {"viewport": DESK, "locale": "fr-FR", "reduced_motion": "reduce"} | options
        context = browser.new_context(**settings)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{product.url}/console")
        page.get_by_label("Identifiant").fill(login)
        page.get_by_label("Mot de passe").fill(PASSWORDS[login])
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/console$"))
        page.goto(f"{product.url}/console/replies")
        return page

    yield sign_in
    for context in contexts:
        context.close()


def test_one_key_approves_edits_and_refuses(arrive: Arrive, replies: Replies) -> None:
    page = arrive("charlie")
    cards = page.locator("[data-reply]")
    expect(cards).to_have_count(3)
    shown = cards.first.locator("kbd").all_inner_texts()

    page.keyboard.press("a")
    expect(page.locator(".toast")).to_contain_text("Approuvée")
    expect(cards).to_have_count(2)
    page.keyboard.press("e")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Bonjour, voyons cela : {link}")
    page.keyboard.press("Control+Enter")
    expect(cards).to_have_count(1)
    page.keyboard.press("r")
    expect(page.get_by_text("Refusée : elle")).to_be_visible()
    expect(page.get_by_text("Rien à approuver")).to_be_visible()

    assert shown == ["a", "e", "r"]
    assert [reply.id for reply in replies.due()] == [1, 2]
    assert replies.due()[1].text == "Bonjour, voyons cela : {link}"
    assert [one.id for one in replies.recent() if one.state is ReplyState.rejected] == [3]


def test_one_notice_stays_however_many_replies_are_approved_and_the_rail_counts_down(
    arrive: Arrive, replies: Replies
) -> None:
    page = arrive("charlie")
    expect(page.locator("#replies-count")).to_have_text("4")  # one of unclear fate

    for left in (2, 1):
        page.keyboard.press("a")
        expect(page.locator("[data-reply]")).to_have_count(left)

    expect(page.locator(".toast")).to_have_count(1)
    expect(page.locator("#replies-count")).to_have_text("2")


def test_a_change_of_mind_leaves_the_text_as_it_was(arrive: Arrive, replies: Replies) -> None:
    page = arrive("charlie")
    field = page.locator("[data-reply] textarea").first
    before = field.input_value()

    page.keyboard.press("e")
    page.keyboard.type(" et puis non")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.locator("[data-reply]")).to_have_count(2)

    assert replies.due()[0].text == before


def test_a_theme_is_approved_in_one_press_and_the_next_one_opens(
    product: ChatProduct, arrive: Arrive
) -> None:
    page = arrive("bob")
    page.get_by_role("link", name="Lire et approuver").click()

    for done in (12, 24):
        page.get_by_role("button", name="Je les ai lus").click()
        expect(page.get_by_text(f"120 textes, {120 - done} à approuver")).to_be_visible()

    approved = [one.theme for one in ReplyTemplates(product.database).list() if one.is_approved]
    assert set(approved) == {Theme.internet_fixe, Theme.reseau_mobile}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, HAND], ids=["desk", "hand"])
def test_no_barrier_is_found_and_nothing_sticks_out(
    product: ChatProduct, arrive: Arrive, axe: str, viewport: dict[str, int], scheme: str
) -> None:
    page = arrive("bob", viewport=viewport, color_scheme=scheme)

    for path in ("", "/wordings"):
        page.goto(f"{product.url}/console/replies{path}")
        page.evaluate("document.querySelectorAll('details').forEach(one => (one.open = true))")
        page.evaluate(axe)
        found = page.evaluate(BARRIERS)
        widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert found == [], path
        assert widths[0] == widths[1], path
