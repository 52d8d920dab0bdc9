"""Rules in the database: looked at by one process at a time, told once, changed by supervisors."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.integration.tickets.conftest import SteppedClock
from tickets.alerts.readings import Readings
from tickets.alerts.rules import DEFAULTS, AlertState, Ending, Rule
from tickets.alerts.store import AlertRules
from tickets.alerts.watch import AlertWatch
from tickets.audit import Audit, AuditFilters
from tickets.collector_marks import LAST_LOOK, CollectorMarks
from tickets.collector_settings import CollectorControls
from tickets.database import Database
from tickets.desk_schema import NotificationRow
from tickets.errors import InvalidValue, NotFound, RoleRequired
from tickets.kpis.definitions import Direction
from tickets.kpis.figures import Figures
from tickets.kpis.rollup import Rollup
from tickets.opening_hours import OpeningHours
from tickets.service import TicketService
from tickets.spending import Spending
from tickets.targets import Targets
from tickets.views import TicketView
from tickets.vocabulary import EscalationReason, NotificationChannel
from tickets.x_vocabulary import SpendKind

QUEUE = Rule("queue_age", Direction.above, 600, for_minutes=5)
ALWAYS = OpeningHours.parse("")


@pytest.fixture
def rules(database: Database, clock: SteppedClock) -> AlertRules:
    return AlertRules(database, clock)


@pytest.fixture
def readings(database: Database, clock: SteppedClock) -> Readings:
    return Readings(database, Figures(database, ALWAYS, clock), clock)


@pytest.fixture
def watch(database: Database, readings: Readings, clock: SteppedClock) -> AlertWatch:
    return AlertWatch(database, readings, clock)


@pytest.fixture
def told(database: Database, clock: SteppedClock) -> Callable[[], list[tuple[str, str]]]:
    """Two are told of everything, one of them twice; the third only of a team's tickets."""
    targets, email = Targets(database, clock), NotificationChannel.email
    for address in ("chef@example.org", "chef@example.org"):
        targets.add(email, address)
    targets.add(NotificationChannel.webhook, "https://chat.example.org/hook")

    def read() -> list[tuple[str, str]]:
        with database.reading() as session:
            rows = session.scalars(select(NotificationRow).order_by(NotificationRow.id))
            return [(row.kind.value, row.target) for row in rows if row.ticket_id is None]

    return read


@pytest.fixture
def waiting(
    open_ticket: Callable[..., TicketView], service: TicketService
) -> Callable[[], TicketView]:
    def escalate() -> TicketView:
        return service.escalate(open_ticket().reference, EscalationReason.customer_request)

    return escalate


def watch_for(watch: AlertWatch, clock: SteppedClock, minutes: int) -> None:
    for _ in range(minutes):
        clock.advance(minutes=1)
        watch.round()


def test_a_long_wait_fires_once_and_is_over_once_for_each_who_is_told(
    rules: AlertRules,
    watch: AlertWatch,
    clock: SteppedClock,
    cast: Cast,
    told: Callable[[], list[tuple[str, str]]],
    waiting: Callable[[], TicketView],
    service: TicketService,
) -> None:
    rules.add(QUEUE, by=cast.diane.id)
    ticket = waiting()

    watch_for(watch, clock, 12)
    pending = (rules.list()[0].state, told(), rules.firing())
    watch_for(watch, clock, 30)
    firing = (rules.list()[0].state, len(told()), rules.firing())
    service.cancel(ticket.reference)
    watch_for(watch, clock, 30)

    assert pending == (AlertState.pending, [], 0)
    assert firing == (AlertState.firing, 2, 1)
    assert rules.list()[0].state is AlertState.quiet
    assert sorted(told()) == [
        (kind, target)
        for kind in ("alert_ended", "alert_firing")
        for target in ("chef@example.org", "https://chat.example.org/hook")
    ]
    [alert] = rules.alerts()
    assert alert.ending is Ending.kept
    assert alert.value > 600


def test_several_processes_look_at_a_rule_once_between_them(
    database: Database,
    rules: AlertRules,
    readings: Readings,
    clock: SteppedClock,
    cast: Cast,
    told: Callable[[], list[tuple[str, str]]],
    waiting: Callable[[], TicketView],
) -> None:
    rules.add(replace(QUEUE, for_minutes=0), by=cast.diane.id)
    waiting()
    clock.advance(minutes=11)
    watches = [AlertWatch(database, readings, clock) for _ in range(4)]

    with ThreadPoolExecutor(4) as threads:
        looked = list(threads.map(lambda watch: watch.round(), watches))

    assert sorted(looked) == [0, 0, 0, 1]
    assert len(told()) == 2


def test_a_rule_that_cannot_be_looked_at_keeps_no_other_from_it(
    database: Database, rules: AlertRules, clock: SteppedClock, cast: Cast
) -> None:
    class Broken(Readings):
        def of(self, rule: Rule) -> float | None:
            if rule.name == "broken":
                raise ZeroDivisionError
            return super().of(rule)

    rules.add(replace(QUEUE, name="broken"), by=cast.diane.id)
    rules.add(QUEUE, by=cast.diane.id)
    readings = Broken(database, Figures(database, ALWAYS, clock), clock)

    with pytest.raises(ExceptionGroup):
        AlertWatch(database, readings, clock).round()

    assert [rule.value for rule in rules.list()] == [None, 0]


