"""The live line of every open page: server-sent events, one a change, and none of them a secret.

An agent is present for as long as one is open.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from sse_starlette import EventSourceResponse, ServerSentEvent

from tickets.references import parse_reference
from web.console.access import AsAgent, SignedIn
from web.console.casework import Casework, FromCasework
from web.console.events import QUEUE, of_conversation, of_ticket
from web.console.parts import Console, FromConsole

LOOK_EVERY_SECONDS = 15.0
router = APIRouter(include_in_schema=False)


@router.get("/console/events")
async def events(
    request: Request,
    signed: AsAgent,
    console: FromConsole,
    casework: FromCasework,
    ticket: str = "",
) -> EventSourceResponse:
    """`?ticket=REFERENCE` adds what happens to that ticket and in its conversation."""
    kinds = [QUEUE]
    if reference := parse_reference(ticket):
        conversation_id = await casework.takeover.conversation_of(reference)
        kinds += [of_ticket(reference), of_conversation(conversation_id)]
    lines = _lines(console, casework, signed, kinds)
    return EventSourceResponse(lines, headers={"cache-control": "no-store"})


async def _lines(
    console: Console, casework: Casework, signed: SignedIn, kinds: list[str]
) -> AsyncIterator[ServerSentEvent]:
    """Ends when the session does; the browser then learns from its next request."""
    with casework.presence.here(signed.agent.id), console.events.listener(*kinds) as listener:
        yield ServerSentEvent(event="ready", data="{}")
        while True:
            event = await listener.next(LOOK_EVERY_SECONDS)
            if event is not None:
                kind, _, subject = event.kind.partition(":")
                data = json.dumps({"subject": subject, **event.data})
                yield ServerSentEvent(event=kind, data=data)
            elif await asyncio.to_thread(console.agents.by_session, signed.token) is None:
                return
