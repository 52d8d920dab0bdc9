"""The composition root of the web process: everything is built here and nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

import socketio
from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from tickets.chat_links import ChatLinks
from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.report_recipients import ReportRecipients
from web.api import conversations_router, tickets_router
from web.assets import Assets
from web.background import running
from web.catalogue import Catalogue
from web.chat import Chat, build_chat
from web.config import WebConfig
from web.console.alerting import Alerting, alerting_works, build_alerting
from web.console.alerting import keep as keep_alerting
from web.console.casework import Casework, build_casework, casework_works, keep
from web.console.dashboard import Dashboard, build_dashboard, dashboard_works
from web.console.dashboard import keep as keep_dashboard
from web.console.editing import Editing, build_editing, editing_works
from web.console.editing import keep as keep_editing
from web.console.parts import Console
from web.console.report_desk import ReportDesk
from web.console.report_desk import keep as keep_report_desk
from web.console.wiring import add_console, build_console, console_works
from web.health import Check, database_check, health_router
from web.hub import Hub
from web.kpi_api import kpis_router
from web.limits import RateLimits
from web.links import Doors, links_router
from web.metrics import Metrics
from web.notifications.office import Office, build_office
from web.pages import Pages, pages_router
from web.problems import Problems
from web.relay import CONSOLE_EVENTS, RedisRelay
from web.report.contents import Reports
from web.requests import RequestWatch
from web.security import BodyLimit, SecurityHeaders
from web.upkeep import Upkeep


@dataclass(frozen=True, slots=True)
class Services:
    """What one web process holds for its lifetime."""

    config: WebConfig
    catalogue: Catalogue
    assets: Assets
    metrics: Metrics
    chat: Chat
    console: Console
    console_relay: RedisRelay | None
    casework: Casework
    editing: Editing
    dashboard: Dashboard
    alerting: Alerting
    report_desk: ReportDesk
    office: Office
    upkeep: Upkeep


def create_app(config: WebConfig, clock: Clock = utc_now) -> ASGIApp:
    """One ASGI application; `FrontendNotBuilt` when the front-end's build is missing."""
    services = build_services(config, clock)
    _register_hub(services)
    http = RequestWatch(_build_http(services), services.metrics.requests)
    app: ASGIApp = socketio.ASGIApp(services.chat.sio, http)
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
    metrics.watch_database(database, clock)
    limits = RateLimits(
        config.session_messages_per_minute, config.address_messages_per_minute, config.redis_url
    )
    relay = RedisRelay(config.redis_url, CONSOLE_EVENTS) if config.redis_url else None
    console = build_console(config, database, clock, catalogue, assets, limits, relay)
    chat = build_chat(config, console, catalogue, metrics)
    casework = build_casework(config, console, chat, catalogue)
    dashboard = build_dashboard(config, console)
    reports = Reports.over(database, config.opening_hours, catalogue, clock)
    return Services(
        config,
        catalogue,
        assets,
        metrics,
        chat,
        console,
        relay,
        casework,
        build_editing(config, console, casework.suggestions),
        dashboard,
        build_alerting(console, dashboard.figures),
        ReportDesk(reports, ReportRecipients(database, clock)),
        build_office(config, database, clock, catalogue, metrics),
        Upkeep(config, database, clock),
    )


def _register_hub(services: Services) -> None:
    chat = services.chat
    Hub(
        chat.sio,
        chat.intake,
        chat.turns,
        chat.delivery,
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
    app.state.intake = services.chat.intake
    app.add_middleware(BodyLimit, catalogue=services.catalogue)
    app.add_middleware(SecurityHeaders, public_url=config.public_url)
    Problems(services.catalogue, pages).register(app)
    for router in _routers(services, pages):
        app.include_router(router)
    add_console(app, services.console)
    keep(app, services.casework)
    keep_editing(app, services.editing)
    keep_dashboard(app, services.dashboard)
    keep_alerting(app, services.alerting)
    keep_report_desk(app, services.report_desk)
    return app


def _routers(services: Services, pages: Pages) -> Iterator[APIRouter]:
    config, chat = services.config, services.chat
    yield health_router(_checks(services), services.metrics, config.metrics_token)
    yield conversations_router(
        chat.intake, chat.delivery, chat.turns, max_message_chars=config.max_message_chars
    )
    yield tickets_router(chat.tickets, services.console.limits)
    yield kpis_router(services.dashboard.figures, config.kpi_token)
    yield pages_router(pages, services.assets)
    links = ChatLinks(services.console.database)
    yield links_router(Doors(links, pages, chat.intake, chat.turns, config.public_url))


def _checks(services: Services) -> dict[str, Check]:
    chat = services.chat
    checks: dict[str, Check] = {
        "database": database_check(services.console.database),
        "rasa": chat.rasa.rasa_fault,
        "actions": chat.rasa.actions_fault,
    }
    return checks | ({"redis": chat.relay.fault} if chat.relay else {})


def _lifespan(services: Services) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with running(_works(services)):
            yield
        await _close(services)

    return lifespan


def _works(services: Services) -> list[Awaitable[None]]:
    config, metrics = services.config, services.metrics
    return [
        *services.chat.works(config.pickup_every_seconds, metrics),
        *services.upkeep.works(metrics),
        *console_works(services.console, services.console_relay, metrics),
        *casework_works(services.casework, metrics),
        *editing_works(services.editing, config.publish_every_seconds, metrics),
        *dashboard_works(services.dashboard, metrics),
        *alerting_works(services.alerting, config.alerts_every_seconds, metrics),
        *services.office.works(metrics),
    ]


async def _close(services: Services) -> None:
    await services.office.close()
    await services.casework.presence.close()
    await services.chat.close()
    await services.console.limits.close()
    if services.console_relay:
        await services.console_relay.close()
    await asyncio.to_thread(services.console.database.close)
