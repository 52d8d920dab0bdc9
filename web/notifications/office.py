"""Puts the ways out of the product together; web/app.py calls it and nobody else.

Without a mail server no mail is written; what is addressed to one waits in the outbox.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from tickets.clock import Clock
from tickets.database import Database
from tickets.deadlines import Deadlines
from tickets.outbox import Notifications
from tickets.report_recipients import ReportRecipients
from tickets.service import TicketService
from tickets.targets import Targets
from tickets.unread_answers import UnreadAnswers
from tickets.vocabulary import NotificationChannel
from web.background import repeat
from web.catalogue import Catalogue
from web.config import WebConfig
from web.metrics import Metrics
from web.notifications.alert_notices import AlertNotices
from web.notifications.config import NotificationConfig
from web.notifications.letters import Letters
from web.notifications.mail import AT_ONCE as MAILS_AT_ONCE
from web.notifications.mail import Mailer
from web.notifications.messenger import Messenger
from web.notifications.notices import Notices
from web.notifications.webhook import Webhooks
from web.notifications.weekly import WeeklyReports
from web.notifications.worker import Worker
from web.report.contents import Reports

WEBHOOKS_AT_ONCE = 8


class Lookout:
    """Finds what is to be told that nobody's action tells: near deadlines, unread answers, the
    week's report."""

    def __init__(self, config: NotificationConfig, database: Database, clock: Clock) -> None:
        self._targets: Targets | None = Targets(database, clock)
        self._addresses = _addresses(config)
        lead = timedelta(minutes=config.deadline_warning_minutes)
        self._deadlines = Deadlines(database, clock, lead) if lead else None
        self._unread = UnreadAnswers(database, clock) if config.mail_server else None
        self._recipients = ReportRecipients(database, clock)
        self._zone = ZoneInfo(config.timezone)

    def look(self) -> None:
        if self._targets:
            self._targets.follow_settings(self._addresses)
            self._targets = None
        if self._deadlines:
            self._deadlines.warn()
        if self._unread:
            self._unread.enqueue_due()
        self._recipients.enqueue_due(self._zone)


@dataclass(frozen=True, slots=True)
class Office:
    """Everything that sends, for the lifetime of one web process."""

    config: NotificationConfig
    lookout: Lookout
    mailer: Mailer | None
    webhooks: Webhooks
    workers: dict[NotificationChannel, Worker]

    def works(self, metrics: Metrics) -> list[Awaitable[None]]:
        """What runs in the background."""

        async def look() -> None:
            await asyncio.to_thread(self.lookout.look)

        return [
            repeat("lookout", look, self.config.look_every_seconds, metrics),
            *(
                repeat(f"{channel}-outbox", worker.round, self.config.poll_every_seconds, metrics)
                for channel, worker in self.workers.items()
            ),
        ]

    async def close(self) -> None:
        for worker in self.workers.values():
            await worker.close()
        if self.mailer:
            self.mailer.close()
        await self.webhooks.close()


def build_office(
    config: WebConfig, database: Database, clock: Clock, catalogue: Catalogue, metrics: Metrics
) -> Office:
    settings = config.notifications
    zone = ZoneInfo(settings.timezone)
    reports = Reports.over(database, config.opening_hours, catalogue, clock)
    messenger = Messenger(
        TicketService(database, clock),
        UnreadAnswers(database, clock),
        Notices(catalogue, config.public_url, zone),
        AlertNotices(catalogue, config.public_url, zone),
        Letters(catalogue, config.public_url),
        WeeklyReports(reports, ReportRecipients(database, clock)),
        clock,
    )
    server = settings.mail_server
    mailer = Mailer(server, config.operator_name, clock) if server else None
    webhooks = Webhooks(settings.webhook_secret, clock)
    outbox = Notifications(database, clock)
    webhook, email = NotificationChannel.webhook, NotificationChannel.email
    call = partial(messenger.call, webhooks)
    workers = {webhook: Worker(outbox, webhook, call, metrics, at_once=WEBHOOKS_AT_ONCE)}
    if mailer:
        send = partial(messenger.mail, mailer)
        workers[email] = Worker(outbox, email, send, metrics, at_once=MAILS_AT_ONCE)
    return Office(settings, Lookout(settings, database, clock), mailer, webhooks, workers)


def _addresses(config: NotificationConfig) -> list[tuple[NotificationChannel, str]]:
    mails = [(NotificationChannel.email, address) for address in config.emails]
    url = config.webhook_url
    return [*mails, *([(NotificationChannel.webhook, url)] if url else [])]
