"""The bubble on another site, and the chat in its frame."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from playwright.sync_api import FrameLocator, Page, expect

from tests.fakes.chat_product import ChatProduct
from tests.fakes.server import ThreadedServer

pytestmark = pytest.mark.e2e


@pytest.fixture
def shop(product: ChatProduct) -> Iterator[str]:
    """A site of someone else's, with the one line."""
    app = FastAPI()

    @app.get("/")
    async def home() -> HTMLResponse:
        line = f'<script src="{product.url}/widget.js" data-color="#5b2a86" defer></script>'
        head = '<meta name="viewport" content="width=device-width"><title>Shop</title>'
        return HTMLResponse(f"<!doctype html><html lang=fr>{head}<h1>Shop</h1>{line}")

    server = ThreadedServer(app)
    server.start()
    yield server.url
    server.stop()


@pytest.fixture
def chat(page: Page, shop: str) -> FrameLocator:
    page.goto(shop)
    page.get_by_role("button", name="Ouvrir la discussion").click()
    return page.frame_locator("iframe")


def test_one_line_brings_the_whole_chat(chat: FrameLocator) -> None:
    expect(chat.get_by_text("Bonjour, je suis l'assistant.")).to_be_visible()

    chat.get_by_role("textbox").click()
    chat.get_by_role("textbox").press_sequentially("bonjour")
    chat.get_by_role("textbox").press("Enter")

    expect(chat.get_by_text("écho : bonjour")).to_be_visible()


def test_on_a_phone_the_chat_takes_the_whole_screen(page: Page, chat: FrameLocator) -> None:
    expect(chat.get_by_role("textbox")).to_be_visible()

    frame = page.locator("iframe").bounding_box()

    assert frame == {"x": 0, "y": 0, "width": 390, "height": 844}


def test_escape_closes_the_chat_and_gives_the_focus_back(page: Page, chat: FrameLocator) -> None:
    expect(chat.get_by_role("textbox")).to_be_visible()
    chat.get_by_role("textbox").press("Escape")

    expect(page.locator("iframe")).to_be_hidden()
    expect(page.get_by_role("button", name="Ouvrir la discussion")).to_be_focused()


def test_an_answer_while_closed_is_counted_on_the_bubble(
    product: ChatProduct, page: Page, chat: FrameLocator
) -> None:
    expect(chat.get_by_text("Bonjour, je suis l'assistant.")).to_be_visible()
    with product.rasa.thinking():
        chat.get_by_role("textbox").click()
        chat.get_by_role("textbox").press_sequentially("bonjour")
        chat.get_by_role("textbox").press("Enter")
        chat.get_by_role("button", name="Fermer la discussion").click()

    bubble = page.get_by_role("button", name="Ouvrir la discussion, 1 nouveaux messages")

    expect(bubble).to_contain_text("1")
    bubble.click()
    expect(chat.get_by_text("écho : bonjour")).to_be_visible()


def test_messages_from_anyone_but_the_chat_are_ignored(page: Page, chat: FrameLocator) -> None:
    expect(chat.get_by_role("textbox")).to_be_visible()

    page.evaluate("window.postMessage({type: 'freemobilachat:close'}, '*')")
    page.evaluate("window.postMessage({type: 'freemobilachat:unread', count: 9}, '*')")

    expect(page.locator("iframe")).to_be_visible()
    expect(page.locator(".badge")).to_be_hidden()
