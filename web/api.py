"""The REST interface: a conversation without a browser, and the state of a ticket.

The session id travels in a header, never in an address, because addresses are logged.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request
from pydantic import BaseModel, Field

from tickets.errors import TooManyGuesses
from tickets.service import TicketService
from tickets.views import ConversationView
from tickets.vocabulary import Channel
from web.catalogue import choose_language
from web.delivery import Delivery
from web.errors import Refused
from web.intake import Intake
from web.limits import RateLimits
from web.turns import Turns
from web.wire import utterance


class NewConversation(BaseModel):
    session_id: str = Field(description="Unguessable; send it as X-Session-Id from now on.")


class NewMessage(BaseModel):
    text: str = Field(description="What the customer says, or the payload of an offered button.")
    client_id: str | None = Field(None, description="The same key twice stores one message.")


class StoredMessage(BaseModel):
    seq: int = Field(description="Place of the message in its conversation.")


class QuickReply(BaseModel):
    content_type: str
    title: str
    payload: str


class Message(BaseModel):
    id: int
    seq: int
    author: str
    text: str
    at: datetime
    quick_replies: list[QuickReply] | None = None
    attachment: dict[str, Any] | None = None
    agent: dict[str, str] | None = Field(None, description="Name, and title when one is set.")


class Messages(BaseModel):
    messages: list[Message]


class Problem(BaseModel):
    code: str
    field: str
    message: str


class ProblemAnswer(BaseModel):
    error: Problem


def client_address(request: Request) -> str:
    return request.client.host if request.client else "unknown"


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemAnswer} for status in (403, 404, 413, 422, 429)
}
Address = Annotated[str, Depends(client_address)]
Session = Annotated[str | None, Header(alias="X-Session-Id")]


async def known_conversation(request: Request, session_id: Session = None) -> ConversationView:
    intake: Intake = request.app.state.intake
    conversation = await intake.resume(session_id)
    if conversation is None:
        raise Refused("session", "X-Session-Id", "error.session", status=403)
    return conversation


Known = Annotated[ConversationView, Depends(known_conversation)]


def conversations_router(
    intake: Intake,
    delivery: Delivery,
    turns: Turns,
    *,
    max_message_chars: int,
) -> APIRouter:
    router = APIRouter(prefix="/api/v1/conversations", tags=["conversations"], responses=PROBLEMS)

    @router.post("", status_code=201)
    async def start_conversation(
        address: Address, accept_language: Annotated[str | None, Header()] = None
    ) -> NewConversation:
        language = choose_language(None, accept_language)
        conversation, token = await intake.start(Channel.api, address, language)
        turns.wake(conversation, opening=True)
        return NewConversation(session_id=token)

    @router.post("/messages", status_code=202)
    async def send_message(
        message: NewMessage, conversation: Known, address: Address
    ) -> StoredMessage:
        said = utterance(message.text, message.client_id, max_message_chars)
        stored = await intake.accept(conversation.id, said, address)
        await delivery.echo(stored, but_not=None)
        turns.wake(conversation)
        return StoredMessage(seq=stored.seq)

    @router.get("/messages", response_model_exclude_none=True)
    async def read_messages(
        conversation: Known, after: Annotated[int, Query(ge=0)] = 0
    ) -> Messages:
        shown = await delivery.read(conversation.id, after)
        return Messages(messages=[Message(**message) for message in shown])

    return router


class StatusQuestion(BaseModel):
    reference: str = Field(max_length=64, examples=["FM-7K3Q-2F9C"])
    name: str = Field(max_length=128, description="The customer's name, as given at opening.")


class TicketStatus(BaseModel):
    reference: str
    state: str
    opened_at: datetime


def tickets_router(tickets: TicketService, limits: RateLimits) -> APIRouter:
    router = APIRouter(prefix="/api/v1/tickets", tags=["tickets"], responses=PROBLEMS)

    @router.post("/status")
    async def ticket_status(question: StatusQuestion, address: Address) -> TicketStatus:
        """Says the same whatever part is wrong, and lets no one guess for long."""
        if not await limits.allows_guess(address):
            raise _too_many_guesses()
        try:
            status = await asyncio.to_thread(
                tickets.status_for_customer,
                None,
                question.reference,
                question.name,
            )
        except TooManyGuesses as error:
            raise _too_many_guesses() from error
        if status is None:
            raise Refused("no_such_ticket", "reference", "error.no_such_ticket", status=404)
        return TicketStatus(
            reference=status.reference, state=str(status.state), opened_at=status.opened_at
        )

    return router


def _too_many_guesses() -> Refused:
    return Refused("too_many_guesses", "reference", "error.too_many_guesses", status=429)
