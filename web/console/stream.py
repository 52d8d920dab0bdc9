"""The live line of every open page: server-sent events, one a change, and none of them a secret.

An agent is present for as long as one is open.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator

import anyio
from fastapi import APIRouter, Request
from sse_starlette import EventSourceResponse, ServerSentEvent

from tickets.references import parse_reference
from web.console.access import AsAgent, SignedIn
from web.console.casework import Casework, FromCasework
from web.console.events import QUEUE, Event, of_conversation, of_ticket
from web.console.parts import Console, FromConsole

LOOK_EVERY_SECONDS = 0.5  # so that a stopping server does not wait for its pages
CLOSING_SECONDS = 2.0
ASK_EVERY_SECONDS = 15.0
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
    closing = anyio.Event()
    return EventSourceResponse(
        _lines(console, casework, signed, kinds, closing),
        headers={"cache-control": "no-store"},
        shutdown_event=closing,
        shutdown_grace_period=CLOSING_SECONDS,
    )


async def _lines(
    console: Console,
    casework: Casework,
    signed: SignedIn,
    kinds: list[str],
    closing: anyio.Event,
) -> AsyncIterator[ServerSentEvent]:
    """Ends with the server, or with the session; the browser learns from its next request."""
    asked_at = time.monotonic()
    with casework.presence.here(signed.agent.id), console.events.listener(*kinds) as listener:
        yield ServerSentEvent(event="ready", data="{}")
        while not closing.is_set():
            if event := await listener.next(LOOK_EVERY_SECONDS):
                yield _line(event)
            if time.monotonic() - asked_at > ASK_EVERY_SECONDS:
                asked_at = time.monotonic()
                if await asyncio.to_thread(console.agents.by_session, signed.token) is None:
                    return


def _line(event: Event) -> ServerSentEvent:
    kind, _, subject = event.kind.partition(":")
    return ServerSentEvent(event=kind, data=json.dumps({"subject": subject, **event.data}))
