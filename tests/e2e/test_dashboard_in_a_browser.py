"""The supervisor's dashboard in a real browser: charts, tables, live figures, phone to wall."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PATIENCE_MS
from tests.e2e.test_console_in_a_browser import barriers
from tests.fakes.agent_browser import employ
from tests.fakes.chat_product import ChatProduct, chat_product
from tests.fakes.queue_of_tickets import waiting_ticket
from tests.fakes.weeks_of_work import WeeksOfWork
from tickets.agents import Agents
from tickets.alerts.rules import Rule
from tickets.alerts.store import AlertRules
from tickets.kpis.definitions import Direction
from tickets.kpis.questions import UnansweredQuestions
from tickets.kpis.rollup import Rollup
from web.config import ALWAYS, DIST
from web.console.session import SESSION_COOKIE

pytestmark = pytest.mark.e2e
SCREENS = [
    ("light", 390, 844, ""),
    ("dark", 390, 844, ""),
    ("light", 1280, 900, ""),
    ("dark", 1920, 1080, "&mode=wall"),
]
TOP = "element => element.getBoundingClientRect().top"


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChatProduct]:
    """Some days have been worked."""
    with chat_product(tmp_path_factory.mktemp("dashboard"), dist=DIST) as product:
        staff = employ(product.database)
        worked = WeeksOfWork(product.database, list(staff.values()), datetime.now(UTC))
        worked.run(days=6, stories_a_day=6)
        Rollup(product.database, ALWAYS).refresh(longest_seconds=60)
        yield product


@pytest.fixture
def page(product: ChatProduct, browser: Browser) -> Iterator[Page]:
    """The supervisor's."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="fr-FR", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    agents = Agents(product.database)
    [bob] = [agent for agent in agents.list() if agent.login == "bob"]
    session = {"name": SESSION_COOKIE, "value": agents.open_session(bob.id), "url": product.url}
    context.add_cookies([session])  # type: ignore[list-item]
    yield context.new_page()
    context.close()


def test_from_phone_to_wall_no_barrier_is_found_and_no_rule_of_our_own_is_broken(
    product: ChatProduct, page: Page, axe: str, tmp_path: Path
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    for scheme, width, height, mode in SCREENS:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{product.url}/console/kpi?window=7d{mode}")
        expect(page.locator("[data-chart=tickets] svg")).to_be_visible()
        widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        page.screenshot(path=tmp_path / f"{scheme}-{width}.png")
        assert widths[0] == widths[1] == width
        assert barriers(page, axe) == [], (scheme, width)
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("kpi/behind?kpi=escalation", "report?window=7d", "alerts"):
        page.goto(f"{product.url}/console/{path}")
        assert barriers(page, axe) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") == 390, path
    assert complaints == []


def test_the_wall_says_what_it_shows_and_paper_holds_nothing_to_press(
    product: ChatProduct, page: Page
) -> None:
    page.goto(f"{product.url}/console/kpi?window=7d&theme=internet_fixe&mode=wall")
    expect(page.get_by_text("7 jours · Internet fixe")).to_be_visible()
    page.goto(f"{product.url}/console/kpi?window=7d")

    page.emulate_media(media="print")

    expect(page.get_by_role("navigation", name="Parties de la console")).to_be_hidden()
    expect(page.get_by_role("button", name="Filtrer")).to_be_hidden()
    expect(page.locator(".view-words")).to_have_text("7 jours")
    assert page.evaluate("getComputedStyle(document.body).overflow") == "visible"


def test_how_many_alerts_fire_stands_on_the_rail_of_every_page(
    product: ChatProduct, page: Page
) -> None:
    waiting_ticket(product)
    rules = AlertRules(product.database)
    [bob] = [agent for agent in Agents(product.database).list() if agent.login == "bob"]
    page.goto(f"{product.url}/console/account")
    expect(page.locator("#firing-count")).to_be_hidden()

    rules.add(Rule("queue_age", Direction.above, 0), by=bob.id)

    expect(page.locator("#firing-count")).to_have_text("1")


def test_a_rule_changes_its_state_by_itself_and_what_is_being_written_stays(
    product: ChatProduct, page: Page
) -> None:
    waiting_ticket(product)
    rules = AlertRules(product.database)
    [bob] = [agent for agent in Agents(product.database).list() if agent.login == "bob"]
    rule = Rule("queue_age", Direction.above, 60 * 60 * 24, name="Une attente")
    rule_id = rules.add(rule, by=bob.id).id
    page.goto(f"{product.url}/console/alerts")
    shown = page.locator(f"#rule-{rule_id}")
    expect(shown.locator(".chip")).to_have_text("Respectée")
    shown.locator("summary").click()
    shown.get_by_label("Seuil").fill("7")

    rules.change(rule_id, replace(rule, threshold=0), by=bob.id)

    expect(shown.locator(".chip")).to_have_text("En alerte")
    expect(page.locator("#alerts-page [role=status]")).to_contain_text("Une attente")
    expect(shown.get_by_label("Seuil")).to_have_value("7")
    shown.get_by_role("button", name="Mettre en pause").click()
    expect(shown.locator(".chip")).to_have_text("En pause")


def test_a_bar_leads_to_its_tickets_and_back_leads_back(product: ChatProduct, page: Page) -> None:
    address = f"{product.url}/console/kpi?window=7d"
    page.goto(address)
    chart = page.locator("[data-chart=reasons]")
    chart.scroll_into_view_if_needed()
    expect(chart).to_have_attribute("aria-label", re.compile(r"Raison : .+ \d"))
    box = chart.bounding_box()
    assert box

    page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + 24)

    expect(page).to_have_url(re.compile(r"/behind\?window=7d&kpi=escalation&part=\w+"))
    expect(page.locator("a[href^='/console/tickets/FM-']").first).to_be_visible()
    page.go_back()
    expect(page).to_have_url(address)


