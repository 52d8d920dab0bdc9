"""What each role sees and may do; Alice is an admin, Bob a supervisor, Charlie an agent."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.fakes.agent_browser import AgentBrowser
from tests.fakes.chat_product import ChatProduct
from tickets.agents import Agents
from tickets.vocabulary import Role

ENTRIES = ["/console/people", "/console/audit", "/console/canned"]
Visit = Callable[[str], AgentBrowser]


@pytest.mark.parametrize(
    ("login", "served"),
    [
        ("alice", ["/console/people", "/console/audit", "/console/canned"]),
        ("bob", ["/console/canned"]),
        ("charlie", []),
    ],
)
def test_what_a_role_may_not_do_is_neither_shown_nor_served(
    visit: Visit, login: str, served: list[str]
) -> None:
    browser = visit(login)
    page = browser.get("/console").text

    assert [path for path in ENTRIES if f'href="{path}"' in page] == sorted(
        served, key=ENTRIES.index
    )
    assert [path for path in ENTRIES if browser.get(path).status_code == 200] == sorted(
        served, key=ENTRIES.index
    )
    assert {browser.get(path).status_code for path in ENTRIES if path not in served} <= {403}


@pytest.mark.parametrize("login", ["bob", "charlie"])
@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/console/people", {"login": "mallory", "display_name": "Mallory", "role": "admin"}),
        ("/console/people/1", {"role": "admin"}),
        ("/console/people/1/active", {"is_active": "false"}),
        ("/console/people/1/password", {}),
        ("/console/teams", {"name": "Les autres"}),
    ],
)
def test_only_admins_manage_people(
    product: ChatProduct, visit: Visit, login: str, path: str, form: dict[str, str]
) -> None:
    before = Agents(product.database).list()

    refused = visit(login).post(path, form)

    assert refused.status_code == 403
    assert "HX-Trigger" in refused.headers
    assert Agents(product.database).list() == before


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/console/canned", {"title": "t", "text": "t", "language": "fr"}),
        ("/console/queue/assign", {"to_agent_id": "1", "reference": "FM-7K3Q-2F9C"}),
        ("/console/queue/snooze", {"pause": "hour", "reference": "FM-7K3Q-2F9C"}),
    ],
)
def test_an_agent_does_not_do_a_supervisors_work(
    visit: Visit, path: str, form: dict[str, str]
) -> None:
    assert visit("charlie").post(path, form).status_code == 403


def test_an_admin_makes_an_account_and_reads_its_password_once(
    product: ChatProduct, visit: Visit
) -> None:
    alice = visit("alice")

    made = alice.post(
        "/console/people", {"login": "dora", "display_name": "Dora Diaz", "role": "agent"}
    )

    dora = next(agent for agent in Agents(product.database).list() if agent.login == "dora")
    assert dora.role is Role.agent
    assert dora.must_change_password
    assert 'id="secret"' in made.text
    assert 'id="secret"' not in alice.get("/console/people").text


def test_a_login_that_is_taken_is_refused_in_words(visit: Visit) -> None:
    refused = visit("alice").post(
        "/console/people", {"login": "bob", "display_name": "Bob Second", "role": "agent"}
    )

    assert refused.status_code == 422
    assert refused.headers["hx-reswap"] == "none"
    assert "Identifiant d\\u00e9j\\u00e0 pris" in refused.headers["hx-trigger"]


def test_the_last_admin_stays(visit: Visit, staff: dict[str, int]) -> None:
    refused = visit("alice").post(f"/console/people/{staff['alice']}", {"role": "agent"})

    assert refused.status_code == 422
    assert "administrateur" in refused.headers["hx-trigger"]


def test_a_new_password_signs_the_person_out(visit: Visit, staff: dict[str, int]) -> None:
    charlie = visit("charlie")

    visit("alice").post(f"/console/people/{staff['charlie']}/password")

    assert charlie.get("/console").status_code == 303


def test_teams_are_made_changed_and_removed(visit: Visit) -> None:
    alice = visit("alice")

    made = alice.post("/console/teams", {"name": "Box", "theme": ["tv", "internet_fixe"]})
    changed = alice.post("/console/teams/1", {"name": "Box et fibre", "theme": ["internet_fixe"]})
    removed = alice.post("/console/teams/1/remove")

    assert "Internet fixe, TV" in made.text
    assert "Box et fibre" in changed.text
    assert "Box et fibre" not in removed.text


def test_a_supervisor_writes_replies_and_an_unknown_placeholder_is_refused(visit: Visit) -> None:
    bob = visit("bob")

    kept = bob.post(
        "/console/canned",
        {"title": "Bonjour", "text": "Bonjour {{ customer_name }},", "language": "fr"},
    )
    refused = bob.post(
        "/console/canned", {"title": "Faux", "text": "Bonjour {{ prenom }}", "language": "fr"}
    )

    assert "Bonjour {{ customer_name }}," in kept.text
    assert refused.status_code == 422


def test_what_admins_do_is_in_the_log_that_they_search(visit: Visit, staff: dict[str, int]) -> None:
    alice = visit("alice")
    alice.post(f"/console/people/{staff['charlie']}", {"role": "supervisor"})
    alice.post("/console/canned", {"title": "Merci", "text": "Merci.", "language": "fr"})

    found = alice.get("/console/audit", action="role_changed").text
    nothing = alice.get("/console/audit", action="role_changed", to="2020-01-01").text

    assert "Rôle changé</td>" in found
    assert "Charlie Petit</td>" in found
    assert "réponse type 1</td>" in alice.get("/console/audit").text
    assert "Rien de tel" in nothing
