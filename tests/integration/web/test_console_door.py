"""Signing in and out of the console, and what a browser must bring."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import update

from tests.fakes.agent_browser import PASSWORDS, AgentBrowser, employ, token_of
from tests.fakes.chat_product import ChatProduct, MakeProduct
from tickets.agents import Agents
from tickets.audit import Audit
from tickets.clock import utc_now
from tickets.people_schema import AgentSessionRow
from tickets.vocabulary import Role

Visit = Callable[..., AgentBrowser]


def cookie(answer: httpx.Response, name: str) -> str:
    return next(line for line in answer.headers.get_list("set-cookie") if line.startswith(name))


@pytest.mark.parametrize(
    "path", ["/console", "/console/people", "/console/audit", "/console/account", "/console/canned"]
)
def test_a_stranger_is_led_to_the_door_and_from_there_to_the_page(
    staff: dict[str, int], visit: Visit, path: str
) -> None:
    browser = visit()

    led = browser.get(path)
    entered = browser.sign_in("alice", next=path)

    assert led.status_code == 303
    assert led.headers["location"].startswith("/console/sign-in")
    assert entered.headers["location"] == path


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "/chat", ""]
)
def test_the_door_leads_nowhere_but_into_the_console(
    staff: dict[str, int], visit: Visit, elsewhere: str
) -> None:
    entered = visit().sign_in("alice", next=elsewhere)

    assert entered.headers["location"] == "/console"


def test_the_live_line_is_closed_to_strangers(staff: dict[str, int], visit: Visit) -> None:
    assert visit().get("/console/events").status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(
    staff: dict[str, int], visit: Visit
) -> None:
    entered = visit().sign_in("alice")

    session = cookie(entered, "fm_agent")
    assert "HttpOnly" in session
    assert "SameSite=lax" in session
    assert "Path=/console" in session
    assert "Secure" not in session


def test_the_cookie_travels_over_https_only_when_the_product_is_behind_it(
    make_product: MakeProduct,
) -> None:
    product = make_product(public_url="https://aide.example.org")
    employ(product.database)
    browser = AgentBrowser(product.url)

    door = browser.get("/console/sign-in")
    visit_cookie = cookie(door, "fm_visit")
    form = {"login": "alice", "password": PASSWORDS["alice"], "csrf": token_of(door)}
    bare = {"cookie": visit_cookie.split(";")[0]}  # the client keeps Secure cookies from http
    entered = browser.http.post("/console/sign-in", data=form, headers=bare)
    browser.close()

    assert "Secure" in visit_cookie
    assert "Secure" in cookie(entered, "fm_agent")


def test_a_sign_in_without_the_forms_token_is_refused_and_keeps_the_login(
    staff: dict[str, int], visit: Visit
) -> None:
    browser = visit()

    form = {"login": "alice", "password": PASSWORDS["alice"], "csrf": "0" * 64}
    refused = browser.http.post("/console/sign-in", data=form)

    assert refused.status_code == 403
    assert 'value="alice"' in refused.text
    assert "fm_agent" not in browser.http.cookies


def test_unknown_and_wrong_sound_the_same(staff: dict[str, int], visit: Visit) -> None:
    wrong = visit().sign_in("alice", "not-her-password")
    unknown = visit().sign_in("nobody", "not-her-password")

    assert wrong.status_code == unknown.status_code == 401
    assert "Identifiant ou mot de passe incorrect." in wrong.text
    assert "Identifiant ou mot de passe incorrect." in unknown.text


def test_after_five_wrong_tries_the_person_is_told_how_long_to_wait(
    staff: dict[str, int], visit: Visit
) -> None:
    browser = visit()
    for _ in range(5):
        assert browser.sign_in("alice", "not-her-password").status_code == 401

    locked = browser.sign_in("alice")

    assert locked.status_code == 429
    assert "réessayez dans" in locked.text
    assert browser.sign_in("bob").status_code == 303


def test_one_address_cannot_try_for_ever(staff: dict[str, int], visit: Visit) -> None:
    browser = visit()
    door = browser.get("/console/sign-in")
    form = {"login": "x", "password": "", "csrf": "wrong"}

    answers = {
        browser.http.post("/console/sign-in", data=form | {"csrf": token_of(door)}).status_code
        for _ in range(40)
    }

    assert 429 in answers


def test_a_change_without_the_token_is_refused(staff: dict[str, int], visit: Visit) -> None:
    browser = visit("alice")

    forged = browser.http.post("/console/people", data={"login": "mallory", "csrf": "0" * 64})

    assert forged.status_code == 403


def test_the_token_of_another_session_is_refused(staff: dict[str, int], visit: Visit) -> None:
    alice, bob = visit("alice"), visit("bob")
    stolen = token_of(bob.get("/console/account"))

    forged = alice.http.post("/console/sign-out", data={"csrf": stolen})

    assert forged.status_code == 403
    assert alice.get("/console").status_code == 200


def test_signing_out_ends_this_session_only(staff: dict[str, int], visit: Visit) -> None:
    here, there = visit("alice"), visit("alice")

    here.post("/console/sign-out")

    assert here.get("/console").status_code == 303
    assert there.get("/console").status_code == 200


def test_signing_out_everywhere_ends_all(staff: dict[str, int], visit: Visit) -> None:
    here, there = visit("alice"), visit("alice")

    here.post("/console/sign-out-everywhere")

    assert here.get("/console").status_code == 303
    assert there.get("/console").status_code == 303


def test_a_copied_cookie_is_worth_nothing_after_signing_out(
    staff: dict[str, int], visit: Visit
) -> None:
    browser = visit("alice")
    copied = browser.http.cookies["fm_agent"]
    browser.post("/console/sign-out")

    answer = httpx.get(
        str(browser.http.base_url.join("/console")),
        cookies={"fm_agent": copied},
        trust_env=False,
        timeout=30,
    )

    assert answer.status_code == 303


def test_an_idle_session_expires(product: ChatProduct, staff: dict[str, int], visit: Visit) -> None:
    browser = visit("alice")
    with product.database.session() as session:
        long_ago = utc_now() - timedelta(hours=13)
        session.execute(update(AgentSessionRow).values(seen_at=long_ago))

    assert browser.get("/console").status_code == 303


def test_an_open_page_is_told_that_the_session_is_over_and_is_not_led_away(
    visit: Visit,
) -> None:
    browser = visit("charlie")
    token = token_of(browser.get("/console/account"))
    browser.http.cookies.clear()

    headers = {"x-csrf-token": token, "hx-request": "true"}
    answer = browser.http.post("/console/tickets/FM-7K3Q-2F9C/notes", headers=headers)

    assert answer.status_code == 401
    assert "signed-out" in answer.headers["hx-trigger"]
    assert "hx-redirect" not in answer.headers


def test_who_is_deactivated_is_out_at_once(
    product: ChatProduct, staff: dict[str, int], visit: Visit
) -> None:
    browser = visit("charlie")

    Agents(product.database).set_active(staff["charlie"], False)

    assert browser.get("/console").status_code == 303
    assert browser.sign_in("charlie").status_code == 401


def test_a_given_password_opens_nothing_but_its_own_change(
    product: ChatProduct, visit: Visit
) -> None:
    _, given = Agents(product.database).create("dora", "Dora Diaz", Role.agent)
    browser = visit()
    browser.sign_in("dora", given)

    led = browser.get("/console")
    page = browser.get("/console/password")
    form = {"old": given, "new": "dora chooses well", "csrf": token_of(page)}
    differs = browser.http.post("/console/password", data=form | {"again": "dora chooses ill"})
    changed = browser.http.post("/console/password", data=form | {"again": "dora chooses well"})

    assert led.headers["location"] == "/console/password"
    assert differs.status_code == 422
    assert changed.headers["location"] == "/console"
    assert browser.get("/console").status_code == 200


def test_a_weak_new_password_is_refused_in_words(staff: dict[str, int], visit: Visit) -> None:
    browser = visit("alice")
    page = browser.get("/console/password")

    form = {"old": PASSWORDS["alice"], "new": "short", "again": "short", "csrf": token_of(page)}
    refused = browser.http.post("/console/password", data=form)

    assert refused.status_code == 422
    assert "12 caractères au moins" in refused.text


def test_pages_are_kept_by_no_cache_and_framed_by_nobody(
    staff: dict[str, int], visit: Visit
) -> None:
    page = visit("alice").get("/console")

    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-frame-options"] == "DENY"
    assert "form-action 'self'" in page.headers["content-security-policy"]
    assert "unsafe-inline" not in page.headers["content-security-policy"]


def test_the_console_speaks_english_to_who_prefers_it(staff: dict[str, int], visit: Visit) -> None:
    browser = visit("alice")

    browser.post("/console/account", {"language": "en"})

    assert '<html lang="en">' in browser.get("/console").text


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/console/nowhere", 404, "Cette page n&#39;existe pas."),
        ("/console/replies/stop", 405, "Cette page n&#39;existe pas."),
        ("/console/articles/nowhere", 404, "Cet élément n&#39;existe pas, ou plus."),
        ("/console/articles/drafts/x", 422, "une valeur n&#39;est pas celle attendue"),
    ],
)
def test_who_asks_for_what_there_is_not_is_told_in_words_and_led_back(
    staff: dict[str, int], visit: Visit, path: str, status: int, told: str
) -> None:
    answer = visit("alice").get(path)

    assert answer.status_code == status
    assert told in answer.text
    assert "Retour aux tickets" in answer.text


def test_a_mistake_of_ours_is_told_in_words_and_logged(
    staff: dict[str, int],
    visit: Visit,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a mistake")

    alice = visit("alice")
    monkeypatch.setattr(Audit, "search", fail)

    answer = alice.get("/console/audit")

    assert answer.status_code == 500
    assert "Une erreur de notre côté" in answer.text
    assert "a request to /console/audit failed" in caplog.text
