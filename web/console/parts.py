"""What the console's routes work with; built once by web/app.py and kept on the application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, FastAPI, Request

from tickets.agents import Agents
from tickets.audit import Audit
from tickets.canned import CannedReplies
from tickets.clock import Clock
from tickets.database import Database
from tickets.desk import Desk
from tickets.queue import Queue
from tickets.teams import Teams
from web.console.events import Events
from web.console.session import Cookies
from web.console.views import ConsoleViews
from web.limits import RateLimits


@dataclass(frozen=True, slots=True)
class Console:
    database: Database
    clock: Clock
    zone: ZoneInfo
    agents: Agents
    teams: Teams
    audit: Audit
    desk: Desk
    canned: CannedReplies
    queue: Queue
    events: Events
    cookies: Cookies
    limits: RateLimits
    views: ConsoleViews


def keep(app: FastAPI, console: Console) -> None:
    app.state.console = console


def console_of(request: Request) -> Console:
    console: Console = request.app.state.console
    return console


FromConsole = Annotated[Console, Depends(console_of)]
