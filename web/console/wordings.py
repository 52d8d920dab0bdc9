"""/console/replies/wordings: supervisors read the wordings of public replies, a theme at a time.

A wording that a person approved may leave without anybody reading it; the others only by an agent's
word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import Response

from tickets.templates import ReplyTemplates
from tickets.vocabulary import Theme
from tickets.x_views import TemplateView
from web.console.access import AsSupervisor, SignedIn
from web.console.parts import Console, FromConsole

PLACE = "/console/replies/wordings"
router = APIRouter(include_in_schema=False)
Ids = Annotated[list[int], Form(default_factory=list)]


@dataclass(frozen=True)
class Chapter:
    """The wordings of one theme."""

    theme: Theme
    wordings: Sequence[TemplateView]

    @property
    def unapproved(self) -> int:
        return sum(not one.is_approved for one in self.wordings)


@router.get(PLACE)
def show(console: FromConsole, signed: AsSupervisor) -> Response:
    chapters = _chapters(console)
    return console.views.page("wordings.html", signed, **_context(chapters, _next(chapters)))


@router.post(PLACE + "/approve")
def approve(console: FromConsole, signed: AsSupervisor, wording: Ids) -> Response:
    _templates(console).approve(wording, signed.agent.id)
    chapters = _chapters(console)
    return _told(console, signed, chapters, _next(chapters), "post.wordings_approved")


@router.post(PLACE + "/{wording_id:int}/withdraw")
def withdraw(console: FromConsole, signed: AsSupervisor, wording_id: int) -> Response:
    _templates(console).withdraw(wording_id, signed.agent.id)
    chapters = _chapters(console)
    at = next(
        (one.theme for one in chapters if wording_id in {wording.id for wording in one.wordings}),
        None,
    )
    return _told(console, signed, chapters, at, "post.wording_withdrawn")


def _templates(console: Console) -> ReplyTemplates:
    return ReplyTemplates(console.database, console.clock)


def _chapters(console: Console) -> list[Chapter]:
    found = _templates(console).list()
    french_first = sorted(found, key=lambda one: (one.language != "fr", one.language))
    by_theme = {theme: [one for one in french_first if one.theme is theme] for theme in Theme}
    return [Chapter(theme, wordings) for theme, wordings in by_theme.items() if wordings]


def _next(chapters: Sequence[Chapter]) -> Theme | None:
    """The first that is still to be read."""
    return next((chapter.theme for chapter in chapters if chapter.unapproved), None)


def _told(
    console: Console, signed: SignedIn, chapters: Sequence[Chapter], at: Theme | None, key: str
) -> Response:
    part = console.views.partial("_wordings.html", signed, **_context(chapters, at))
    return console.views.with_toast(part, key, signed.language)


def _context(chapters: Sequence[Chapter], at: Theme | None) -> dict[str, Any]:
    """`at` is the chapter that stands open."""
    return {
        "chapters": chapters,
        "at": at,
        "total": sum(len(chapter.wordings) for chapter in chapters),
        "missing": sum(chapter.unapproved for chapter in chapters),
    }
