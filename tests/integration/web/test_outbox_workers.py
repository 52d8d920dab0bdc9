"""From the outbox to mail server and webhook: nothing lost, nothing twice, nobody delayed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete

from tests.cast import hire
from tests.fakes.mail_server import MailDesk
from tests.fakes.webhook_server import WebhookServer
from tickets.alerts.readings import Readings
from tickets.alerts.rules import Rule
from tickets.alerts.store import AlertRules
from tickets.alerts.watch import AlertWatch
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.desk import Desk
from tickets.desk_schema import NotificationRow
from tickets.desk_views import NotificationView
from tickets.kpis.definitions import Direction
from tickets.kpis.figures import Figures
from tickets.migrate import upgrade
from tickets.outbox import CLAIMED_FOR, MAX_TRIES, Notifications, retry_after
from tickets.report_recipients import ReportRecipients
from tickets.service import TicketService
from tickets.targets import Targets
from tickets.vocabulary import (
    Channel,
    EscalationReason,
    NotificationChannel,
    NotificationState,
    Role,
    Theme,
)
from web.catalogue import Catalogue
from web.config import ALWAYS, WebConfig
from web.metrics import Metrics
from web.notifications.config import NotificationConfig
from web.notifications.errors import SendError
from web.notifications.office import Office, build_office
from web.notifications.worker import Worker

MAIL, WEBHOOK = NotificationChannel.email, NotificationChannel.webhook


@dataclass
class Scene:
    """One database with its mail server and webhook, and a clock that stands still until told."""

    url: str
    mail_desk: MailDesk
    hook: WebhookServer
    now: datetime = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    offices: list[Office] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.database = Database(self.url)
        self.outbox = Notifications(self.database, self.clock)
        self.targets = Targets(self.database, self.clock)
        self.service = TicketService(self.database, self.clock)

    def clock(self) -> datetime:
        return self.now

    def escalate(self, count: int = 1) -> list[str]:
        """Tickets of that many customers, for people; their references."""
        conversations = Conversations(self.database, self.clock)
        references = []
        for _ in range(count):
            conversation = conversations.start(Channel.web)[0]
            ticket = self.service.open(
                conversation.id, problem="Ma box clignote", theme=Theme.internet_fixe
            )
            self.service.escalate(ticket.reference, EscalationReason.customer_request)
            references.append(ticket.reference)
        return references

    def open_office(self) -> Office:
        """The senders of one more web process."""
        config = WebConfig(
            self.url, notifications=NotificationConfig(mail_server=self.mail_desk.settings)
        )
        office = build_office(
            config, self.database, self.clock, Catalogue.load("Exemple"), Metrics()
        )
        self.offices.append(office)
        return office

    async def work(self, *channels: NotificationChannel) -> None:
        """One whole round of the first process."""
        office = self.offices[0] if self.offices else self.open_office()
        for channel in channels or (MAIL, WEBHOOK):
            await office.workers[channel].round()
            await office.workers[channel].close()

    def counts(self) -> dict[NotificationState, int]:
        return {state: count for state, count in self.outbox.counts().items() if count}


@pytest.fixture
def mail_desk() -> Iterator[MailDesk]:
    desk = MailDesk()
    desk.start()
    yield desk
    desk.stop()


@pytest.fixture
def hook() -> Iterator[WebhookServer]:
    server = WebhookServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def scene(tmp_path: Path, mail_desk: MailDesk, hook: WebhookServer) -> AsyncIterator[Scene]:
    url = f"sqlite:///{tmp_path}/outbox.db"
    await asyncio.to_thread(upgrade, url)
    made = Scene(url, mail_desk, hook)
    yield made
    for office in made.offices:
        await office.close()
    made.database.close()


async def test_an_escalation_is_told_by_mail_and_by_webhook(scene: Scene) -> None:
    scene.targets.add(MAIL, "care@example.org")
    scene.targets.add(WEBHOOK, scene.hook.url)
    (reference,) = scene.escalate()

    await scene.work()

    (mail,), (posted,) = scene.mail_desk.received, scene.hook.received
    assert reference in str(mail["subject"])
    assert reference.encode() in posted.body
    assert scene.counts() == {NotificationState.sent: 2}


async def test_a_dead_mail_server_loses_nothing_and_holds_up_no_webhook(scene: Scene) -> None:
    scene.targets.add(MAIL, "care@example.org")
    scene.targets.add(WEBHOOK, scene.hook.url)
    scene.mail_desk.stop()
    scene.escalate(3)

    await scene.work()
    while_dead = scene.counts()
    scene.mail_desk.start()
    scene.now += timedelta(seconds=30)
    await scene.work()

    assert while_dead == {NotificationState.pending: 3, NotificationState.sent: 3}
    assert scene.counts() == {NotificationState.sent: 6}
    assert len(scene.mail_desk.received) == 3


async def test_one_slow_receiver_holds_up_no_other(scene: Scene, hook: WebhookServer) -> None:
    slow = WebhookServer()
    slow.start()
    slow.delay_seconds = 2
    scene.targets.add(WEBHOOK, slow.url)
    scene.targets.add(WEBHOOK, hook.url)
    scene.escalate()
    worker = scene.open_office().workers[WEBHOOK]

    await worker.round()
    scene.escalate()
    await worker.round()
    await eventually(lambda: len(hook.received) == 2)

    assert scene.counts()[NotificationState.sending] >= 2
    await worker.close()
    slow.stop()


async def test_what_fails_is_tried_later_until_it_is_given_up(scene: Scene) -> None:
    scene.targets.add(WEBHOOK, scene.hook.url)
    scene.hook.status = 503
    scene.escalate()

    for attempt in range(1, MAX_TRIES + 2):
        await scene.work(WEBHOOK)
        await scene.work(WEBHOOK)
        assert len(scene.hook.received) == min(attempt, MAX_TRIES)
        scene.now += retry_after(attempt)

    assert scene.counts() == {NotificationState.failed: 1}


async def test_what_is_refused_for_good_is_not_tried_again(scene: Scene) -> None:
    scene.targets.add(MAIL, "nobody@example.org")
    scene.mail_desk.recipient = "550 no such mailbox"
    scene.escalate()

    await scene.work(MAIL)

    assert scene.counts() == {NotificationState.failed: 1}


async def test_a_process_that_dies_after_sending_leaves_a_repetition_one_can_tell(
    scene: Scene,
) -> None:
    scene.targets.add(WEBHOOK, scene.hook.url)
    scene.escalate()
    (claimed,) = scene.outbox.claim_due()
    await scene.open_office().workers[WEBHOOK].send(claimed)

    await scene.work(WEBHOOK)
    while_claimed = len(scene.hook.received)
    scene.now += CLAIMED_FOR
    await scene.work(WEBHOOK)

    first, second = scene.hook.received
    assert while_claimed == 1
    assert first.headers["x-notification-id"] == second.headers["x-notification-id"]
    assert scene.counts() == {NotificationState.sent: 1}


async def test_two_processes_send_each_notification_once(scene: Scene) -> None:
    scene.targets.add(WEBHOOK, scene.hook.url)
    scene.escalate(30)
    workers = [scene.open_office().workers[WEBHOOK] for _ in range(2)]

    await asyncio.gather(*(worker.round() for worker in workers))
    for worker in workers:
        await worker.close()

    ids = [posted.headers["x-notification-id"] for posted in scene.hook.received]
    assert len(ids) == len(set(ids)) == 30
    assert scene.counts() == {NotificationState.sent: 30}


async def test_a_ticket_that_was_settled_meanwhile_is_not_told(scene: Scene) -> None:
    scene.targets.add(WEBHOOK, scene.hook.url)
    (reference,) = scene.escalate()
    scene.service.cancel(reference)

    await scene.work(WEBHOOK)

    assert scene.hook.received == []
    assert scene.counts() == {NotificationState.failed: 1}


async def test_an_entry_erased_on_its_way_disturbs_nobody(scene: Scene) -> None:
    scene.targets.add(WEBHOOK, scene.hook.url)
    scene.escalate(2)
    sent: list[int] = []

    async def erase_the_first(notification: NotificationView) -> None:
        if not sent:
            with scene.database.session() as session:
                session.execute(
                    delete(NotificationRow).where(NotificationRow.id == notification.id)
                )
        sent.append(notification.id)

    await work_alone(scene, erase_the_first)

    assert len(sent) == 2
    assert scene.counts() == {NotificationState.sent: 1}


async def test_a_surprise_in_one_notification_spares_the_others(scene: Scene) -> None:
    scene.targets.add(WEBHOOK, scene.hook.url)
    scene.escalate(2)
    seen: list[int] = []

    async def stumble_once(notification: NotificationView) -> None:
        seen.append(notification.id)
        if len(seen) == 1:
            raise RuntimeError("a surprise")
        if len(seen) == 3:
            raise SendError("later")

    await work_alone(scene, stumble_once)

    assert scene.counts() == {NotificationState.sending: 1, NotificationState.sent: 1}


async def test_an_answer_that_was_not_read_is_mailed_to_its_customer(scene: Scene) -> None:
    conversations = Conversations(scene.database, scene.clock)
    (reference,) = scene.escalate()
    ticket = scene.service.correct(reference, contact="alice@example.org")
    sofia = hire(scene.database, "Sofia")
    desk = Desk(scene.database, scene.clock)
    desk.take(reference, sofia.id)
    desk.say(reference, sofia.id, "Bonjour, c'est réparé.")
    scene.now += timedelta(minutes=2)

    scene.open_office().lookout.look()
    await scene.work(MAIL)

    (mail,) = scene.mail_desk.received
    body = mail.get_body(["plain"])
    assert body is not None
    assert mail["to"] == "alice@example.org"
    assert "Bonjour, c'est réparé." in body.get_content()
    assert conversations.undelivered(ticket.conversation_id) != []


async def test_a_near_deadline_is_told_once(scene: Scene) -> None:
    scene.targets.add(WEBHOOK, scene.hook.url)
    (reference,) = scene.escalate()
    office = scene.open_office()
    await scene.work(WEBHOOK)
    scene.now = scene.service.get(reference).first_answer_due_at - timedelta(minutes=5)

    for _ in range(3):
        office.lookout.look()
        await scene.work(WEBHOOK)

    kinds = [json.loads(posted.body)["kind"] for posted in scene.hook.received]
    assert kinds == ["escalated", "deadline_near"]


async def test_an_alert_is_told_by_mail_and_by_webhook(scene: Scene) -> None:
    scene.targets.add(MAIL, "chef@example.org")
    scene.targets.add(WEBHOOK, scene.hook.url)
    figures = Figures(scene.database, ALWAYS, scene.clock)
    watch = AlertWatch(scene.database, Readings(scene.database, figures, scene.clock), scene.clock)
    rule = Rule("queue_age", Direction.above, 600, name="File trop longue")
    diane = hire(scene.database, "Diane", Role.supervisor)
    AlertRules(scene.database, scene.clock).add(rule, by=diane.id)
    scene.escalate()
    await scene.work()
    scene.now += timedelta(minutes=11)

    watch.round()
    await scene.work()

    *_, mail = scene.mail_desk.received
    *_, posted = scene.hook.received
    assert mail["subject"] == "Alerte : File trop longue"
    assert json.loads(posted.body)["kind"] == "alert_firing"
    assert scene.counts() == {NotificationState.sent: 4}


async def test_the_weeks_report_is_mailed_on_monday_with_its_pdf(scene: Scene) -> None:
    diane = hire(scene.database, "Diane", Role.supervisor)
    recipients = ReportRecipients(scene.database, scene.clock)
    recipients.add("chef@example.org", "fr", by=diane.id)
    scene.escalate()
    scene.now += timedelta(days=3)
    offices = [scene.open_office() for _ in range(2)]

    for office in offices * 2:
        office.lookout.look()
        await scene.work(MAIL)

    (mail,) = scene.mail_desk.received
    (attached,) = mail.iter_attachments()
    assert mail["subject"] == "Rapport du service client, du 16/11/2026 au 22/11/2026"
    assert attached.get_filename() == "report-2026-11-16-2026-11-22.pdf"
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_content().startswith(b"%PDF-")


async def test_without_settings_nothing_is_addressed_to_anybody(scene: Scene) -> None:
    office = build_office(
        WebConfig(scene.url), scene.database, scene.clock, Catalogue.load("Exemple"), Metrics()
    )
    scene.offices.append(office)

    office.lookout.look()
    scene.escalate()
    await office.workers[WEBHOOK].round()

    assert list(office.workers) == [WEBHOOK]
    assert scene.counts() == {}


async def work_alone(scene: Scene, send_one: Callable[[NotificationView], Awaitable[None]]) -> None:
    worker = Worker(scene.outbox, WEBHOOK, send_one, Metrics(), at_once=1)
    await worker.round()
    await worker.close()


async def eventually(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not is_so():
            await asyncio.sleep(0.02)
