"""The live line of every open page: server-sent events, one a change, and none of them a secret."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from sse_starlette import EventSourceResponse, ServerSentEvent

from tickets.references import parse_reference
from web.console.access import AsAgent, SignedIn
from web.console.events import QUEUE, of_ticket
from web.console.parts import Console, FromConsole

LOOK_EVERY_SECONDS = 15.0
router = APIRouter(include_in_schema=False)


@router.get("/console/events")
async def events(
    request: Request, signed: AsAgent, console: FromConsole, ticket: str = ""
) -> EventSourceResponse:
    """`?ticket=REFERENCE` adds what happens to that ticket."""
    reference = parse_reference(ticket)
    kinds = [QUEUE, *([of_ticket(reference)] if reference else [])]
    return EventSourceResponse(
        _lines(console, signed, kinds), headers={"cache-control": "no-store"}
    )


async def _lines(
    console: Console, signed: SignedIn, kinds: list[str]
) -> AsyncIterator[ServerSentEvent]:
    """Ends when the session does; the browser then learns from its next request."""
    with console.events.listener(*kinds) as listener:
        yield ServerSentEvent(event="ready", data="{}")
        while True:
            event = await listener.next(LOOK_EVERY_SECONDS)
            if event is not None:
                kind, _, subject = event.kind.partition(":")
                data = json.dumps({"subject": subject, **event.data})
                yield ServerSentEvent(event=kind, data=data)
            elif await asyncio.to_thread(console.agents.by_session, signed.token) is None:
                return
