"""The list of tickets: what it shows, what is saved of it, and what is done from a line."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import JSONResponse, Response
from starlette.datastructures import QueryParams

from tickets.errors import InvalidValue, WrongState
from tickets.queue import QueueCounts
from tickets.vocabulary import Priority, Role, Theme, TicketState, Tone
from web.console.access import AsAgent, AsSupervisor, SignedIn
from web.console.casework import FromCasework
from web.console.filters import Filters, View
from web.console.lines import Line
from web.console.parts import Console, FromConsole
from web.console.pauses import Pause, end_of
from web.console.problems import HOME

PAGE_LINES = 50
MOST_LINES = 500
PANE_LINES = 20
MOST_SAVED = 12
SHORTCUTS = [
    ("j k", "keys.move"),
    ("↵", "keys.open"),
    ("t", "keys.take"),
    ("/", "keys.search"),
]
router = APIRouter(include_in_schema=False)
References = Annotated[list[str], Form()]


@dataclass(frozen=True)
class Listing:
    """Everything that the list and its tabs show."""

    filters: Filters
    lines: list[Line]
    total: int
    counts: QueueCounts
    shown_at_most: int

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.lines)


@router.get(HOME)
def show_queue(request: Request, console: FromConsole, signed: AsAgent) -> Response:
    filters = Filters.of(request.query_params)
    listing = _listing(console, signed, filters, PAGE_LINES)
    if filters.text:
        _record_search(console, signed, listing)
    choices = {"state": TicketState, "theme": Theme, "priority": Priority, "tone": Tone}
    return console.views.page(
        "queue.html",
        signed,
        listing=listing,
        choices=choices,
        views=list(View),
        agents=[agent for agent in console.agents.list() if agent.is_active],
        saved=saved_filters(signed),
        pauses=list(Pause),
        is_supervisor=signed.may(Role.supervisor),
        shortcuts=SHORTCUTS,
    )


@router.get("/console/queue/lines")
def show_lines(
    request: Request, console: FromConsole, signed: AsAgent, limit: int = PAGE_LINES
) -> Response:
    """The list alone, for a page that is already open."""
    most = max(PAGE_LINES, min(limit, MOST_LINES))
    listing = _listing(console, signed, Filters.of(request.query_params), most)
    is_supervisor = signed.may(Role.supervisor)
    return console.views.partial(
        "_lines.html", signed, listing=listing, is_supervisor=is_supervisor
    )


@router.get("/console/queue/pane")
def show_pane(console: FromConsole, signed: AsAgent, current: str = "") -> Response:
    """Beside an open ticket: what the agent has, and what waits."""
    shelves = [
        (view, _listing(console, signed, Filters(view=view), PANE_LINES).lines)
        for view in (View.mine, View.queue)
    ]
    return console.views.partial("_pane.html", signed, shelves=shelves, current=current)


@router.get("/console/queue/counts")
def show_counts(console: FromConsole, signed: AsAgent) -> Response:
    """For the tab's title, on every page."""
    counts = console.queue.counts(signed.agent)
    body = {"waiting": counts.waiting, "mine": counts.mine}
    return JSONResponse(body, headers={"cache-control": "no-store"})


@router.post("/console/queue/{reference}/take")
async def take(
    request: Request, reference: str, console: FromConsole, casework: FromCasework, signed: AsAgent
) -> Response:
    """One of several agents gets it and sees the conversation; the others are told who."""
    ticket = await casework.takeover.take(reference, signed.agent)
    return console.views.redirect(request, f"/console/tickets/{ticket.reference}")


@router.post("/console/queue/assign")
async def assign(
    console: FromConsole,
    casework: FromCasework,
    signed: AsSupervisor,
    to_agent_id: Annotated[int, Form()],
    reference: References,
) -> Response:
    to_agent = await asyncio.to_thread(console.agents.get, to_agent_id)
    assigned = 0
    for one in reference:
        ticket = await casework.takeover.assign(one, signed.agent, to_agent_id)
        assigned += ticket.assignee_id == to_agent_id
    return console.views.toast(
        "queue.assigned",
        signed.language,
        count=assigned,
        total=len(reference),
        name=to_agent.display_name,
    )


@router.post("/console/queue/snooze")
async def snooze(
    console: FromConsole,
    casework: FromCasework,
    signed: AsSupervisor,
    pause: Annotated[Pause, Form()],
    reference: References,
) -> Response:
    until_at = end_of(pause, console.clock(), console.zone)
    snoozed = 0
    for one in reference:
        with suppress(WrongState):  # solved or given up meanwhile
            await casework.takeover.snooze(one, signed.agent, until_at)
            snoozed += 1
    return console.views.toast(
        "queue.snoozed", signed.language, count=snoozed, total=len(reference)
    )


@router.post("/console/queue/filters")
def save_filters(
    request: Request,
    console: FromConsole,
    signed: AsAgent,
    name: Annotated[str, Form()],
    query: Annotated[str, Form()] = "",
) -> Response:
    """Keep what is chosen under a name, for this agent."""
    name = " ".join(name.split())[:40]
    if not name:
        raise InvalidValue("name", "should hold 1 to 40 characters")
    query = Filters.of(QueryParams(query)).query
    others = [saved for saved in saved_filters(signed) if saved["name"] != name]
    _keep_filters(console, signed, [*others, {"name": name, "query": query}][-MOST_SAVED:])
    return console.views.redirect(request, f"{HOME}?{query}")


@router.post("/console/queue/filters/remove")
def remove_filters(
    request: Request, console: FromConsole, signed: AsAgent, name: Annotated[str, Form()]
) -> Response:
    _keep_filters(console, signed, [one for one in saved_filters(signed) if one["name"] != name])
    return console.views.redirect(request, HOME)


def saved_filters(signed: SignedIn) -> list[dict[str, str]]:
    """What the agent saved: names, and the query of each."""
    saved: list[dict[str, str]] = signed.agent.preferences.get("filters", [])
    return saved


def _keep_filters(console: Console, signed: SignedIn, saved: list[dict[str, str]]) -> None:
    preferences = {**signed.agent.preferences, "filters": saved}
    console.agents.save_preferences(signed.agent.id, preferences)


def _listing(console: Console, signed: SignedIn, filters: Filters, most: int) -> Listing:
    page = console.queue.page(filters.for_queue(console.zone), signed.agent, limit=most)
    now = console.clock()
    lines = [Line.of(row, signed.agent.id, now) for row in page.rows]
    return Listing(filters, lines, page.total, console.queue.counts(signed.agent), most)


def _record_search(console: Console, signed: SignedIn, listing: Listing) -> None:
    """That it was searched, and how much was found; never the words, which may be a name."""
    console.audit.record(
        "tickets_searched",
        agent_id=signed.agent.id,
        subject_kind="queue",
        subject=listing.filters.view.value,
        detail={"found": listing.total},
    )
