"""The customer's chat put together: what takes messages in, asks the bot and delivers answers."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass

import socketio

from tickets.conversations import Conversations
from tickets.service import TicketService
from web.background import repeat
from web.catalogue import Catalogue
from web.config import WebConfig
from web.console.parts import Console
from web.delivery import Delivery, to_nobody
from web.intake import Intake
from web.metrics import Metrics
from web.origins import Origins
from web.outage import OutageDesk
from web.rasa_client import RasaClient
from web.relay import RedisRelay
from web.sockets import close_sockets, socket_server
from web.turns import LEASE_MARGIN_SECONDS, Turns
from web.voices import Voices


@dataclass(frozen=True, slots=True)
class Chat:
    """What one web process holds to talk with customers."""

    conversations: Conversations
    tickets: TicketService
    rasa: RasaClient
    relay: RedisRelay | None
    sio: socketio.AsyncServer
    voices: Voices
    delivery: Delivery
    turns: Turns
    intake: Intake

    def works(self, pickup_every_seconds: float, metrics: Metrics) -> list[Awaitable[None]]:
        """What goes on in the background while the application runs."""
        works: list[Awaitable[None]] = [
            repeat("pick-up", self.turns.pick_up, pickup_every_seconds, metrics)
        ]
        if self.relay:
            works.append(self.relay.listen(self.delivery.flush_here))
        return works

    async def close(self) -> None:
        """End the turns under way, then the lines."""
        await self.turns.close()
        await close_sockets(self.sio)
        await self.rasa.close()
        if self.relay:
            await self.relay.close()


def build_chat(config: WebConfig, console: Console, catalogue: Catalogue, metrics: Metrics) -> Chat:
    conversations = Conversations(console.database, console.clock)
    tickets = TicketService(console.database, console.clock, config.max_attempts)
    relay = RedisRelay(config.redis_url) if config.redis_url else None
    sio = socket_server(config.redis_url, config.origins)
    voices, origins, rasa = Voices(console.agents), Origins(), _rasa_client(config)
    tell = relay.publish if relay else to_nobody
    delivery = Delivery(sio, conversations, voices, console.events, tell)
    return Chat(
        conversations,
        tickets,
        rasa,
        relay,
        sio,
        voices,
        delivery,
        Turns(
            conversations,
            rasa,
            delivery,
            OutageDesk(
                conversations,
                tickets,
                catalogue,
                ticket_after_seconds=config.outage_ticket_after_seconds,
                clock=console.clock,
            ),
            catalogue,
            metrics,
            origins,
            config.bot_timeout_seconds + LEASE_MARGIN_SECONDS,
        ),
        Intake(conversations, console.limits, metrics, origins),
    )


def _rasa_client(config: WebConfig) -> RasaClient:
    return RasaClient(
        config.rasa_url,
        config.actions_url,
        token=config.rasa_token,
        timeout_seconds=config.bot_timeout_seconds,
    )
