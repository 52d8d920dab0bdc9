"""The agents' console in a real browser: the door, the list of tickets, the keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import PATIENCE_MS
from tests.fakes.agent_browser import PASSWORDS, employ
from tests.fakes.chat_product import ChatProduct
from tests.fakes.queue_of_tickets import waiting_ticket
from tickets.agents import Agents
from tickets.canned import CannedReplies
from tickets.clock import utc_now
from tickets.desk import Desk
from tickets.drafting import DraftText
from tickets.drafts import Drafts
from tickets.vocabulary import Theme, TicketState, Tone

pytestmark = pytest.mark.e2e
DESK = {"width": 1280, "height": 900}
HAND = {"width": 390, "height": 844}
END_OF_WORDS = """cell => {
    const words = document.createRange();
    words.selectNodeContents(cell);
    return words.getBoundingClientRect().right;
}"""
Arrive = Callable[..., Page]


@pytest.fixture
def staff(product: ChatProduct) -> dict[str, int]:
    return employ(product.database)


@pytest.fixture
def arrive(product: ChatProduct, browser: Browser, staff: dict[str, int]) -> Iterator[Arrive]:
    """Signs somebody in, each in a browser of their own."""
    contexts: list[BrowserContext] = []

    def open_browser(login: str, **options: object) -> Page:
        settings = {"viewport": DESK, "locale": "fr-FR", "reduced_motion": "reduce"} | options
        context = browser.new_context(**settings)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{product.url}/console")
        sign_in(page, login)
        expect(page).to_have_url(re.compile(r"/console$"))
        page.wait_for_load_state()  # keys do nothing before
        return page

    yield open_browser
    for context in contexts:
        context.close()


def sign_in(page: Page, login: str) -> None:
    page.get_by_label("Identifiant").fill(login)
    page.get_by_label("Mot de passe").fill(PASSWORDS[login])
    page.keyboard.press("Enter")


def test_a_wrong_password_keeps_the_login_and_says_so(
    product: ChatProduct, page: Page, staff: dict[str, int]
) -> None:
    page.goto(f"{product.url}/console")
    page.get_by_label("Identifiant").fill("charlie")
    page.get_by_label("Mot de passe").fill("not-his-password")
    page.get_by_role("button", name="Se connecter").click()

    expect(page.get_by_role("alert")).to_have_text("Identifiant ou mot de passe incorrect.")
    expect(page.get_by_label("Identifiant")).to_have_value("charlie")
    expect(page.get_by_label("Mot de passe")).to_be_focused()


def test_a_ticket_escalated_elsewhere_appears_by_itself(
    product: ChatProduct, arrive: Arrive
) -> None:
    page = arrive("charlie")
    expect(page.get_by_text("Personne n'attend")).to_be_visible()

    ticket = waiting_ticket(product)

    expect(page.locator(f"#line-{ticket.reference}")).to_be_visible()
    expect(page).to_have_title(re.compile(r"^\(1\) "))
    expect(page.locator("#waiting-count")).to_have_text("1")
    expect(page.get_by_text("Personne n'attend")).to_be_hidden()


def test_an_update_leaves_focus_ticks_and_scroll_alone(
    product: ChatProduct, arrive: Arrive
) -> None:
    old = utc_now() - timedelta(hours=2)
    references = [
        waiting_ticket(product, f"Plus internet {number}", opened_at=old).reference
        for number in range(30)
    ]
    page = arrive("bob")
    page.locator(f"#line-{references[20]} input").check()
    page.locator(f"#line-{references[25]} .line-link").focus()
    place = page.locator("#lines").evaluate("element => element.scrollTop")
    kept = page.locator(f"#line-{references[10]}").element_handle()

    later = waiting_ticket(product, "Comment résilier ?", theme=Theme.resiliation)
    Desk(product.database).take(references[0], 4)

    expect(page.locator(f"#line-{later.reference}")).to_be_attached()
    expect(page.locator(f"#line-{references[0]}")).to_have_count(0)
    expect(page.locator(f"#line-{references[25]} .line-link")).to_be_focused()
    expect(page.locator(f"#line-{references[20]} input")).to_be_checked()
    assert kept is not None
    assert kept.evaluate("element => element.isConnected")
    line_height = 70
    moved = page.locator("#lines").evaluate("element => element.scrollTop") - place
    assert abs(moved) <= line_height
    assert place > 0


@pytest.mark.parametrize("login", ["charlie", "bob"])
@pytest.mark.parametrize("width", [1100, 1280, 1800])
def test_what_stands_in_a_line_does_not_cover_its_neighbour(
    product: ChatProduct, arrive: Arrive, login: str, width: int
) -> None:
    ticket = waiting_ticket(product, "Plus internet depuis hier soir, et la box clignote en rouge")
    page = arrive(login, viewport={"width": width, "height": 900})
    line = page.locator(f"#line-{ticket.reference}")
    expect(line).to_be_visible()

    for cell, neighbour in ((".line-reference", ".line-problem"), (".line-clock b", ".take")):
        ends_at = line.locator(cell).evaluate(END_OF_WORDS)
        begins_at = line.locator(neighbour).evaluate("cell => cell.getBoundingClientRect().left")
        assert ends_at <= begins_at, (cell, neighbour)


def test_the_loser_of_a_race_is_told_by_whom_and_sees_it_in_the_list(
    product: ChatProduct, arrive: Arrive, staff: dict[str, int]
) -> None:
    reference = waiting_ticket(product).reference
    page = arrive("charlie")
    button = page.locator(f"#line-{reference} .take")
    expect(button).to_be_visible()

    # The list is held back: what Charlie sees is a moment old when he clicks.
    page.route("**/console/queue/lines*", lambda route: route.abort())
    Desk(product.database).take(reference, staff["sofia"])
    button.click()

    expect(page.get_by_role("status")).to_contain_text("Sofia Nguyen vient de prendre ce ticket.")
    page.unroute("**/console/queue/lines*")
    page.get_by_role("link", name="Tous").click()
    expect(page.locator(f"#line-{reference}")).to_contain_text("Sofia Nguyen")


def test_the_list_is_worked_through_with_the_keyboard_alone(
    product: ChatProduct, arrive: Arrive
) -> None:
    first = waiting_ticket(product, opened_at=utc_now() - timedelta(hours=2)).reference
    second = waiting_ticket(product, "Plus de réseau mobile", theme=Theme.reseau_mobile).reference
    page = arrive("charlie")
    expect(page.locator(f"#line-{second}")).to_be_visible()

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Raccourcis du clavier")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("jt")  # a field keeps its keys
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator(f"#line-{first} .line-link")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(f"#line-{second} .line-link")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/console/tickets/{first}$"))
    page.go_back()
    page.keyboard.press("j")
    page.keyboard.press("t")

    expect(page).to_have_url(re.compile("/console/tickets/"))
    assert product.tickets.get(first).state is TicketState.in_progress


def test_two_keys_go_where_the_person_may_go(arrive: Arrive) -> None:
    page = arrive("charlie")

    page.keyboard.press("?")
    expect(page.get_by_text("Aller aux réponses sur X")).to_be_visible()
    expect(page.get_by_text("Aller au pilotage")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.keyboard.press("g")
    page.keyboard.press("x")

    expect(page).to_have_url(re.compile(r"/console/replies$"))


def test_search_and_filters_live_in_the_address_and_can_be_kept(
    product: ChatProduct, arrive: Arrive
) -> None:
    waiting_ticket(product)
    bill = waiting_ticket(product, "Prélevé deux fois", theme=Theme.facturation).reference
    page = arrive("charlie")

    page.get_by_role("button", name="Filtrer").click()
    page.get_by_role("dialog").get_by_label("Facturation").check()
    page.get_by_role("button", name="Appliquer").click()
    expect(page).to_have_url(re.compile("theme=facturation"))
    expect(page.locator(".line")).to_have_count(1)
    expect(page.locator(f"#line-{bill}")).to_be_visible()
    page.get_by_role("button", name="Filtrer").click()
    page.get_by_label("Enregistrer ce filtre sous").fill("Mes factures")
    page.get_by_role("button", name="Enregistrer").click()

    expect(page.get_by_role("link", name="Mes factures").first).to_be_visible()


def test_a_supervisor_assigns_what_is_ticked(product: ChatProduct, arrive: Arrive) -> None:
    reference = waiting_ticket(product).reference
    page = arrive("bob")

    page.get_by_label(f"Choisir {reference}").check()
    bar = page.get_by_role("form", name="Actions sur les tickets choisis")
    bar.get_by_label("Conseiller").select_option("Sofia Nguyen")
    bar.get_by_role("button", name="Confier").click()

    expect(page.get_by_role("status")).to_contain_text("1 sur 1 confiés à Sofia Nguyen.")
    expect(page.locator(f"#line-{reference}")).to_contain_text("Sofia Nguyen")
    expect(bar).to_be_hidden()


def test_why_a_priority_is_what_it_is_shows_on_focus(product: ChatProduct, arrive: Arrive) -> None:
    reference = waiting_ticket(product, tone=Tone.angry).reference
    page = arrive("charlie")

    page.locator(f"#line-{reference} button.chip").focus()

    why = page.locator(f"#line-{reference}").get_by_role("tooltip")
    expect(why).to_be_visible()
    expect(why).to_contain_text("Plus aucun service +40")


def test_on_a_wide_screen_the_list_stays_beside_the_ticket(
    product: ChatProduct, arrive: Arrive, axe: str
) -> None:
    first = waiting_ticket(product, name="Jean-Baptiste de La Roche-Guyon des Étangs").reference
    page = arrive("charlie", viewport={"width": 1920, "height": 1080})
    page.goto(f"{product.url}/console/tickets/{first}")
    pane = page.get_by_role("complementary", name="Tickets")
    expect(pane.locator("[aria-current]")).to_contain_text("Jean-Baptiste")

    second = waiting_ticket(product, "Plus de réseau mobile").reference

    expect(pane.locator(f"[href='/console/tickets/{second}']")).to_be_visible()
    assert barriers(page, axe) == []
    page.set_viewport_size(HAND)  # type: ignore[arg-type]
    expect(pane).to_be_hidden()


def test_a_lost_line_is_announced_and_made_good(product: ChatProduct, arrive: Arrive) -> None:
    page = arrive("charlie")
    product.stop()
    expect(page.get_by_text("Connexion perdue")).to_be_visible()
    ticket = waiting_ticket(product)

    product.start()

    expect(page.locator(f"#line-{ticket.reference}")).to_be_visible()
    expect(page.get_by_text("Connexion perdue")).to_be_hidden()


def test_a_draft_saved_by_somebody_else_meanwhile_is_not_lost_and_neither_is_ones_own(
    product: ChatProduct, arrive: Arrive, staff: dict[str, int]
) -> None:
    drafts = Drafts(product.database)
    text = DraftText("La TV saccade", Theme.tv, (), "1. Débranchez.")
    draft = drafts.create(text, staff["charlie"])
    page = arrive("charlie")
    page.goto(f"{product.url}/console/articles/drafts/{draft.id}")
    answer, save = page.locator("textarea[name=answer]"), page.locator("#act-save")
    for words in ("1. Redémarrez.", "1. Redémarrez la box."):
        seen = page.locator("#seen-at").input_value()
        answer.fill(words)
        save.click()
        expect(page.locator("#seen-at")).not_to_have_value(seen)
        expect(page.locator("#faults")).to_be_empty()

    drafts.save(draft.id, replace(text, answer="1. Les mots de Bob."), staff["bob"])
    answer.fill("1. Mes mots.")
    save.click()
    expect(page.locator("#faults")).to_contain_text("Bob Leroy a enregistré une autre version")
    assert drafts.get(draft.id).answer == "1. Les mots de Bob."
    expect(answer).to_have_value("1. Mes mots.")
    with page.expect_response(lambda answer: answer.url.endswith(f"/{draft.id}") and answer.ok):
        save.click()

    assert drafts.get(draft.id).answer == "1. Mes mots."


def test_what_was_typed_in_an_article_outlives_the_tab_and_the_session_until_it_is_saved(
    product: ChatProduct, arrive: Arrive, staff: dict[str, int]
) -> None:
    drafts = Drafts(product.database)
    draft = drafts.create(DraftText("La TV saccade", Theme.tv, (), "1. Débranchez."), staff["bob"])
    page = arrive("charlie")
    address = f"{product.url}/console/articles/drafts/{draft.id}"
    answer, unsaved = page.locator("textarea[name=answer]"), page.locator("#unsaved")
    page.goto(address)
    expect(unsaved).to_be_hidden()

    answer.fill("1. Mes mots.")
    Agents(product.database).close_all_sessions(staff["charlie"])
    page.locator("#act-save").click()
    again = page.get_by_role("link", name="Se reconnecter")
    page.goto(again.evaluate("link => link.href"))
    sign_in(page, "charlie")

    expect(page).to_have_url(address)
    expect(answer).to_have_value("1. Mes mots.")
    expect(unsaved).to_be_visible()
    page.goto(f"{address}#saved")
    page.reload()
    expect(answer).to_have_value("1. Débranchez.")
    page.goto(f"{product.url}/console")
    page.goto(address)
    page.locator("#act-save").click()
    expect(unsaved).to_be_hidden()
    assert drafts.get(draft.id).answer == "1. Mes mots."


def test_a_return_to_the_saved_text_forgets_what_was_typed(
    product: ChatProduct, arrive: Arrive, staff: dict[str, int]
) -> None:
    text = DraftText("La TV saccade", Theme.tv, (), "1. Débranchez.")
    draft = Drafts(product.database).create(text, staff["bob"])
    page = arrive("charlie")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{product.url}/console/articles/drafts/{draft.id}")
    page.get_by_label("Titre", exact=True).fill("Autre chose")

    page.get_by_role("button", name="Revenir au texte enregistré").click()

    expect(page.locator("#unsaved")).to_be_hidden()
    expect(page.get_by_label("Titre", exact=True)).to_have_value("La TV saccade")


def test_an_account_is_made_and_its_password_shown_once(arrive: Arrive) -> None:
    page = arrive("alice")
    page.get_by_role("link", name="Équipe").click()
    form = page.locator("form[hx-post='/console/people']")

    form.get_by_label("Nom affiché").fill("Bob Second")
    form.get_by_label("Identifiant").fill("bob")
    form.get_by_role("button", name="Créer").click()
    expect(page.get_by_role("status").filter(has_text="Identifiant déjà pris")).to_be_visible()
    expect(form.get_by_label("Nom affiché")).to_have_value("Bob Second")
    form.get_by_label("Identifiant").fill("bob2")
    form.get_by_role("button", name="Créer").click()

    expect(page.locator("#secret")).to_have_text(re.compile(r"^\S{16}$"))
    expect(page.locator("#people")).to_contain_text("Bob Second")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, HAND], ids=["desk", "hand"])
def test_no_barrier_is_found_and_no_rule_of_our_own_is_broken(
    product: ChatProduct,
    arrive: Arrive,
    axe: str,
    staff: dict[str, int],
    scheme: str,
    viewport: dict[str, int],
) -> None:
    for number, tone in enumerate(Tone):
        opened_at = utc_now() - timedelta(hours=number)
        taken = waiting_ticket(product, f"Plus internet {number}", tone=tone, opened_at=opened_at)
    Desk(product.database).take(taken.reference, staff["sofia"])
    CannedReplies(product.database).add("Bonjour", "Bonjour !", "fr", staff["bob"])
    page = arrive("alice", color_scheme=scheme, viewport=viewport)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    for path in ("?view=all&theme=internet_fixe", "?view=mine", "/people", "/canned", "/audit"):
        page.goto(f"{product.url}/console{path}")
        assert barriers(page, axe) == [], path
        widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert widths[0] == widths[1], path
    page.goto(f"{product.url}/console/account")
    assert barriers(page, axe) == []
    page.goto(f"{product.url}/console")
    page.get_by_role("button", name="Filtrer").click()
    assert barriers(page, axe) == []
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_door_holds_no_barrier(
    product: ChatProduct, browser: Browser, axe: str, scheme: str
) -> None:
    context = browser.new_context(color_scheme=scheme, locale="fr-FR")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{product.url}/console")

    found = barriers(page, axe)
    context.close()

    assert found == []


def barriers(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("axe.run().then(result => result.violations)")
    return [
        f"{rule['id']}: {node['html'][:140]} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