def test_a_figure_with_too_few_cases_is_no_data_and_fires_nothing(
    rules: AlertRules,
    watch: AlertWatch,
    database: Database,
    clock: SteppedClock,
    cast: Cast,
    waiting: Callable[[], TicketView],
) -> None:
    rare = Rule("escalation", Direction.above, 0.5, min_sample=2)
    rules.add(rare, by=cast.diane.id)
    rules.add(replace(rare, min_sample=1), by=cast.diane.id)
    waiting()
    Rollup(database, ALWAYS, clock).refresh(longest_seconds=60)

    watch.round()

    assert [(rule.value, rule.state) for rule in rules.list()] == [
        (None, AlertState.quiet),
        (1.0, AlertState.firing),
    ]


def test_a_collector_that_never_ran_is_no_data_and_one_that_stopped_is_silent(
    database: Database, readings: Readings, clock: SteppedClock
) -> None:
    silence = DEFAULTS["collector_silence"]
    before = readings.of(silence)
    CollectorMarks(database, clock).write(LAST_LOOK, "")
    clock.advance(minutes=20)

    assert before is None
    assert readings.of(silence) == 1200


def test_spending_is_a_share_of_the_days_cap_and_without_a_cap_no_data(
    database: Database, readings: Readings, clock: SteppedClock, cast: Cast
) -> None:
    Spending(database, clock).note(SpendKind.post_with_link, 50)
    controls = CollectorControls(database, clock)
    of_20_dollars = readings.of(DEFAULTS["spend_share"])
    controls.change(cast.diane.id, dollars_per_day=0)

    assert of_20_dollars == pytest.approx(0.5)
    assert readings.of(DEFAULTS["spend_share"]) is None


def test_nobody_waiting_is_a_wait_of_0(readings: Readings) -> None:
    assert readings.of(DEFAULTS["queue_age"]) == 0
    assert readings.of(DEFAULTS["bot_wait"]) == 0


@pytest.mark.parametrize("act", ["change", "pause", "remove"])
def test_a_rule_that_a_person_touches_ends_what_it_had_begun_and_says_why(
    act: str,
    rules: AlertRules,
    watch: AlertWatch,
    clock: SteppedClock,
    cast: Cast,
    told: Callable[[], list[tuple[str, str]]],
    waiting: Callable[[], TicketView],
) -> None:
    at_once = replace(QUEUE, for_minutes=0)
    rule = rules.add(at_once, by=cast.diane.id)
    waiting()
    clock.advance(minutes=11)
    watch.round()

    match act:
        case "change":
            rules.change(rule.id, replace(at_once, threshold=7200), by=cast.diane.id)
        case "pause":
            rules.pause(rule.id, True, by=cast.diane.id)
        case _:
            rules.remove(rule.id, by=cast.diane.id)
    watch_for(watch, clock, 3)

    assert rules.firing() == 0
    assert [kind for kind, _ in told()] == ["alert_firing"] * 2 + ["alert_ended"] * 2
    assert rules.alerts()[0].ending is Ending.changed


def test_a_rule_that_was_paused_is_watched_again_when_resumed(
    rules: AlertRules,
    watch: AlertWatch,
    clock: SteppedClock,
    cast: Cast,
    waiting: Callable[[], TicketView],
) -> None:
    rule = rules.add(replace(QUEUE, for_minutes=0), by=cast.diane.id)
    rules.pause(rule.id, True, by=cast.diane.id)
    waiting()
    watch_for(watch, clock, 15)
    paused = rules.firing()
    rules.pause(rule.id, False, by=cast.diane.id)
    watch.round()

    assert (paused, rules.firing()) == (0, 1)


def test_the_rules_that_come_with_the_product_come_once(rules: AlertRules, cast: Cast) -> None:
    rules.add_defaults()
    rules.remove(rules.list()[0].id, by=cast.diane.id)
    rules.add_defaults()

    assert [rule.rule for rule in rules.list()] == list(DEFAULTS.values())[1:]


def test_supervisors_write_rules_agents_do_not_and_each_change_is_on_record(
    database: Database, rules: AlertRules, cast: Cast
) -> None:
    with pytest.raises(RoleRequired):
        rules.add(QUEUE, by=cast.charlie.id)
    rule = rules.add(QUEUE, by=cast.diane.id)
    for forbidden in (
        lambda: rules.change(rule.id, QUEUE, by=cast.charlie.id),
        lambda: rules.pause(rule.id, True, by=cast.charlie.id),
        lambda: rules.remove(rule.id, by=cast.charlie.id),
    ):
        with pytest.raises(RoleRequired):
            forbidden()
    with pytest.raises(InvalidValue):
        rules.change(rule.id, replace(QUEUE, window="1y"), by=cast.diane.id)
    with pytest.raises(InvalidValue):
        rules.change(rule.id, replace(QUEUE, signal="bot_wait"), by=cast.diane.id)
    rules.remove(rule.id, by=cast.diane.id)
    with pytest.raises(NotFound):
        rules.remove(rule.id, by=cast.diane.id)

    entries = Audit(database).search(AuditFilters(subject_kind="alert_rule"))
    assert [entry.action for entry in entries] == ["alert_removed", "alert_added"]
