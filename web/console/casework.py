"""What conversations between agents and customers work with; put together here, kept on the app."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, FastAPI, Request

from tickets.conversations import Conversations
from tickets.dossier import Dossiers
from web.articles import Suggestions
from web.background import once, repeat
from web.catalogue import Catalogue
from web.chat import Chat
from web.config import WebConfig
from web.console.parts import Console
from web.metrics import Metrics
from web.presence import Presence
from web.takeover import Takeover
from web.waiting_room import WaitingRoom

PRESENCE_EVERY_SECONDS = 10.0
ABANDONED_EVERY_SECONDS = 2.0
WAITING_EVERY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Casework:
    conversations: Conversations
    dossiers: Dossiers
    takeover: Takeover
    presence: Presence
    suggestions: Suggestions
    waiting_room: WaitingRoom
    operator_name: str


def build_casework(
    config: WebConfig, console: Console, chat: Chat, catalogue: Catalogue
) -> Casework:
    desk, clock = console.desk, console.clock
    tickets, conversations, delivery = chat.tickets, chat.conversations, chat.delivery
    return Casework(
        conversations,
        Dossiers(console.database),
        Takeover(desk, tickets, conversations, delivery, chat.voices, console.events, catalogue),
        Presence(desk, console.agents),
        Suggestions(config.var_dir / "index", config.embedding_model),
        WaitingRoom(tickets, console.queue, config.opening_hours, delivery, clock),
        config.operator_name,
    )


def keep(app: FastAPI, casework: Casework) -> None:
    app.state.casework = casework


def casework_works(casework: Casework, metrics: Metrics) -> list[Awaitable[None]]:
    """What goes on in the background while the application runs."""
    takeover, presence = casework.takeover, casework.presence
    return [
        once("presence-at-start", presence.begin, PRESENCE_EVERY_SECONDS, metrics),
        repeat("presence", presence.confirm, PRESENCE_EVERY_SECONDS, metrics),
        repeat("abandoned", takeover.return_abandoned, ABANDONED_EVERY_SECONDS, metrics),
        repeat("waiting-room", casework.waiting_room.refresh, WAITING_EVERY_SECONDS, metrics),
    ]


def casework_of(request: Request) -> Casework:
    casework: Casework = request.app.state.casework
    return casework


FromCasework = Annotated[Casework, Depends(casework_of)]
