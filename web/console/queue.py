"""The queue of tickets."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from web.console.access import AsAgent
from web.console.parts import FromConsole

router = APIRouter(include_in_schema=False)


@router.get("/console")
def show_queue(console: FromConsole, signed: AsAgent) -> Response:
    return console.views.page("queue.html", signed)
