"""Each figure means what docs/kpis.md says, on histories written by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tickets.kpis import definitions as kpi
from tickets.kpis.definitions import Kpi
from tickets.kpis.formulas import (
    Measured,
    measure_mentions,
    measure_spend,
    measure_tickets,
    nearest_rank,
)
from tickets.kpis.histories import Expense, MentionHistory, Move, TicketHistory
from tickets.opening_hours import OpeningHours
from tickets.vocabulary import (
    Author,
    Channel,
    ClosingKind,
    Priority,
    Theme,
    TicketState,
)
from tickets.x_vocabulary import SpendKind

S = TicketState
FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
ALWAYS = OpeningHours.parse("")
BY_DAY = OpeningHours.parse("mon-fri 09:00-18:00")


def after(**delay: float) -> datetime:
    return FRIDAY + timedelta(**delay)


def move(origin: S | None, target: S, by: Author, at: datetime) -> Move:
    return Move(at, by, "4" if by is Author.agent else None, origin, target)


def ticket(*moves: Move, **given: Any) -> TicketHistory:
    """A ticket opened on Friday, due on Saturday."""
    values: dict[str, Any] = {
        "id": 1,
        "reference": "FM-7K3Q-2F9C",
        "opened_at": FRIDAY,
        "theme": Theme.tv,
        "channel": Channel.web,
        "priority": Priority.P2,
        "state": moves[-1].target if moves else S.open,
        "closing": None,
        "escalation_reason": None,
        "rating": None,
        "first_answer_due_at": after(hours=1),
        "resolution_due_at": after(hours=24),
        "escalated_at": None,
        "first_agent_message_at": None,
    }
    return TicketHistory(moves=moves, **(values | given))


BY_BOT = move(S.open, S.resolved, Author.bot, after(minutes=10))


def reopened(hours: float) -> Move:
    return move(S.resolved, S.escalated, Author.customer, BY_BOT.at + timedelta(hours=hours))


def escalated(at: datetime = FRIDAY) -> Move:
    return move(S.open, S.escalated, Author.bot, at)


def measured(
    asked: Kpi,
    *tickets: TicketHistory,
    now: datetime = FRIDAY + timedelta(days=30),
    hours: OpeningHours = ALWAYS,
) -> Measured:
    return measure_tickets(asked, tickets, now, hours)


@pytest.mark.parametrize(
    ("moves", "share"),
    [
        ((BY_BOT,), 1.0),
        ((BY_BOT, reopened(hours=72)), 0.0),
        ((BY_BOT, reopened(hours=72.1)), 1.0),
        ((escalated(), move(S.in_progress, S.resolved, Author.agent, FRIDAY)), 0.0),
        ((move(S.open, S.closed, Author.system, FRIDAY),), 0.0),
        ((), 0.0),
    ],
)
def test_automatic_resolution_is_the_bots_and_lasts_72_hours(
    moves: tuple[Move, ...], share: float
) -> None:
    assert measured(kpi.AUTOMATIC_RESOLUTION, ticket(*moves)) == Measured(share, 1)


def test_a_reopened_ticket_counts_as_escalated() -> None:
    tickets = (ticket(BY_BOT), ticket(BY_BOT, reopened(hours=1)), ticket(escalated()))

    assert measured(kpi.ESCALATION, *tickets).value == pytest.approx(2 / 3)


def test_agents_answer_from_the_first_escalation_on() -> None:
    spoke = (after(seconds=-5), after(seconds=90), after(seconds=400))
    answered = ticket(escalated(), agents_spoke_at=spoke)

    found = measured(kpi.AGENT_RESPONSE, answered, ticket(escalated()), ticket())

    assert found == Measured(90, 1, 90, companion=0.5)


def test_escalations_outside_opening_hours_do_not_count() -> None:
    by_night = ticket(escalated(NIGHT), agents_spoke_at=(FRIDAY,))

    assert measured(kpi.AGENT_RESPONSE, by_night, hours=BY_DAY) == Measured(None, 0)


def test_times_to_resolution_of_bot_and_agents_are_never_mixed() -> None:
    by_agent = ticket(
        BY_BOT,
        reopened(hours=1),
        move(S.escalated, S.in_progress, Author.agent, after(hours=2)),
        move(S.in_progress, S.resolved, Author.agent, after(hours=3)),
    )

    assert measured(kpi.BOT_RESOLUTION, ticket(BY_BOT), by_agent).value == 600
    assert measured(kpi.AGENT_RESOLUTION, ticket(BY_BOT), by_agent).value == 3 * 3600


def test_what_stands_reopened_has_no_time_to_resolution() -> None:
    assert measured(kpi.BOT_RESOLUTION, ticket(BY_BOT, reopened(hours=1))) == Measured(None, 0)


def test_satisfaction_says_how_many_answered() -> None:
    found = measured(kpi.SATISFACTION, ticket(BY_BOT, rating=4), ticket(BY_BOT), ticket())

    assert found == Measured(4, 1, companion=0.5)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (ticket(BY_BOT), Measured(1.0, 1)),
        (ticket(BY_BOT, resolution_due_at=after(minutes=9)), Measured(0.0, 1)),
        (ticket(), Measured(0.0, 1)),
        (
            ticket(BY_BOT, escalated_at=FRIDAY, first_agent_message_at=after(hours=2)),
            Measured(0, 1),
        ),
        (ticket(BY_BOT, escalated_at=FRIDAY, first_agent_message_at=FRIDAY), Measured(1, 1)),
        (ticket(BY_BOT, resolution_due_at=after(days=60)), Measured(None, 0)),
        (ticket(move(S.open, S.cancelled, Author.customer, FRIDAY)), Measured(None, 0)),
        (ticket(BY_BOT, state=S.closed, closing=ClosingKind.unconfirmed), Measured(None, 0)),
    ],
    ids="in_time late unsolved answered_late answered not_due cancelled unconfirmed".split(),
)
def test_deadlines_count_once_they_have_passed(given: TicketHistory, expected: Measured) -> None:
    assert measured(kpi.DEADLINES_KEPT, given) == expected


def mention(**given: Any) -> MentionHistory:
    values: dict[str, Any] = {
        "id": 1,
        "created_at": FRIDAY,
        "theme": Theme.tv,
        "is_classified": True,
        "was_judged_complaint": True,
        "is_complaint": True,
        "is_request": False,
        "is_corrected": False,
        "is_reviewed": False,
        "replied_at": None,
        **dict.fromkeys(("replies", "clicks", "chats", "tickets", "resolved"), 0),
    }
    return MentionHistory(**(values | given))


def test_public_replies_are_timed_from_the_post() -> None:
    mentions = [mention(replied_at=after(seconds=seconds)) for seconds in (10, 20, 400)]

    found = measure_mentions(kpi.PUBLIC_RESPONSE, [*mentions, mention()])

    assert found == Measured(20, 3, p95=400, companion=0.75)


def test_corrections_and_contested_complaints_are_two_things() -> None:
    mentions = [
        mention(),
        mention(is_corrected=True, is_reviewed=True),
        mention(is_corrected=True, is_reviewed=True, is_complaint=False),
        mention(is_classified=False, was_judged_complaint=False, is_complaint=False),
    ]

    corrected = measure_mentions(kpi.CLASSIFICATION_CORRECTED, mentions)
    precision = measure_mentions(kpi.COMPLAINT_PRECISION, mentions)

    assert corrected == Measured(pytest.approx(2 / 3), 3, companion=pytest.approx(2 / 3))
    assert precision == Measured(pytest.approx(2 / 3), 3, companion=pytest.approx(2 / 3))


def test_precision_is_unknown_until_a_person_reviewed_a_complaint() -> None:
    unseen = mention()
    seen = mention(was_judged_complaint=False, is_complaint=False, is_reviewed=True)

    found = measure_mentions(kpi.COMPLAINT_PRECISION, [unseen, seen])

    assert found == Measured(None, 1, companion=0.0)


def test_spend_is_in_dollars_and_takes_back_what_was_not_paid() -> None:
    paid = [
        Expense(FRIDAY, SpendKind.post, 2, 30_000),
        Expense(FRIDAY, SpendKind.post, -1, -15_000),
    ]

    assert measure_spend(paid) == Measured(pytest.approx(0.015), 1)
    assert measure_spend([]) == Measured(None, 0)


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([], 0.5, None), ([7], 0.95, 7), ([1, 2, 3, 4], 0.5, 2), (list(range(1, 101)), 0.95, 95)],
)
def test_a_rank_is_a_value_that_was_seen(
    values: list[int], share: float, expected: int | None
) -> None:
    assert nearest_rank(values, share) == expected
