"""What an agent reads when something was refused: a toast over the page, or a page of its own."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import cast
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from tickets.errors import (
    DatabaseUnreachable,
    InvalidValue,
    LockedOut,
    NotFound,
    TakenBy,
    TicketError,
    UnknownAgent,
    UnknownTicket,
)
from web.catalogue import Language
from web.console.access import (
    PASSWORD_PATH,
    FormExpired,
    NotAllowed,
    PasswordChangeNeeded,
    SignInNeeded,
)
from web.console.formats import spoken_length
from web.console.parts import console_of
from web.console.views import is_partial, language_of

logger = logging.getLogger(__name__)
HOME = "/console"
SIGN_IN_PATH = "/console/sign-in"
Handler = Callable[[Request, Exception], Awaitable[Response]]


def register(app: FastAPI) -> None:
    app.exception_handler(SignInNeeded)(to_sign_in)
    app.exception_handler(PasswordChangeNeeded)(to_password)
    app.exception_handler(NotAllowed)(problem("problem.not_allowed", 403))
    app.exception_handler(FormExpired)(problem("problem.form_expired", 403))
    app.exception_handler(TicketError)(refused)
    _on_our_pages(app, HTTPException, no_page)
    _on_our_pages(app, RequestValidationError, problem("problem.other", 422))
    _on_our_pages(app, Exception, failed)


def _on_our_pages(app: FastAPI, kind: type[Exception], ours: Handler) -> None:
    """Elsewhere, who handled it before goes on to."""
    others = cast(Handler, app.exception_handlers[kind])

    async def handle(request: Request, error: Exception) -> Response:
        handler = ours if is_ours(request) else others
        return await handler(request, error)

    app.exception_handler(kind)(handle)


def is_ours(request: Request) -> bool:
    return request.url.path.startswith(HOME)


async def no_page(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return _told(request, "problem.no_page", status, {})


async def failed(request: Request, error: Exception) -> Response:
    """A mistake of ours, logged whole."""
    logger.error("a request to %s failed", request.url.path, exc_info=error)
    return _told(request, "problem.failed", 500, {})


async def to_sign_in(request: Request, error: Exception) -> Response:
    """To the door; a page that is open stays as it is, with what is typed there, and says so."""
    console = console_of(request)
    if request.url.path == "/console/events":
        return Response(status_code=401)
    response = (
        console.views.signed_out()
        if is_partial(request)
        else console.views.redirect(request, SIGN_IN_PATH + _back_to(request))
    )
    console.cookies.forget(response)
    return response


def _back_to(request: Request) -> str:
    wanted = request.url.path if request.method == "GET" else HOME
    return f"?{urlencode({'next': wanted})}" if wanted != HOME else ""


async def to_password(request: Request, error: Exception) -> Response:
    return console_of(request).views.redirect(request, PASSWORD_PATH)


def problem(key: str, status: int) -> Handler:
    async def handle(request: Request, error: Exception) -> Response:
        return _told(request, key, status, {})

    return handle


async def refused(request: Request, error: Exception) -> Response:
    """A refusal of the domain, in the agent's words."""
    if not isinstance(error, TicketError) or not is_ours(request):
        raise error
    key, values = sentence_of(error, language_of(request), console_of(request).clock())
    return _told(request, key, _STATUSES.get(type(error), 422), values)


def sentence_of(
    error: TicketError, language: Language, now: datetime
) -> tuple[str, dict[str, object]]:
    """The key of the sentence for a refusal, and what belongs into it."""
    if isinstance(error, TakenBy):
        return "problem.taken_by", {"name": error.display_name}
    if isinstance(error, LockedOut):
        return "problem.locked_out", {"length": spoken_length(error.until - now, language)}
    if isinstance(error, InvalidValue) and error.field in _FIELDS:
        return f"problem.field_{error.field}", {}
    return _SENTENCES.get(type(error).__name__, "problem.other"), {}


# A page tries again what failed with 500 or more.
_STATUSES: dict[type[TicketError], int] = {
    DatabaseUnreachable: 503,
    NotFound: 404,
    TakenBy: 409,
    UnknownAgent: 404,
    UnknownTicket: 404,
}
_FIELDS = frozenset(
    "login password display_name name role title text again"
    " signal threshold for_minutes window min_sample rules address recipients".split()
)
_SENTENCES = {
    "SignInRefused": "problem.sign_in_refused",
    "UnknownTicket": "problem.unknown_ticket",
    "UnknownAgent": "problem.unknown_agent",
    "WrongState": "problem.wrong_state",
    "TransitionRefused": "problem.wrong_state",
    "NotYours": "problem.not_yours",
    "NotOfTheTeam": "problem.not_of_the_team",
    "RoleRequired": "problem.not_allowed",
    "NotInControl": "problem.not_in_control",
    "NotFound": "problem.not_found",
    "DatabaseUnreachable": "problem.database",
}


def _told(request: Request, key: str, status: int, values: dict[str, object]) -> Response:
    views = console_of(request).views
    language = language_of(request)
    if is_partial(request):
        return views.toast(key, language, status=status, is_problem=True, **values)
    message = views.text(key, language, **values)
    return views.before_sign_in("problem.html", request, status, message=message)
