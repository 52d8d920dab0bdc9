"""Who is told of tickets outside the console, and that each is told once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast
from tickets.database import Database
from tickets.deadlines import Deadlines
from tickets.errors import InvalidValue, NotFound
from tickets.outbox import Notifications
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
MAIL, WEBHOOK = NotificationChannel.email, NotificationChannel.webhook


@pytest.fixture
def targets(database: Database) -> Targets:
    return Targets(database)


@pytest.fixture
def outbox(database: Database, clock: Any) -> Notifications:
    return Notifications(database, clock)


@pytest.fixture
def escalate(service: TicketService, open_ticket: Open) -> Callable[[], TicketView]:
    def _escalate() -> TicketView:
        return service.escalate(open_ticket().reference, EscalationReason.customer_request)

    return _escalate


def told(outbox: Notifications) -> list[str]:
    return sorted(notification.target for notification in outbox.claim_due())


def test_a_team_and_those_who_follow_all_are_told_from_their_priority_upwards(
    targets: Targets, outbox: Notifications, cast: Cast, escalate: Callable[[], TicketView]
) -> None:
    targets.add(MAIL, "all@example.org")
    targets.add(MAIL, "fixed@example.org", team_id=cast.fixed.id)
    targets.add(MAIL, "mobile@example.org", team_id=cast.mobile.id)
    targets.add(MAIL, "gravest@example.org", min_priority=Priority.P0)

    escalate()

    assert told(outbox) == ["all@example.org", "fixed@example.org"]


def test_an_address_of_two_targets_is_told_once(
    targets: Targets, outbox: Notifications, cast: Cast, escalate: Callable[[], TicketView]
) -> None:
    targets.add(MAIL, "care@example.org")
    targets.follow_settings([(MAIL, "care@example.org")])
    targets.add(MAIL, "care@example.org", team_id=cast.fixed.id)

    escalate()

    assert told(outbox) == ["care@example.org"]


def test_targets_of_the_settings_come_and_go_with_them(targets: Targets) -> None:
    targets.add(MAIL, "chosen@example.org")
    targets.follow_settings([(MAIL, "a@example.org"), (WEBHOOK, "https://example.org/hook")])
    first = {target.address: target.id for target in targets.list()}

    targets.follow_settings([(MAIL, "b@example.org"), (WEBHOOK, "https://example.org/hook")])

    then = {target.address: target.id for target in targets.list()}
    assert set(then) == {"chosen@example.org", "b@example.org", "https://example.org/hook"}
    assert then["https://example.org/hook"] == first["https://example.org/hook"]


def test_a_target_of_the_settings_is_not_removed_by_hand(targets: Targets) -> None:
    targets.follow_settings([(MAIL, "a@example.org")])

    with pytest.raises(InvalidValue, match="NOTIFY_EMAILS"):
        targets.remove(targets.list()[0].id)


def test_a_target_that_does_not_exist_is_not_removed(targets: Targets) -> None:
    with pytest.raises(NotFound):
        targets.remove(99)


def test_a_channel_claims_its_own_entries(
    targets: Targets, outbox: Notifications, escalate: Callable[[], TicketView]
) -> None:
    targets.add(MAIL, "care@example.org")
    targets.add(WEBHOOK, "https://example.org/hook")
    escalate()

    mails = outbox.claim_due(channel=MAIL)

    assert [mail.target for mail in mails] == ["care@example.org"]
    assert told(outbox) == ["https://example.org/hook"]


def test_what_was_given_up_is_tried_again_when_a_person_says_so(
    targets: Targets, outbox: Notifications, escalate: Callable[[], TicketView]
) -> None:
    targets.add(MAIL, "care@example.org")
    escalate()
    (first,) = outbox.claim_due()
    outbox.mark_failed(first.id, "no such mailbox", is_permanent=True)
    assert outbox.claim_due() == []

    retried = outbox.retry_failed()

    (second,) = outbox.claim_due()
    assert retried == 1
    assert (second.id, second.attempts, second.dedupe_key) == (first.id, 1, first.dedupe_key)
    assert outbox.counts()[NotificationState.sending] == 1


def test_a_deadline_is_warned_of_once_and_no_earlier_than_was_set(
    database: Database,
    targets: Targets,
    outbox: Notifications,
    clock: Any,
    escalate: Callable[[], TicketView],
) -> None:
    targets.add(MAIL, "care@example.org")
    due_at = escalate().first_answer_due_at
    outbox.claim_due()
    deadlines = Deadlines(database, clock, timedelta(minutes=10))

    counts = []
    for minutes in (11, 10, 5, 0):
        clock.now = due_at - timedelta(minutes=minutes)
        counts.append(deadlines.warn())

    warnings = [one for one in outbox.claim_due() if one.kind is NotificationKind.deadline_near]
    assert counts == [0, 1, 0, 0]
    assert len(warnings) == 1


def test_workers_who_claim_at_once_share_the_entries(
    database: Database, targets: Targets, outbox: Notifications, escalate: Callable[[], TicketView]
) -> None:
    for number in range(30):
        targets.add(MAIL, f"care{number}@example.org")
    escalate()

    with ThreadPoolExecutor(6) as pool:
        claims = pool.map(lambda _: outbox.claim_due(5), range(12))
        claimed = [notification.id for batch in claims for notification in batch]

    claimed += [notification.id for notification in outbox.claim_due(30)]
    assert len(claimed) == len(set(claimed)) == 30
