"""The composition root of the web process: everything is built here and nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

import socketio
from fastapi import FastAPI
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from tickets.chat_links import ChatLinks
from tickets.clock import Clock, utc_now
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.service import TicketService
from tickets.sweeps import Sweeper
from web.api import conversations_router, tickets_router
from web.assets import Assets
from web.background import repeat, running
from web.catalogue import Catalogue
from web.config import WebConfig
from web.console.casework import Casework, build_casework, casework_works, keep
from web.console.editing import Editing, build_editing, editing_works
from web.console.editing import keep as keep_editing
from web.console.parts import Console
from web.console.wiring import add_console, build_console, console_works
from web.delivery import Delivery, to_nobody
from web.health import Check, database_check, health_router
from web.hub import Hub
from web.intake import Intake
from web.limits import RateLimits
from web.links import Doors, links_router
from web.metrics import Metrics
from web.notifications.office import Office, build_office
from web.outage import OutageDesk
from web.pages import Pages, pages_router
from web.problems import Problems
from web.rasa_client import RasaClient
from web.relay import CONSOLE_EVENTS, RedisRelay
from web.security import BodyLimit, SecurityHeaders
from web.sockets import close_sockets, socket_server
from web.turns import LEASE_MARGIN_SECONDS, Turns
from web.voices import Voices


@dataclass(frozen=True, slots=True)
class Services:
    """What one web process holds for its lifetime."""

    config: WebConfig
    database: Database
    conversations: Conversations
    tickets: TicketService
    sweeper: Sweeper
    catalogue: Catalogue
    assets: Assets
    metrics: Metrics
    limits: RateLimits
    rasa: RasaClient
    relay: RedisRelay | None
    sio: socketio.AsyncServer
    delivery: Delivery
    turns: Turns
    intake: Intake
    console: Console
    console_relay: RedisRelay | None
    casework: Casework
    editing: Editing
    office: Office


def create_app(config: WebConfig, clock: Clock = utc_now) -> ASGIApp:
    """One ASGI application; `FrontendNotBuilt` when the front-end's build is missing."""
    services = build_services(config, clock)
    _register_hub(services)
    app: ASGIApp = socketio.ASGIApp(services.sio, _build_http(services))
    return _behind(config.proxies, app) if config.proxies else app


def _behind(proxies: list[str], app: ASGIApp) -> ASGIApp:
    """Only these proxies are believed about the customer's address."""
    # uvicorn and starlette spell the same ASGI types differently.
    return cast(ASGIApp, ProxyHeadersMiddleware(cast(Any, app), trusted_hosts=proxies))


def build_services(config: WebConfig, clock: Clock) -> Services:
    assets = Assets.load(config.dist)
    catalogue = Catalogue.load(config.operator_name)
    metrics = Metrics()
    database = Database(config.database_url)
    conversations = Conversations(database, clock)
    tickets = TicketService(database, clock, config.max_attempts)
    metrics.watch_database(tickets, conversations)
    metrics.watch_collector(database, clock)
    limits = RateLimits(
        config.session_messages_per_minute, config.address_messages_per_minute, config.redis_url
    )
    rasa = _rasa_client(config)
    relay = RedisRelay(config.redis_url) if config.redis_url else None
    console_relay = RedisRelay(config.redis_url, CONSOLE_EVENTS) if config.redis_url else None
    console = build_console(config, database, clock, catalogue, assets, limits, console_relay)
    sio = socket_server(config.redis_url, config.origins)
    voices = Voices(console.agents)
    delivery = Delivery(
        sio, conversations, voices, console.events, relay.publish if relay else to_nobody
    )
    outage = OutageDesk(
        conversations,
        tickets,
        catalogue,
        ticket_after_seconds=config.outage_ticket_after_seconds,
        clock=clock,
    )
    casework = build_casework(config, console, tickets, conversations, delivery, voices, catalogue)
    lease_seconds = config.bot_timeout_seconds + LEASE_MARGIN_SECONDS
    return Services(
        config,
        database,
        conversations,
        tickets,
        Sweeper(database, clock),
        catalogue,
        assets,
        metrics,
        limits,
        rasa,
        relay,
        sio,
        delivery,
        Turns(conversations, rasa, delivery, outage, catalogue, metrics, lease_seconds),
        Intake(conversations, limits, metrics),
        console,
        console_relay,
        casework,
        build_editing(config, console, casework.suggestions),
        build_office(config, database, clock, catalogue, metrics),
    )


def _rasa_client(config: WebConfig) -> RasaClient:
    return RasaClient(
        config.rasa_url,
        config.actions_url,
        token=config.rasa_token,
        timeout_seconds=config.bot_timeout_seconds,
    )


def _register_hub(services: Services) -> None:
    Hub(
        services.sio,
        services.intake,
        services.turns,
        services.delivery,
        services.casework.takeover,
        services.casework.waiting_room,
        services.console.events,
        services.catalogue,
        services.metrics,
        max_message_chars=services.config.max_message_chars,
    ).register()


def _build_http(services: Services) -> FastAPI:
    config = services.config
    pages = Pages(
        services.catalogue,
        services.assets,
        public_url=config.public_url,
        origins=config.origins,
        max_message_chars=config.max_message_chars,
    )
    app = FastAPI(
        title="FreeMobilaChat",
        version="1",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(services),
    )
    app.state.intake = services.intake
    app.add_middleware(BodyLimit, catalogue=services.catalogue)
    app.add_middleware(SecurityHeaders, public_url=config.public_url)
    Problems(services.catalogue, pages).register(app)
    app.include_router(health_router(_checks(services), services.metrics))
    app.include_router(
        conversations_router(
            services.intake,
            services.delivery,
            services.turns,
            max_message_chars=config.max_message_chars,
        )
    )
    app.include_router(tickets_router(services.tickets, services.limits))
    app.include_router(pages_router(pages, services.assets))
    links = ChatLinks(services.database)
    doors = Doors(links, pages, services.intake, services.turns, config.public_url)
    app.include_router(links_router(doors))
    add_console(app, services.console)
    keep(app, services.casework)
    keep_editing(app, services.editing)
    return app


def _checks(services: Services) -> dict[str, Check]:
    checks: dict[str, Check] = {
        "database": database_check(services.database),
        "rasa": services.rasa.rasa_fault,
        "actions": services.rasa.actions_fault,
    }
    return checks | ({"redis": services.relay.fault} if services.relay else {})


def _lifespan(services: Services) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    config, metrics = services.config, services.metrics

    async def sweep() -> None:
        await asyncio.to_thread(services.sweeper.run)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        works: list[Awaitable[None]] = [
            repeat("pick-up", services.turns.pick_up, config.pickup_every_seconds, metrics),
            repeat("sweep", sweep, config.sweep_every_seconds, metrics),
        ]
        if services.relay:
            works.append(services.relay.listen(services.delivery.flush_here))
        works += console_works(services.console, services.console_relay, metrics)
        works += casework_works(services.casework, metrics)
        works += editing_works(services.editing, config.publish_every_seconds, metrics)
        works += services.office.works(metrics)
        async with running(works):
            yield
        await _close(services)

    return lifespan


async def _close(services: Services) -> None:
    await services.office.close()
    await services.casework.presence.close()
    await services.turns.close()
    await close_sockets(services.sio)
    await services.limits.close()
    await services.rasa.close()
    for relay in filter(None, (services.relay, services.console_relay)):
        await relay.close()
    await asyncio.to_thread(services.database.close)
