"""The chat page in a real browser, over the stand-in Rasa."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.fakes.chat_product import ChatProduct

pytestmark = pytest.mark.e2e

SOLUTION = {
    "text": (
        "Voici **ce que je propose** :\n\n1. Débranchez la box.\n2. Attendez 30 secondes.\n\n"
        "Plus d'aide : [la page](https://example.org/aide)"
    ),
    "buttons": [
        {"title": "Oui, ça remarche", "payload": "/affirm"},
        {"title": "Non, toujours pas", "payload": "/deny"},
    ],
}


def open_chat(page: Page, product: ChatProduct, query: str = "") -> None:
    page.goto(f"{product.url}/chat{query}")
    expect(page.get_by_text("Bonjour, je suis l'assistant.")).to_be_visible()


def say(page: Page, text: str) -> None:
    page.get_by_role("textbox").click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def shown(page: Page, text: str) -> Any:
    return expect(page.get_by_text(text, exact=True))


def test_a_solution_is_shown_as_steps_with_buttons_that_serve_once(
    product: ChatProduct, page: Page
) -> None:
    product.rasa.answers["ma box est en panne"] = [SOLUTION]
    open_chat(page, product)
    say(page, "ma box est en panne")
    refuse = page.get_by_role("button", name="Non, toujours pas")
    expect(refuse).to_be_visible()

    box = refuse.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    expect(page.get_by_role("listitem")).to_have_text(
        ["Débranchez la box.", "Attendez 30 secondes."]
    )
    refuse.click()

    shown(page, "Non, toujours pas").to_be_visible()
    shown(page, "écho : /deny").to_be_visible()
    expect(page.get_by_role("button", name="Oui, ça remarche")).to_have_count(0)
    assert product.rasa.texts[-1] == "/deny"


def test_a_long_solution_is_read_from_its_beginning(product: ChatProduct, page: Page) -> None:
    steps = [f"{number}. Faites l'étape {number}, puis attendez un peu." for number in range(1, 31)]
    product.rasa.answers["plus d'internet"] = [
        {"text": "Votre ticket est ouvert."},
        {"text": "\n".join(["**Redémarrer la box**", "", *steps])},
        {"text": "Est-ce que cela règle le problème ?", "buttons": SOLUTION["buttons"]},
    ]
    open_chat(page, product)

    say(page, "plus d'internet")
    expect(page.get_by_role("button", name="Non, toujours pas")).to_be_attached()

    expect(page.get_by_text("Votre ticket est ouvert.")).to_be_in_viewport()
    expect(page.get_by_text("Redémarrer la box")).to_be_in_viewport()


def test_a_short_answer_is_shown_to_its_end(product: ChatProduct, page: Page) -> None:
    product.rasa.answers["ma box est en panne"] = [SOLUTION]
    open_chat(page, product)
    for number in range(8):
        say(page, f"message {number}")
        shown(page, f"écho : message {number}").to_be_visible()

    say(page, "ma box est en panne")

    expect(page.get_by_role("button", name="Non, toujours pas")).to_be_in_viewport()


def test_nothing_that_is_said_becomes_markup_or_a_dangerous_link(
    product: ChatProduct, page: Page
) -> None:
    attack = '<img src=x onerror="document.title=1"> [clic](javascript:alert(1)) # titre'
    product.rasa.otherwise = lambda text: [{"text": text}]
    open_chat(page, product)

    say(page, attack)

    expect(page.locator(".ai-message")).to_have_count(2)
    expect(page.locator(".user-message")).to_contain_text(attack)
    expect(page.locator(".message-bubble img, .message-bubble h1")).to_have_count(0)
    expect(page.locator(".message-bubble a[href^='javascript']")).to_have_count(0)


def test_links_open_safely_elsewhere(product: ChatProduct, page: Page) -> None:
    product.rasa.answers["aide"] = [SOLUTION]
    open_chat(page, product)
    say(page, "aide")

    link = page.get_by_role("link", name="la page", exact=True)

    expect(link).to_have_attribute("href", "https://example.org/aide")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_a_reload_finds_the_conversation_again_with_its_buttons(
    product: ChatProduct, page: Page
) -> None:
    product.rasa.answers["ma box est en panne"] = [SOLUTION]
    open_chat(page, product)
    say(page, "ma box est en panne")
    expect(page.get_by_role("button", name="Oui, ça remarche")).to_be_visible()

    page.reload()

    shown(page, "ma box est en panne").to_be_visible()
    expect(page.get_by_role("button", name="Oui, ça remarche")).to_be_visible()
    assert product.rasa.texts.count("/open_chat") == 1


def test_a_lost_line_is_announced_and_what_was_written_leaves_once_it_is_back(
    product: ChatProduct, page: Page
) -> None:
    open_chat(page, product)
    product.stop()
    banner = page.get_by_role("status").filter(has_text="Connexion perdue")
    expect(banner).to_be_visible()

    say(page, "écrit hors ligne")
    expect(banner).to_contain_text("Votre message partira tout seul")
    product.start()

    shown(page, "écho : écrit hors ligne").to_be_visible()
    expect(banner).to_be_hidden()
    expect(page.locator(".user-message")).to_have_count(1)
    assert product.rasa.texts.count("écrit hors ligne") == 1


def test_the_dots_show_while_the_bot_works_and_go_away(product: ChatProduct, page: Page) -> None:
    open_chat(page, product)
    dots = page.get_by_label("L'assistant écrit…")

    with product.rasa.thinking():
        say(page, "bonjour")

        expect(dots).to_be_visible()
        ink = dots.evaluate(
            "dots => getComputedStyle(dots).getPropertyValue('--loading-message-color')"
        )
        assert ink == page.evaluate("getComputedStyle(document.body).getPropertyValue('--muted')")
    shown(page, "écho : bonjour").to_be_visible()
    expect(dots).to_have_count(0)


def test_an_answer_in_the_background_shows_in_the_title(
    product: ChatProduct, phone: BrowserContext, page: Page
) -> None:
    open_chat(page, product)
    page.evaluate("document.hasFocus = () => false")

    say(page, "bonjour")

    expect(page).to_have_title(re.compile(r"^\(1\) Assistance Free$"))
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page).to_have_title("Assistance Free")


def test_a_new_conversation_begins_only_after_a_yes(product: ChatProduct, page: Page) -> None:
    open_chat(page, product)
    say(page, "à oublier")
    shown(page, "écho : à oublier").to_be_visible()
    menu = page.get_by_role("button", name="Options de la conversation")

    menu.click()
    page.get_by_role("button", name="Nouvelle conversation").click()
    page.get_by_role("button", name="Garder celle-ci").click()
    shown(page, "à oublier").to_be_visible()
    menu.click()
    page.get_by_role("button", name="Nouvelle conversation").click()
    page.get_by_role("button", name="Commencer").click()

    shown(page, "à oublier").to_have_count(0)
    expect(page.get_by_text("Bonjour, je suis l'assistant.")).to_be_visible()
    assert product.rasa.texts.count("/open_chat") == 2


def test_the_conversation_can_be_copied(
    product: ChatProduct, phone: BrowserContext, page: Page
) -> None:
    phone.grant_permissions(["clipboard-read", "clipboard-write"])
    open_chat(page, product)
    say(page, "bonjour")
    shown(page, "écho : bonjour").to_be_visible()

    page.get_by_role("button", name="Options de la conversation").click()
    page.get_by_role("button", name="Copier la conversation").click()

    shown(page, "Conversation copiée").to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("Vous : bonjour\n\nAssistant : écho : bonjour")


def test_the_page_fits_a_phone(product: ChatProduct, page: Page) -> None:
    open_chat(page, product)
    field = page.get_by_role("textbox")

    box = field.bounding_box()
    widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    size = field.evaluate("element => parseFloat(getComputedStyle(element).fontSize)")

    assert box is not None
    assert box["y"] + box["height"] <= 844
    assert widths[0] == widths[1]
    assert size >= 16


def test_a_reference_is_never_cut(product: ChatProduct, page: Page) -> None:
    told = "Votre ticket est ouvert et porte : **FM-7K3Q-2F9C**. Gardez cette référence."
    product.rasa.answers["oui"] = [{"text": told}]
    page.set_viewport_size({"width": 300, "height": 600})
    open_chat(page, product)
    say(page, "oui")

    reference = page.get_by_text("FM-7K3Q-2F9C", exact=True)

    assert reference.evaluate("element => element.getClientRects().length") == 1


def test_twice_the_text_size_still_leaves_room_for_words(product: ChatProduct, page: Page) -> None:
    product.rasa.answers["aide"] = [SOLUTION]
    page.set_viewport_size({"width": 195, "height": 422})
    open_chat(page, product)
    say(page, "aide")

    bubble = page.locator(".ai-message").last.bounding_box()
    field = page.get_by_role("textbox").bounding_box()

    assert bubble is not None
    assert field is not None
    assert bubble["width"] >= 150
    assert field["height"] < 80


def test_the_whole_chat_can_be_held_with_the_keyboard(product: ChatProduct, page: Page) -> None:
    product.rasa.answers["aide"] = [SOLUTION]
    open_chat(page, product)
    say(page, "aide")
    choice = page.get_by_role("button", name="Oui, ça remarche")
    expect(choice).to_be_visible()

    for _ in range(10):
        page.keyboard.press("Shift+Tab")
        if choice.evaluate("element => element.matches(':focus-visible')"):
            break
    page.keyboard.press("Enter")

    shown(page, "écho : /affirm").to_be_visible()
    expect(page.get_by_role("textbox")).to_be_focused()


def test_the_page_asks_nothing_of_other_sites_and_breaks_no_rule_of_its_own(
    product: ChatProduct, page: Page
) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda line: complaints.append(line.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    open_chat(page, product)
    say(page, "bonjour")
    shown(page, "écho : bonjour").to_be_visible()

    assert [url for url in asked if not url.startswith((product.url, "data:"))] == []
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/chat", "/", "/privacy", "/widget-demo"])
def test_no_serious_barrier_is_found(
    product: ChatProduct, browser: Browser, axe: str, path: str, scheme: str
) -> None:
    product.rasa.answers["aide"] = [SOLUTION]
    context = browser.new_context(color_scheme=scheme, locale="fr-FR")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(product.url + path)
    if path == "/chat":
        say(page, "aide")
        expect(page.get_by_role("button", name="Oui, ça remarche")).to_be_visible()

    page.evaluate(axe)
    found = page.evaluate("axe.run().then(result => result.violations)")
    context.close()

    barriers = [
        f"{rule['id']}: {rule['nodes'][0]['html'][:120]} {rule['nodes'][0]['failureSummary']}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
    ]
    assert barriers == []