def test_figures_come_in_by_themselves_and_leave_focus_scroll_and_open_tables_alone(
    product: ChatProduct, page: Page
) -> None:
    page.goto(f"{product.url}/console/kpi?window=7d")
    table = page.locator("#numbers-tickets")
    table.locator("summary").click()
    table.locator(".table-scroll").focus()
    kept = page.locator("[data-chart=tickets] svg").element_handle()
    top = table.evaluate(TOP)
    sample = page.locator("[aria-labelledby=tile-escalation] small")
    before = sample.inner_text()

    waiting_ticket(product)
    asked_at = datetime.now(UTC) - timedelta(hours=1)
    UnansweredQuestions(product.database, lambda: asked_at).record("Puis-je louer un pylône ?")

    expect(sample).not_to_have_text(before)
    expect(page.get_by_text("Puis-je louer un pylône ?").first).to_be_attached(timeout=PATIENCE_MS)
    expect(table).to_have_attribute("open", "")
    expect(table.locator(".table-scroll")).to_be_focused()
    assert kept is not None
    assert kept.evaluate("element => element.isConnected")
    assert abs(table.evaluate(TOP) - top) < 2


def test_a_question_without_an_answer_becomes_a_draft(product: ChatProduct, page: Page) -> None:
    page.goto(f"{product.url}/console/kpi?window=7d")

    page.get_by_role("button", name=re.compile("^Écrire un article")).first.click()

    expect(page).to_have_url(re.compile(r"/console/articles/drafts/\d+"))
    expect(page.locator("textarea[name=questions]")).not_to_have_value("")


def test_a_filter_is_chosen_shown_and_taken_back(product: ChatProduct, page: Page) -> None:
    page.goto(f"{product.url}/console/kpi?window=7d")
    page.get_by_role("button", name="Filtrer").click()
    page.locator("select[name=theme]").select_option("internet_fixe")
    page.get_by_role("button", name="Appliquer").click()
    expect(page).to_have_url(re.compile("window=7d&theme=internet_fixe"))

    page.get_by_role("link", name=re.compile("^Internet fixe")).click()

    expect(page).to_have_url(re.compile(r"/console/kpi\?window=7d$"))
