"""Empties the outbox of one channel. Several web processes may do so: each entry is claimed once.

Nothing is lost: what was claimed and not marked, as this process died or the database was away,
is due again when the claim ends, and leaves under the same key.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from tickets.desk_views import NotificationView
from tickets.errors import NotFound
from tickets.outbox import Notifications
from tickets.vocabulary import NotificationChannel
from web.metrics import Metrics
from web.notifications.errors import SendError

logger = logging.getLogger(__name__)
FAREWELL_SECONDS = 3.0
Send = Callable[[NotificationView], Awaitable[None]]


class Worker:
    def __init__(
        self,
        outbox: Notifications,
        channel: NotificationChannel,
        send: Send,
        metrics: Metrics,
        *,
        at_once: int,
    ) -> None:
        self._outbox = outbox
        self._channel = channel
        self.send = send
        self._metrics = metrics
        self._at_once = at_once
        self._in_flight: set[asyncio.Task[None]] = set()

    async def round(self) -> None:
        """Start everything that is due, as places become free; the last ones end by themselves."""
        while due := await self._claim():
            for notification in due:
                task = asyncio.create_task(self._deliver(notification))
                self._in_flight.add(task)
                task.add_done_callback(self._in_flight.discard)
            if len(self._in_flight) >= self._at_once:
                await asyncio.wait(self._in_flight, return_when=asyncio.FIRST_COMPLETED)

    async def close(self) -> None:
        """Wait a little for what is on its way."""
        if self._in_flight:
            await asyncio.wait(self._in_flight, timeout=FAREWELL_SECONDS)

    async def _claim(self) -> list[NotificationView]:
        free = self._at_once - len(self._in_flight)
        if free < 1:
            return []
        return await asyncio.to_thread(self._outbox.claim_due, free, self._channel)

    async def _deliver(self, notification: NotificationView) -> None:
        try:
            await self._send_and_mark(notification)
        except NotFound:
            logger.info("notification %s was erased on its way", notification.id)
        except Exception:
            self._metrics.errors.labels(place="notifications").inc()
            logger.exception("notification %s is not marked; it is tried again", notification.id)

    async def _send_and_mark(self, notification: NotificationView) -> None:
        try:
            await self.send(notification)
        except SendError as error:
            await self._mark_failed(notification, error)
        else:
            await asyncio.to_thread(self._outbox.mark_sent, notification.id)

    async def _mark_failed(self, notification: NotificationView, error: SendError) -> None:
        is_tried_again = await asyncio.to_thread(
            self._outbox.mark_failed,
            notification.id,
            str(error),
            is_permanent=error.is_permanent,
        )
        self._metrics.errors.labels(place=self._channel.value).inc()
        logger.warning(
            "notification %s (%s by %s) did not leave: %s; %s",
            notification.id,
            notification.kind,
            notification.channel,
            error,
            "tried again" if is_tried_again else "given up",
        )
