"""Renders the console's pages and the parts of pages that HTMX asks for.

A page gets the signed-in agent, the sentences in its language and the address of every asset. What
went wrong is told as a toast in a header, so that what was typed stays where it is.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from tickets.clock import Clock
from tickets.desk_views import AgentView
from tickets.vocabulary import Role
from web.assets import Assets
from web.catalogue import Catalogue, Language, choose_language
from web.console import formats
from web.pages import TEMPLATES
from web.security import console_policy

if TYPE_CHECKING:
    from web.console.access import SignedIn

FOLDER = "console"


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rail on the left; `name` is its sentence and its icon."""

    name: str
    path: str
    role: Role = Role.agent


PLACES = (
    Place("queue", "/console"),
    Place("articles", "/console/articles"),
    Place("posts", "/console/replies"),
    Place("kpi", "/console/kpi", Role.supervisor),
    Place("alerts", "/console/alerts", Role.supervisor),
    Place("canned", "/console/canned", Role.supervisor),
    Place("people", "/console/people", Role.admin),
    Place("audit", "/console/audit", Role.admin),
)


def language_of(request: Request) -> Language:
    """What the address asks for, then what the agent chose, then what the browser prefers."""
    agent: AgentView | None = getattr(request.state, "agent", None)
    chosen = agent.preferences.get("language") if agent else None
    asked = request.query_params.get("lang") or chosen
    return choose_language(asked, request.headers.get("accept-language"))


def is_partial(request: Request) -> bool:
    """Whether HTMX or our own script asks, rather than the browser for a whole page."""
    return "hx-request" in request.headers


class ConsoleViews:
    def __init__(
        self, catalogue: Catalogue, assets: Assets, *, public_url: str, clock: Clock, zone: ZoneInfo
    ) -> None:
        self._catalogue = catalogue
        self._assets = assets
        self._clock = clock
        self._zone = zone
        self._policy = console_policy(public_url)
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["initials"] = formats.initials

    def text(self, key: str, language: Language, **values: object) -> str:
        return self._catalogue.text(key, language, **values)

    def page(self, name: str, signed: SignedIn, *, status: int = 200, **context: Any) -> Response:
        """A whole page with the rail, for somebody who is signed in."""
        places = [place for place in PLACES if signed.may(place.role)]
        page = self._render(name, signed.language, signed=signed, places=places, **context)
        return self._answer(page, status)

    def partial(
        self, name: str, signed: SignedIn, *, status: int = 200, **context: Any
    ) -> Response:
        """A part of a page; its template's name begins with an underscore."""
        return self._answer(self._render(name, signed.language, signed=signed, **context), status)

    def live(self, name: str, signed: SignedIn, request: Request, **context: Any) -> Response:
        """What an open page shows now; nothing for one that shows it already."""
        response = self.partial(name, signed, **context)
        tag = f'"{hashlib.sha256(response.body).hexdigest()}"'
        if request.headers.get("if-none-match") == tag:
            response = Response(status_code=304)
        response.headers["etag"] = tag
        return response

    def before_sign_in(
        self, name: str, request: Request, status: int = 200, **context: Any
    ) -> Response:
        """A page for nobody in particular."""
        return self._answer(self._render(name, language_of(request), **context), status)

    def toast(
        self,
        key: str,
        language: Language,
        *,
        status: int = 200,
        is_problem: bool = False,
        **values: object,
    ) -> Response:
        """Nothing but a toast: the page stays as it is."""
        response = Response(status_code=status, headers={"hx-reswap": "none"})
        return self.with_toast(response, key, language, is_problem=is_problem, **values)

    def with_toast(
        self,
        response: Response,
        key: str,
        language: Language,
        *,
        is_problem: bool = False,
        **values: object,
    ) -> Response:
        """The same answer, and a toast over the page."""
        toast = {"text": self.text(key, language, **values), "isProblem": is_problem}
        response.headers["hx-trigger"] = json.dumps({"toast": toast})
        return response

    def signed_out(self) -> Response:
        """Nothing but word that nobody is signed in any more."""
        trigger = json.dumps({"signed-out": {}})
        return Response(status_code=401, headers={"hx-reswap": "none", "hx-trigger": trigger})

    def redirect(self, request: Request, path: str) -> Response:
        """To another page, whoever asks."""
        if is_partial(request):
            return Response(status_code=200, headers={"hx-redirect": path})
        return RedirectResponse(path, status_code=303)

    def _render(self, name: str, language: Language, **context: Any) -> str:
        now = self._clock()
        return self._templates.get_template(f"{FOLDER}/{name}").render(
            language=language,
            other_language="en" if language == "fr" else "fr",
            t=lambda key, **values: self.text(key, language, **values),
            asset=self._assets.url,
            now=now,
            length=lambda length: formats.spoken_length(length, language),
            moment=lambda at: formats.spoken_moment(at, now, self._zone, language),
            **context,
        )

    def _answer(self, body: str, status: int) -> Response:
        headers = {
            "cache-control": "no-store",
            "vary": "Accept-Language, Cookie, HX-Request",
            "content-security-policy": self._policy,
            "x-frame-options": "DENY",
        }
        return HTMLResponse(body, status_code=status, headers=headers)
