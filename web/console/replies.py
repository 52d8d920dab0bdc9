"""Canned replies: supervisors write what everyone sends."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import Response

from tickets.canned import PLACEHOLDERS
from web.catalogue import LANGUAGES, choose_language
from web.console.access import AsSupervisor, SignedIn
from web.console.parts import Console, FromConsole

PLACE = "/console/canned"
router = APIRouter(include_in_schema=False)
Text = Annotated[str, Form()]


@router.get(PLACE)
def show_replies(console: FromConsole, signed: AsSupervisor) -> Response:
    return console.views.page("replies.html", signed, **_context(console))


@router.post(PLACE)
def add_reply(
    console: FromConsole, signed: AsSupervisor, title: Text, text: Text, language: Text
) -> Response:
    console.canned.add(title, text, choose_language(language), signed.agent.id)
    return _replies(console, signed)


@router.post(PLACE + "/{canned_id}")
def change_reply(
    console: FromConsole,
    signed: AsSupervisor,
    canned_id: int,
    title: Text,
    text: Text,
    language: Text,
) -> Response:
    console.canned.change(canned_id, title, text, choose_language(language), signed.agent.id)
    return _replies(console, signed)


@router.post(PLACE + "/{canned_id}/remove")
def remove_reply(console: FromConsole, signed: AsSupervisor, canned_id: int) -> Response:
    console.canned.remove(canned_id, signed.agent.id)
    return _replies(console, signed)


def _replies(console: Console, signed: SignedIn) -> Response:
    response = console.views.partial("_replies.html", signed, **_context(console))
    return console.views.with_toast(response, "replies.saved", signed.language)


def _context(console: Console) -> dict[str, Any]:
    replies = console.canned.list()
    return {"replies": replies, "languages": LANGUAGES, "placeholders": PLACEHOLDERS}
