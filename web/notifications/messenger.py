"""One notification from the outbox to its reader: what it says is read now, then it leaves.

Words are read at the last moment, so that what was erased or settled meanwhile does not leave.
"""

from __future__ import annotations

import asyncio
import hashlib
from typing import Any

from tickets.clock import Clock
from tickets.desk_views import NotificationView
from tickets.service import TicketService
from tickets.unread_answers import UnreadAnswers
from tickets.views import TicketView
from tickets.vocabulary import NotificationKind, TicketState
from web.notifications.alert_notices import ALERTS, AlertNotices, alert_body
from web.notifications.errors import SendError
from web.notifications.letters import Letters
from web.notifications.mail import Letter, Mailer
from web.notifications.notices import Notices, webhook_body
from web.notifications.webhook import Webhooks
from web.notifications.weekly import WeeklyReports

WITH_PEOPLE = (TicketState.escalated, TicketState.in_progress)


def stable_key(notification: NotificationView) -> str:
    """The same at every try of one notification, and no other's; it tells nothing else."""
    return hashlib.sha256(notification.dedupe_key.encode()).hexdigest()[:32]


class Messenger:
    def __init__(
        self,
        tickets: TicketService,
        unread: UnreadAnswers,
        notices: Notices,
        alert_notices: AlertNotices,
        letters: Letters,
        weekly: WeeklyReports,
        clock: Clock,
    ) -> None:
        self._tickets = tickets
        self._unread = unread
        self._notices = notices
        self._alert_notices = alert_notices
        self._letters = letters
        self._weekly = weekly
        self._clock = clock

    async def mail(self, mailer: Mailer, notification: NotificationView) -> None:
        """By mail, or `SendError`."""
        letter, address = await asyncio.to_thread(self._letter, notification)
        await mailer.send(letter, address, stable_key(notification))

    async def call(self, webhooks: Webhooks, notification: NotificationView) -> None:
        """By webhook, or `SendError`."""
        key = stable_key(notification)
        body = await asyncio.to_thread(self._body, notification, key)
        await webhooks.post(notification.target, body, key)

    def _letter(self, notification: NotificationView) -> tuple[Letter, str]:
        if notification.kind is NotificationKind.agent_answer:
            return self._answer(notification)
        if notification.kind is NotificationKind.report:
            report = self._weekly.of(notification.target, notification.payload)
            return self._letters.to_readers(report), notification.target
        if notification.kind in ALERTS:
            notice = self._alert_notices.of(notification.kind, notification.payload)
            return self._letters.to_people(notice), notification.target
        ticket = self._ticket(notification)
        notice = self._notices.of(notification.kind, ticket, self._clock())
        return self._letters.to_people(notice), notification.target

    def _body(self, notification: NotificationView, key: str) -> dict[str, Any]:
        kind, payload = notification.kind, notification.payload
        if kind in ALERTS:
            return alert_body(kind, payload, self._alert_notices.of(kind, payload), key)
        ticket = self._ticket(notification)
        notice = self._notices.of(kind, ticket, self._clock())
        return webhook_body(kind, ticket, notice, key)

    def _answer(self, notification: NotificationView) -> tuple[Letter, str]:
        payload = notification.payload
        answer = self._unread.read(payload["reference"], payload["seqs"])
        if answer is None:
            raise SendError("the customer's address is erased", is_permanent=True)
        return self._letters.to_customer(answer), answer.address

    def _ticket(self, notification: NotificationView) -> TicketView:
        ticket = self._tickets.get(notification.payload["reference"])
        if ticket.state not in WITH_PEOPLE:
            raise SendError("the ticket needs nobody any more", is_permanent=True)
        return ticket
