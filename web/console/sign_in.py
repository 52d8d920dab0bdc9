"""In and out of the console, and what only the signed-in person may change: the password."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from tickets.errors import InvalidValue, LockedOut, SignInRefused, TicketError
from web.console.access import PASSWORD_PATH, SIGN_OUT_PATH, AsAgent
from web.console.formats import spoken_length
from web.console.parts import Console, FromConsole
from web.console.problems import HOME, SIGN_IN_PATH, sentence_of
from web.console.session import brings_csrf, csrf_of, session_token, visit_token
from web.console.views import language_of

router = APIRouter(include_in_schema=False)
Text = Annotated[str, Form()]


async def is_own_form(request: Request) -> bool:
    return await brings_csrf(request, visit_token(request))


async def is_within_rate(request: Request, console: FromConsole) -> bool:
    return await console.limits.allows_sign_in(request.client.host if request.client else "")


@router.get(SIGN_IN_PATH)
def show_sign_in(request: Request, console: FromConsole, next: str = HOME) -> Response:
    token = session_token(request)
    if token and console.agents.by_session(token):
        return console.views.redirect(request, own_path(next))
    return _door(request, console, next=next)


@router.post(SIGN_IN_PATH)
def sign_in(
    request: Request,
    console: FromConsole,
    own_form: Annotated[bool, Depends(is_own_form)],
    within_rate: Annotated[bool, Depends(is_within_rate)],
    login: Text = "",
    password: Text = "",
    next: Text = HOME,
) -> Response:
    if not own_form:
        return _door(request, console, next=next, login=login, status=403, key="sign_in.expired")
    if not within_rate:
        return _door(request, console, next=next, login=login, status=429, key="sign_in.too_many")
    try:
        agent = console.agents.authenticate(login, password)
    except LockedOut as refusal:
        left = spoken_length(refusal.until - console.clock(), language_of(request))
        key = "problem.locked_out"
        return _door(request, console, next=next, login=login, status=429, key=key, length=left)
    except SignInRefused:
        key = "problem.sign_in_refused"
        return _door(request, console, next=next, login=login, status=401, key=key)
    response = console.views.redirect(request, own_path(next))
    console.cookies.remember(response, console.agents.open_session(agent.id))
    return response


@router.post(SIGN_OUT_PATH)
def sign_out(request: Request, console: FromConsole, signed: AsAgent) -> Response:
    console.agents.close_session(signed.token)
    return _out(request, console)


@router.post("/console/sign-out-everywhere")
def sign_out_everywhere(request: Request, console: FromConsole, signed: AsAgent) -> Response:
    console.agents.close_all_sessions(signed.agent.id)
    return _out(request, console)


@router.get(PASSWORD_PATH)
def show_password(console: FromConsole, signed: AsAgent) -> Response:
    return console.views.page("password.html", signed, message=None)


@router.post(PASSWORD_PATH)
def change_password(
    request: Request,
    console: FromConsole,
    signed: AsAgent,
    old: Text = "",
    new: Text = "",
    again: Text = "",
) -> Response:
    try:
        if new != again:
            raise InvalidValue("again", "should be the same as the new password")
        console.agents.change_password(signed.agent.id, old, new, session_token=signed.token)
    except TicketError as refusal:
        key, values = sentence_of(refusal, signed.language, console.clock())
        message = console.views.text(key, signed.language, **values)
        return console.views.page("password.html", signed, status=422, message=message)
    return console.views.redirect(request, HOME)


def own_path(path: str) -> str:
    """The path, if it is one of the console's pages; the queue otherwise."""
    parts = urlsplit(path)
    is_own = not parts.scheme and not parts.netloc and parts.path.startswith(f"{HOME}/")
    return parts.path if is_own and "\\" not in path else HOME


def _door(
    request: Request,
    console: Console,
    *,
    next: str,
    login: str = "",
    status: int = 200,
    key: str = "",
    **values: object,
) -> Response:
    visit = visit_token(request)
    message = console.views.text(key, language_of(request), **values) if key else ""
    response = console.views.before_sign_in(
        "sign_in.html",
        request,
        status,
        next=own_path(next),
        login=login,
        csrf=csrf_of(visit),
        message=message,
    )
    console.cookies.visit(response, visit)
    return response


def _out(request: Request, console: Console) -> Response:
    response = console.views.redirect(request, SIGN_IN_PATH)
    console.cookies.forget(response)
    return response
