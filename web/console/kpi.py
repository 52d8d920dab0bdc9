"""/console/kpi: how it goes, for supervisors; each figure leads to what is behind it."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from tickets.drafting import DraftText
from tickets.errors import NotFound
from tickets.kpis.definitions import ALL, KPIS, Kpi
from tickets.vocabulary import Channel, Priority, Theme
from web.console.access import AsSupervisor, SignedIn
from web.console.dashboard import Dashboard, FromDashboard
from web.console.drafts import DRAFTS_PATH
from web.console.editing import Editing, FromEditing
from web.console.kpi_board import Board, Live
from web.console.kpi_places import (
    BEHIND,
    PLACE,
    WINDOWS,
    Asked,
    behind,
    file_of,
    page_of,
    report_of,
)
from web.console.numbers import spoken_number, spoken_value
from web.console.parts import Console, FromConsole

MOST_QUESTIONS = 40
WALL = "wall"
router = APIRouter(include_in_schema=False)


@router.get(PLACE)
def show_board(
    request: Request,
    console: FromConsole,
    dashboard: FromDashboard,
    editing: FromEditing,
    signed: AsSupervisor,
) -> Response:
    asked = asked_of(request, dashboard)
    context = _board(console, dashboard, editing, signed, asked)
    is_wall = request.query_params.get("mode") == WALL
    return console.views.page("kpi.html", signed, is_wall=is_wall, **context)


@router.get(PLACE + "/live")
def show_live(
    request: Request,
    console: FromConsole,
    dashboard: FromDashboard,
    editing: FromEditing,
    signed: AsSupervisor,
) -> Response:
    asked = asked_of(request, dashboard)
    context = _board(console, dashboard, editing, signed, asked)
    return console.views.live("_kpi.html", signed, request, **context)


@router.get(BEHIND)
def show_behind(
    request: Request,
    console: FromConsole,
    dashboard: FromDashboard,
    editing: FromEditing,
    signed: AsSupervisor,
    kpi: str = "",
    part: str = ALL.key,
    page: int = 1,
) -> Response:
    """The tickets, or the posts, that a figure was made of."""
    asked = asked_of(request, dashboard)
    found = dashboard.figures.tickets_behind(asked.view, known_kpi(kpi), part, page)
    return console.views.page(
        "kpi_behind.html",
        signed,
        found=found,
        posts=dashboard.mentions.texts([one.mention_id for one in found.items if one.mention_id]),
        titles=editing.library.titles(),
        page=page,
        **_words(signed, asked),
    )


@router.post(PLACE + "/questions/draft")
def draft_from_questions(
    request: Request,
    console: FromConsole,
    editing: FromEditing,
    signed: AsSupervisor,
    theme: Annotated[Theme, Form()],
    question: Annotated[list[str], Form()],
) -> Response:
    """An article to be written for questions that none answered."""
    text = DraftText("", theme, tuple(question[:MOST_QUESTIONS]), "")
    draft = editing.drafts.create(text, signed.agent.id, taken=editing.library.taken)
    return console.views.redirect(request, f"{DRAFTS_PATH}/{draft.id}")


def known_kpi(key: str) -> Kpi:
    """The figure of this key, or `NotFound`."""
    if key not in KPIS:
        raise NotFound("kpi")
    return KPIS[key]


def asked_of(request: Request, dashboard: Dashboard) -> Asked:
    """The view that the address asks for."""
    figures = dashboard.figures
    return Asked.of(request.query_params, figures.now, figures.zone)


def _board(
    console: Console, dashboard: Dashboard, editing: Editing, signed: SignedIn, asked: Asked
) -> dict[str, Any]:
    say = partial(console.views.text, language=signed.language)
    return {
        "board": Board.of(dashboard, editing.library, asked.view, signed.language, say),
        "live": Live.of(console.queue, console.agents, signed.agent),
        "windows": WINDOWS,
        "choices": {"theme": Theme, "channel": Channel, "priority": Priority},
        **_words(signed, asked),
    }


def _words(signed: SignedIn, asked: Asked) -> dict[str, Any]:
    """How templates write addresses and figures."""
    return {
        "asked": asked,
        "kpis": KPIS,
        "view": asked.view,
        "page_of": partial(page_of, asked.view),
        "report": report_of(asked.view),
        "file_of": partial(file_of, asked.view),
        "behind": partial(behind, asked.view),
        "number": partial(spoken_number, language=signed.language),
        "plain": asdict,
        "value": partial(spoken_value, language=signed.language),
    }
