"""Puts the console together and onto the application; web/app.py calls it and nobody else."""

from __future__ import annotations

from collections.abc import Awaitable

from fastapi import FastAPI

from tickets.agents import Agents
from tickets.audit import Audit
from tickets.canned import CannedReplies
from tickets.clock import Clock
from tickets.database import Database
from tickets.desk import Desk
from tickets.queue import Queue
from tickets.teams import Teams
from web.assets import Assets
from web.background import repeat
from web.catalogue import Catalogue
from web.config import WebConfig
from web.console import (
    account,
    alerts,
    articles,
    drafts,
    journal,
    kpi,
    kpi_files,
    moves,
    people,
    post_replies,
    problems,
    queue,
    replies,
    report,
    sign_in,
    stream,
    ticket,
    wordings,
)
from web.console.events import Events, to_nobody
from web.console.parts import Console, keep
from web.console.session import Cookies
from web.console.views import ConsoleViews
from web.limits import RateLimits
from web.metrics import Metrics
from web.relay import RedisRelay

WATCH_EVERY_SECONDS = 1.0
ROUTERS = (
    sign_in.router,
    account.router,
    stream.router,
    queue.router,
    ticket.router,
    moves.router,
    replies.router,
    post_replies.router,
    wordings.router,
    kpi.router,
    kpi_files.router,
    alerts.router,
    report.router,
    drafts.router,
    articles.router,
    people.router,
    journal.router,
)


def build_console(
    config: WebConfig,
    database: Database,
    clock: Clock,
    catalogue: Catalogue,
    assets: Assets,
    limits: RateLimits,
    relay: RedisRelay | None,
) -> Console:
    """`relay` carries events to the other web processes, when there may be any."""
    zone = config.opening_hours.zone
    return Console(
        database=database,
        clock=clock,
        zone=zone,
        agents=Agents(database, clock),
        teams=Teams(database, clock),
        audit=Audit(database, clock),
        desk=Desk(database, clock, config.agent_grace_seconds),
        canned=CannedReplies(database, clock),
        queue=Queue(database, clock),
        events=Events(relay.publish if relay else to_nobody),
        cookies=Cookies(config.public_url),
        limits=limits,
        views=ConsoleViews(catalogue, assets, public_url=config.public_url, clock=clock, zone=zone),
    )


def add_console(app: FastAPI, console: Console) -> None:
    keep(app, console)
    problems.register(app)
    for router in ROUTERS:
        app.include_router(router)


def console_works(
    console: Console, relay: RedisRelay | None, metrics: Metrics
) -> list[Awaitable[None]]:
    """What the console does in the background while the application runs."""
    console.events.start()

    async def watch() -> None:
        await console.events.watch_queue(console.queue.version)

    works: list[Awaitable[None]] = [repeat("queue-watch", watch, WATCH_EVERY_SECONDS, metrics)]
    if relay:
        works.append(relay.listen(console.events.receive))
    return works
