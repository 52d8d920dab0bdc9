"""`/c/<token>`: the door from a public reply into the chat.

Looking at it counts nothing and starts nothing, so a preview by a robot is no click; the customer's
own press of the button is. There the customer decides whether the handle may be kept.
"""

from __future__ import annotations

import asyncio
import hashlib
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from tickets.chat_links import ChatLinks, KnownProblem
from tickets.vocabulary import Channel
from web.catalogue import Language
from web.intake import Intake
from web.pages import Pages, language_of
from web.security import console_policy
from web.turns import Turns

PLACE = "/c/{token}"
GONE = 410


class Doors:
    def __init__(
        self, links: ChatLinks, pages: Pages, intake: Intake, turns: Turns, public_url: str
    ) -> None:
        self._links = links
        self._pages = pages
        self._intake = intake
        self._turns = turns
        self._policy = console_policy(public_url)  # this page, too, sends a form to us

    async def show(self, request: Request, token: str) -> Response:
        known = await asyncio.to_thread(self._links.look, token)
        if known is None:
            return self._guarded(self._pages.render("link_over.html", request, status=GONE))
        return self._guarded(self._pages.render("link.html", request, post=known.text))

    async def enter(self, request: Request, token: str, has_consent: bool) -> Response:
        known = await asyncio.to_thread(self._links.look, token)
        if known is None:
            return self._guarded(self._pages.render("link_over.html", request, status=GONE))
        language = _language(request, known)
        address = request.client.host if request.client else "unknown"
        conversation, session = await self._intake.start(Channel.x, address, language)
        await asyncio.to_thread(self._links.open, token, conversation.id, has_consent=has_consent)
        self._turns.wake(conversation, opening=True)
        # After the #, so that no log and no other server sees the session.
        fragment = urlencode({"session": session, "link": _name_of(token)})
        return self._guarded(RedirectResponse(f"/chat?lang={language}#{fragment}", status_code=303))

    def _guarded(self, response: Response) -> Response:
        response.headers["content-security-policy"] = self._policy
        response.headers["x-frame-options"] = "DENY"
        response.headers["x-robots-tag"] = "noindex, nofollow"
        response.headers["referrer-policy"] = "same-origin"
        response.headers["cache-control"] = "no-store"
        return response


def links_router(doors: Doors) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get(PLACE)
    async def show(request: Request, token: str) -> Response:
        return await doors.show(request, token)

    @router.post(PLACE)
    async def enter(
        request: Request, token: str, consent: Annotated[bool, Form()] = False
    ) -> Response:
        return await doors.enter(request, token, consent)

    return router


def _language(request: Request, known: KnownProblem) -> Language:
    """What was asked for by hand wins, then the language of the post."""
    if "lang" in request.query_params:
        return language_of(request)
    return "en" if known.language == "en" else "fr"


def _name_of(token: str) -> str:
    """By which a browser knows that it came through this link before; it opens nothing."""
    return hashlib.sha256(f"name:{token}".encode()).hexdigest()[:16]
