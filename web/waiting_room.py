"""What customers who wait for an agent are told: their place, the usual wait, the opening hours.

All of it is read from the queue and the settings at that moment; what is not known is not said.
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass
from datetime import datetime

from tickets.clock import Clock
from tickets.opening_hours import OpeningHours
from tickets.queue import Queue
from tickets.service import TicketService
from tickets.views import TicketView
from tickets.vocabulary import TicketState
from web.delivery import Delivery

REFRESH_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Status:
    """`position` is None for who waits for nobody; `usual_wait_seconds` where too few waited."""

    position: int | None = None
    usual_wait_seconds: int | None = None
    open: bool = True
    next_opening: str | None = None
    by_mail: bool = False


NOT_WAITING = Status()


class WaitingRoom:
    def __init__(
        self,
        tickets: TicketService,
        queue: Queue,
        hours: OpeningHours,
        delivery: Delivery,
        clock: Clock,
    ) -> None:
        self._tickets = tickets
        self._queue = queue
        self._hours = hours
        self._delivery = delivery
        self._clock = clock
        self._told: dict[str, Status] = {}
        self._version: int | None = None
        self._looked_at: datetime | None = None

    async def enter(self, sid: str, conversation_id: str) -> None:
        """A socket of the conversation came: it learns where the customer stands."""
        status = await asyncio.to_thread(self._status, conversation_id)
        self._told[conversation_id] = status
        await self._delivery.place(sid, asdict(status))

    async def refresh(self) -> None:
        """Tell those here whose place changed; one cheap look when the queue did not."""
        version, now = await asyncio.to_thread(self._queue.version), self._clock()
        if version == self._version and not self._is_stale(now):
            return
        self._version, self._looked_at = version, now
        for conversation_id in list(self._told):
            await self._refresh_one(conversation_id)

    def _is_stale(self, now: datetime) -> bool:
        """Opening hours and usual waits change without any ticket."""
        if self._looked_at is None:
            return True
        return (now - self._looked_at).total_seconds() >= REFRESH_SECONDS

    async def _refresh_one(self, conversation_id: str) -> None:
        if not self._delivery.is_present(conversation_id):
            del self._told[conversation_id]
            return
        status = await asyncio.to_thread(self._status, conversation_id)
        if status != self._told.get(conversation_id):
            self._told[conversation_id] = status
            await self._delivery.place(conversation_id, asdict(status))

    def _status(self, conversation_id: str) -> Status:
        ticket = self._tickets.current(conversation_id)
        if ticket is None or ticket.state is not TicketState.escalated:
            return NOT_WAITING
        return self._waiting(ticket)

    def _waiting(self, ticket: TicketView) -> Status:
        place = self._queue.position(ticket.reference)
        if place is None:
            return NOT_WAITING
        now, usual = self._clock(), place.usual_wait_seconds
        is_open = self._hours.is_open(now)
        opening = None if is_open else self._hours.next_opening(now)
        return Status(
            position=place.position,
            usual_wait_seconds=None if usual is None else round(usual),
            open=is_open,
            next_opening=opening.isoformat() if opening else None,
            by_mail="@" in (ticket.contact or ""),
        )
