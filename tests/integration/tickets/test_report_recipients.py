"""Each Monday at 8, local time, everyone on the list is due last week's report, exactly once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.integration.tickets.conftest import SteppedClock
from tickets.audit import Audit, AuditFilters
from tickets.database import Database
from tickets.desk_schema import NotificationRow
from tickets.errors import InvalidValue, NotFound, RoleRequired
from tickets.report_recipients import ReportRecipients, last_due

PARIS = ZoneInfo("Europe/Paris")
Enqueued = Callable[[], list[tuple[str, str, str]]]


@pytest.fixture
def recipients(database: Database, clock: SteppedClock) -> ReportRecipients:
    return ReportRecipients(database, clock)


@pytest.fixture
def enqueued(database: Database) -> Enqueued:
    def read() -> list[tuple[str, str, str]]:
        with database.reading() as session:
            rows = session.scalars(select(NotificationRow).order_by(NotificationRow.id))
            return [(row.target, row.payload["from"], row.payload["to"]) for row in rows]

    return read


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-16T06:59:59", "2026-11-09T07:00:00"),
        ("2026-11-16T07:00:00", "2026-11-16T07:00:00"),
        ("2026-11-22T22:59:00", "2026-11-16T07:00:00"),
        # 8 o'clock stays 8 o'clock when summer time begins (29 March) and ends (25 October).
        ("2026-03-30T06:00:00", "2026-03-30T06:00:00"),
        ("2026-10-26T06:30:00", "2026-10-19T06:00:00"),
        ("2026-10-26T07:00:00", "2026-10-26T07:00:00"),
    ],
)
def test_the_report_is_due_on_mondays_at_8_there(now: str, due: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)

    assert last_due(at, PARIS) == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_a_new_reader_begins_on_the_next_monday_and_gets_the_week_before_it(
    recipients: ReportRecipients, clock: SteppedClock, cast: Cast, enqueued: Enqueued
) -> None:
    recipients.add("chef@example.org", "fr", by=cast.diane.id)  # a Friday

    at_once = recipients.enqueue_due(PARIS)
    clock.advance(days=2, hours=21)
    too_early = recipients.enqueue_due(PARIS)
    clock.advance(hours=1)
    on_monday = recipients.enqueue_due(PARIS)

    assert (at_once, too_early, on_monday) == (0, 0, 1)
    assert enqueued() == [("chef@example.org", "2026-11-16", "2026-11-22")]


def test_processes_and_restarts_send_each_week_once_and_a_pause_makes_up_for_one_week(
    database: Database,
    recipients: ReportRecipients,
    clock: SteppedClock,
    cast: Cast,
    enqueued: Enqueued,
) -> None:
    for address in ("chef@example.org", "boss@example.org"):
        recipients.add(address, "fr", by=cast.diane.id)
    clock.advance(days=3)

    with ThreadPoolExecutor(4) as threads:
        processes = [ReportRecipients(database, clock) for _ in range(4)]
        counts = list(threads.map(lambda one: one.enqueue_due(PARIS), processes))
    clock.advance(days=25)
    later = [ReportRecipients(database, clock).enqueue_due(PARIS) for _ in range(2)]

    assert sum(counts) == 2
    assert later == [2, 0]
    assert sorted(enqueued())[:2] == [
        ("boss@example.org", "2026-11-16", "2026-11-22"),
        ("boss@example.org", "2026-12-07", "2026-12-13"),
    ]


def test_supervisors_keep_the_list_and_each_change_is_on_record(
    database: Database, recipients: ReportRecipients, cast: Cast
) -> None:
    with pytest.raises(RoleRequired):
        recipients.add("moi@example.org", "fr", by=cast.charlie.id)
    added = recipients.add(" chef@example.org ", "en", by=cast.diane.id)
    for wrong in ("chef@example.org", "personne", "a b@example.org"):
        with pytest.raises(InvalidValue) as refusal:
            recipients.add(wrong, "fr", by=cast.diane.id)
        assert refusal.value.field == "address"
    listed = recipients.list()
    with pytest.raises(RoleRequired):
        recipients.remove(added.id, by=cast.charlie.id)
    recipients.remove(added.id, by=cast.diane.id)
    with pytest.raises(NotFound):
        recipients.remove(added.id, by=cast.diane.id)

    assert listed == [added]
    assert (added.address, recipients.has(added.address)) == ("chef@example.org", False)
    entries = Audit(database).search(AuditFilters(subject_kind="report_recipient"))
    assert [entry.action for entry in entries] == ["recipient_removed", "recipient_added"]
