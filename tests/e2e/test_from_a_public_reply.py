"""The link of a public reply, in a browser: one press, and the chat; again, the same chat."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.fakes.chat_product import ChatProduct
from tickets.chat_links import ChatLinks
from tickets.mentions import Mentions, NewMention
from tickets.x_schema import MentionRow
from tickets.x_vocabulary import MentionSource

pytestmark = pytest.mark.e2e


@pytest.fixture
def address(product: ChatProduct) -> str:
    mention = NewMention(
        post_id="1990000000000000007",
        edit_ids=(),
        thread_id="1990000000000000007",
        author_id="42",
        author_handle="alice",
        text="@FreeAide ma box est en panne",
        language="fr",
        reply_settings="everyone",
        names_us=True,
        created_at=datetime.now(UTC),
        source=MentionSource.poll,
    )
    Mentions(product.database).store([mention])
    with product.database.session() as session:
        _, token = ChatLinks(product.database).make(session, session.get_one(MentionRow, 1))
    product.rasa.answers["/open_from_post"] = [{"text": "C'est bien cela ?"}]
    return f"{product.url}/c/{token}"


def test_one_press_opens_the_chat_that_knows(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Ouvrir la discussion").click()

    expect(page.get_by_text("C'est bien cela ?")).to_be_visible()
    assert "#" not in page.url


def test_the_same_link_again_goes_on_with_the_same_chat(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Ouvrir la discussion").click()
    page.get_by_role("textbox").fill("oui, toujours en panne")
    page.get_by_role("textbox").press("Enter")
    expect(page.get_by_text("écho : oui, toujours en panne")).to_be_visible()

    page.goto(address)
    page.get_by_role("button", name="Ouvrir la discussion").click()

    expect(page.get_by_text("écho : oui, toujours en panne")).to_be_visible()


def test_the_door_is_accessible(page: Page, address: str, axe: str) -> None:
    page.goto(address)

    page.evaluate(axe)
    found = page.evaluate("axe.run().then(({ violations }) => violations.map(({ id }) => id))")

    assert found == []
