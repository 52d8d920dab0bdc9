"""A browser of somebody on the operator's side, without JavaScript: cookies, forms, tokens."""

from __future__ import annotations

import re
from typing import Any

import httpx

from tickets.agents import Agents
from tickets.database import Database
from tickets.vocabulary import Role

PASSWORDS = {
    "alice": "alice-keeps-accounts",
    "bob": "bob-leads-the-team",
    "charlie": "charlie-answers-only",
    "sofia": "sofia-answers-too",
}
CAST = {
    "alice": ("Alice Martin", Role.admin),
    "bob": ("Bob Leroy", Role.supervisor),
    "charlie": ("Charlie Petit", Role.agent),
    "sofia": ("Sofia Nguyen", Role.agent),
}


def employ(database: Database) -> dict[str, int]:
    """Everyone of the cast gets an account; their ids by login."""
    agents = Agents(database)
    return {
        login: agents.create(login, name, role, PASSWORDS[login])[0].id
        for login, (name, role) in CAST.items()
    }


class AgentBrowser:
    def __init__(self, url: str) -> None:
        self.http = httpx.Client(
            base_url=url, trust_env=False, headers={"accept-language": "fr"}, timeout=30
        )

    def close(self) -> None:
        self.http.close()

    def get(self, path: str, **params: Any) -> httpx.Response:
        return self.http.get(path, params=params or None)

    def sign_in(self, login: str, password: str | None = None, **fields: str) -> httpx.Response:
        door = self.get("/console/sign-in")
        form = {"login": login, "password": password or PASSWORDS[login], "csrf": token_of(door)}
        return self.http.post("/console/sign-in", data=form | fields)

    def post(self, path: str, data: dict[str, Any] | None = None) -> httpx.Response:
        """As HTMX sends a form: the token in a header, taken from the account page."""
        token = token_of(self.get("/console/account"))
        headers = {"x-csrf-token": token, "hx-request": "true"}
        return self.http.post(path, data=data or {}, headers=headers)


def token_of(page: httpx.Response) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', page.text)
    assert found, f"{page.url} holds no form's token"
    return found[1]
