"""The cookies of a signed-in browser, and the token that its forms must bring back.

A form's token is derived from the cookie's secret: another site can neither read nor make it, and
nothing of it is stored.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Literal

from fastapi import Request, Response

from tickets.agent_sessions import SESSION_FOR

SESSION_COOKIE = "fm_agent"
VISIT_COOKIE = "fm_visit"  # before sign-in, so that nobody signs a person in as somebody else
COOKIE_PATH = "/console"
CSRF_FIELD = "csrf"
CSRF_HEADER = "x-csrf-token"
SAME_SITE: Literal["lax"] = "lax"


def session_token(request: Request) -> str | None:
    return request.cookies.get(SESSION_COOKIE)


def visit_token(request: Request) -> str:
    """The secret of a browser that is not signed in; a new one for a browser that has none."""
    return request.cookies.get(VISIT_COOKIE) or secrets.token_urlsafe(24)


def csrf_of(secret: str) -> str:
    """What forms of the browser that holds this cookie bring back."""
    return hmac.new(secret.encode(), b"freemobilachat csrf", hashlib.sha256).hexdigest()


async def brings_csrf(request: Request, secret: str) -> bool:
    """Whether the request's header, or its form, holds the token that belongs to the cookie."""
    given = request.headers.get(CSRF_HEADER) or (await request.form()).get(CSRF_FIELD)
    return isinstance(given, str) and hmac.compare_digest(given.encode(), csrf_of(secret).encode())


class Cookies:
    """Writes and clears both cookies; `is_secure` when the product is reached over https."""

    def __init__(self, public_url: str) -> None:
        self.is_secure = public_url.startswith("https://")

    def remember(self, response: Response, token: str) -> None:
        self._set(response, SESSION_COOKIE, token, int(SESSION_FOR.total_seconds()))
        self._clear(response, VISIT_COOKIE)

    def visit(self, response: Response, token: str) -> None:
        self._set(response, VISIT_COOKIE, token, None)

    def forget(self, response: Response) -> None:
        self._clear(response, SESSION_COOKIE)

    def _set(self, response: Response, name: str, value: str, max_age: int | None) -> None:
        response.set_cookie(
            name,
            value,
            max_age=max_age,
            path=COOKIE_PATH,
            httponly=True,
            samesite=SAME_SITE,
            secure=self.is_secure,
        )

    def _clear(self, response: Response, name: str) -> None:
        response.delete_cookie(
            name, path=COOKIE_PATH, httponly=True, samesite=SAME_SITE, secure=self.is_secure
        )
