"""What leaves the product: nothing lost, nothing twice on purpose, nothing personal."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from tests.cast import Cast
from tickets.database import Database
from tickets.deadlines import DeadlineKind, Deadlines
from tickets.desk import Desk
from tickets.desk_views import NotificationView
from tickets.errors import InvalidValue
from tickets.outbox import MAX_TRIES, Notifications
from tickets.service import TicketService
from tickets.targets import Targets
from tickets.views import TicketView
from tickets.vocabulary import (
    EscalationReason,
    NotificationChannel,
    NotificationKind,
    NotificationState,
    Priority,
)

Open = Callable[..., TicketView]


@pytest.fixture
def outbox(database: Database, clock: Any) -> Notifications:
    return Notifications(database, clock)


@pytest.fixture
def targets(database: Database) -> Targets:
    return Targets(database)


@pytest.fixture
def mailed(targets: Targets) -> None:
    targets.add(NotificationChannel.email, "support@example.org")


@pytest.fixture
def escalated(service: TicketService, open_ticket: Open, cast: Cast, mailed: None) -> str:
    reference = open_ticket().reference
    service.escalate(reference, EscalationReason.customer_request)
    return reference


def test_an_escalation_is_told_at_once_and_without_personal_data(
    outbox: Notifications, escalated: str
) -> None:
    (told,) = outbox.claim_due()

    assert (told.kind, told.target) == (NotificationKind.escalated, "support@example.org")
    assert told.payload["reference"] == escalated
    assert told.payload["reason"] == "customer_request"
    assert "Martin" not in str(told.payload)
    assert "lente" not in str(told.payload)


def test_an_escalation_that_is_rolled_back_tells_nobody(
    service: TicketService, outbox: Notifications, open_ticket: Open, mailed: None
) -> None:
    reference = open_ticket().reference
    service.cancel(reference)

    with pytest.raises(Exception, match="cancelled"):
        service.escalate(reference, EscalationReason.grave)

    assert outbox.claim_due() == []


def test_each_target_hears_of_its_team_and_its_priorities(
    targets: Targets,
    service: TicketService,
    outbox: Notifications,
    open_ticket: Open,
    cast: Cast,
) -> None:
    email = NotificationChannel.email
    targets.add(email, "all@example.org")
    targets.add(email, "fixed@example.org", team_id=cast.fixed.id, min_priority=Priority.P2)
    targets.add(email, "mobile@example.org", team_id=cast.mobile.id)
    targets.add(email, "grave@example.org", min_priority=Priority.P1)
    targets.add(NotificationChannel.webhook, "https://hooks.example.org/x")

    service.escalate(open_ticket().reference, EscalationReason.customer_request)

    assert [told.target for told in outbox.claim_due()] == [
        "all@example.org",
        "fixed@example.org",
        "https://hooks.example.org/x",
    ]


def test_a_second_escalation_is_told_again(
    desk: Desk,
    service: TicketService,
    outbox: Notifications,
    escalated: str,
    cast: Cast,
    clock: Any,
) -> None:
    desk.take(escalated, cast.alice.id)
    clock.advance(minutes=1)
    desk.release(escalated, cast.alice.id)
    service.escalate(escalated, EscalationReason.customer_request)

    assert len(outbox.claim_due()) == 2


def test_a_takeover_out_of_the_bots_hands_needs_no_telling(
    desk: Desk, outbox: Notifications, open_ticket: Open, mailed: None, cast: Cast
) -> None:
    desk.take(open_ticket().reference, cast.alice.id)

    assert outbox.claim_due() == []


def test_what_is_sent_is_not_claimed_again(
    outbox: Notifications, escalated: str, clock: Any
) -> None:
    (told,) = outbox.claim_due()
    outbox.mark_sent(told.id)
    clock.advance(days=1)

    assert outbox.claim_due() == []
    assert outbox.counts()[NotificationState.sent] == 1


def test_failures_are_tried_again_later_and_later_and_then_given_up(
    outbox: Notifications, escalated: str, clock: Any
) -> None:
    waits = []
    for _ in range(MAX_TRIES):
        told, seconds = _next(outbox, clock)
        waits.append(seconds)
        is_tried_again = outbox.mark_failed(told.id, "the mail server is down")
        assert is_tried_again == (told.attempts < MAX_TRIES)

    assert waits == [0, 30, 60, 120, 240, 480, 960, 1920]
    assert outbox.counts()[NotificationState.failed] == 1


def _next(outbox: Notifications, clock: Any) -> tuple[NotificationView, float]:
    began_at = clock.now
    while not (claimed := outbox.claim_due()):
        clock.advance(seconds=30)
    return claimed[0], (clock.now - began_at).total_seconds()


def test_a_permanent_failure_is_not_tried_again(
    outbox: Notifications, escalated: str, clock: Any
) -> None:
    (told,) = outbox.claim_due()

    assert not outbox.mark_failed(told.id, "no such address", is_permanent=True)

    clock.advance(days=1)
    assert outbox.claim_due() == []


def test_what_a_dead_worker_claimed_goes_to_the_next_one(
    outbox: Notifications, escalated: str, clock: Any
) -> None:
    assert len(outbox.claim_due()) == 1
    assert outbox.claim_due() == []
    clock.advance(minutes=2)

    assert [told.attempts for told in outbox.claim_due()] == [2]


def test_two_workers_never_claim_the_same(
    database: Database, clock: Any, service: TicketService, open_ticket: Open, mailed: None
) -> None:
    for number in range(6):
        reference = open_ticket(f"problème {number}").reference
        service.escalate(reference, EscalationReason.customer_request)
    barrier = Barrier(3)

    def _claim(_number: int) -> list[int]:
        barrier.wait(timeout=30)
        return [told.id for told in Notifications(database, clock).claim_due()]

    with ThreadPoolExecutor(3) as pool:
        claimed = [one for many in pool.map(_claim, range(3)) for one in many]

    assert len(claimed) == len(set(claimed)) == 6


def test_one_key_is_enqueued_once(outbox: Notifications, escalated: str) -> None:
    def _enqueue() -> bool:
        return outbox.enqueue(
            escalated,
            NotificationKind.agent_answer,
            channel=NotificationChannel.email,
            target="alice@example.org",
            payload={"text": "Bonjour"},
            dedupe_key="answer:1",
        )

    assert [_enqueue(), _enqueue()] == [True, False]


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        (NotificationChannel.email, "nowhere"),
        (NotificationChannel.email, "a b@example.org"),
        (NotificationChannel.webhook, "ftp://example.org"),
    ],
)
def test_an_address_that_cannot_be_reached_is_refused(
    targets: Targets, channel: NotificationChannel, address: str
) -> None:
    with pytest.raises(InvalidValue, match=r"^address"):
        targets.add(channel, address)


def test_a_removed_target_hears_nothing(
    targets: Targets, service: TicketService, outbox: Notifications, open_ticket: Open
) -> None:
    target = targets.add(NotificationChannel.email, "support@example.org")
    targets.remove(target.id)

    service.escalate(open_ticket().reference, EscalationReason.customer_request)

    assert targets.list() == []
    assert outbox.claim_due() == []


def test_a_near_deadline_is_warned_of_once(
    database: Database, outbox: Notifications, escalated: str, clock: Any
) -> None:
    deadlines = Deadlines(database, clock)
    assert deadlines.warn() == 0

    clock.advance(hours=3, minutes=5)

    assert [near.kind for near in deadlines.near()] == [DeadlineKind.first_answer]
    assert [deadlines.warn(), deadlines.warn()] == [1, 0]
    assert NotificationKind.deadline_near in {told.kind for told in outbox.claim_due()}


def test_after_the_first_answer_the_resolution_is_what_is_due(
    database: Database, desk: Desk, service: TicketService, escalated: str, cast: Cast, clock: Any
) -> None:
    desk.take(escalated, cast.alice.id)
    desk.say(escalated, cast.alice.id, "Bonjour")
    clock.now = service.get(escalated).resolution_due_at - timedelta(minutes=30)
    deadlines = Deadlines(database, clock)

    assert [near.kind for near in deadlines.near()] == [DeadlineKind.resolution]
    assert deadlines.warn() == 1


def test_a_passed_deadline_and_a_solved_ticket_need_no_warning(
    database: Database, desk: Desk, escalated: str, clock: Any
) -> None:
    clock.advance(hours=4)

    assert Deadlines(database, clock).near() == []
