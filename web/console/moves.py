"""What an agent does with one ticket. `web.takeover` does it; here forms become calls.

Every answer holds the head of the page anew; the rest of it follows the live line.
"""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import JSONResponse, Response

from tickets.errors import InvalidValue
from tickets.vocabulary import CorrectionField, ResolutionKind
from web.console.access import AsAgent, SignedIn
from web.console.case import read_case
from web.console.casework import Casework, FromCasework
from web.console.parts import Console, FromConsole
from web.console.pauses import Pause, end_of

router = APIRouter(prefix="/console/tickets/{reference}", include_in_schema=False)
Text = Annotated[str, Form()]
Flag = Annotated[bool, Form()]


@router.post("/take")
async def take(
    reference: str, console: FromConsole, casework: FromCasework, signed: AsAgent
) -> Response:
    await casework.takeover.take(reference, signed.agent)
    return await _head(reference, console, casework, signed)


@router.post("/hand-back")
async def hand_back(
    reference: str, console: FromConsole, casework: FromCasework, signed: AsAgent
) -> Response:
    await casework.takeover.hand_back(reference, signed.agent)
    return await _head(reference, console, casework, signed)


@router.post("/transfer")
async def transfer(
    reference: str, console: FromConsole, casework: FromCasework, signed: AsAgent, to: Text
) -> Response:
    """`to` is `queue`, `agent:ID` or `team:ID`."""
    kind, _, number = to.partition(":")
    if to == "queue":
        await casework.takeover.release(reference, signed.agent)
    elif kind in ("agent", "team") and number.isdecimal():
        target = {f"to_{kind}_id": int(number)}
        await casework.takeover.transfer(reference, signed.agent, **target)
    else:
        raise InvalidValue("to", "should be queue, agent:ID or team:ID")
    return await _head(reference, console, casework, signed)


@router.post("/wait")
async def wait(
    reference: str,
    console: FromConsole,
    casework: FromCasework,
    signed: AsAgent,
    is_waiting: Flag = False,
) -> Response:
    await casework.takeover.wait_for_customer(reference, signed.agent, is_waiting=is_waiting)
    return await _head(reference, console, casework, signed)


@router.post("/snooze")
async def snooze(
    reference: str,
    console: FromConsole,
    casework: FromCasework,
    signed: AsAgent,
    pause: Annotated[Pause | None, Form()] = None,
) -> Response:
    """Without a pause, the ticket wakes."""
    until_at = end_of(pause, console.clock(), console.zone) if pause else None
    await casework.takeover.snooze(reference, signed.agent, until_at)
    return await _head(reference, console, casework, signed)


@router.post("/resolve")
async def resolve(
    reference: str,
    console: FromConsole,
    casework: FromCasework,
    signed: AsAgent,
    kind: Annotated[ResolutionKind, Form()],
    note: Text = "",
) -> Response:
    await casework.takeover.resolve(reference, signed.agent, kind, note)
    return await _head(reference, console, casework, signed)


@router.post("/corrections")
async def correct(
    reference: str,
    console: FromConsole,
    casework: FromCasework,
    signed: AsAgent,
    field: Annotated[CorrectionField, Form()],
    value: Text,
) -> Response:
    await casework.takeover.correct(reference, signed.agent, field, value)
    return await _head(reference, console, casework, signed)


@router.post("/messages")
async def say(
    reference: str, casework: FromCasework, signed: AsAgent, text: Text, client_id: Text
) -> Response:
    """The same `client_id` twice is one message, so a lost answer is no reason to fear."""
    message = await casework.takeover.say(reference, signed.agent, text, client_id)
    return JSONResponse({"key": f"m{message.seq}"})


@router.post("/notes")
async def write_note(
    reference: str, casework: FromCasework, signed: AsAgent, text: Text
) -> Response:
    note = await casework.takeover.note(reference, signed.agent, text)
    return JSONResponse({"key": f"n{note.id}"})


@router.post("/typing")
async def typing(
    reference: str, casework: FromCasework, signed: AsAgent, on: Flag = False
) -> Response:
    conversation_id = await casework.takeover.conversation_of(reference)
    await casework.takeover.type(conversation_id, signed.agent, on=on)
    return Response(status_code=204)


async def _head(reference: str, console: Console, casework: Casework, signed: SignedIn) -> Response:
    case = await asyncio.to_thread(read_case, console, casework, signed.agent, reference)
    return console.views.partial("_ticket_head.html", signed, case=case)
