from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tickets.queue import QueueRow
from tickets.vocabulary import EscalationReason, Priority, Theme, TicketState, Tone
from web.console.lines import Line, Urgency

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
CHARLIE, SOFIA = 3, 4
ROW = QueueRow(
    reference="FM-7K3Q-2F9C",
    conversation_id="c",
    state=TicketState.escalated,
    theme=Theme.tv,
    tone=Tone.calm,
    priority=Priority.P2,
    score=20,
    factors=(),
    is_public=False,
    problem="Plus de TV",
    customer_name=None,
    escalation_reason=EscalationReason.customer_request,
    assignee_id=None,
    assignee_name=None,
    team_id=None,
    team_name=None,
    opened_at=NOW - 2 * HOUR,
    escalated_at=NOW - HOUR,
    due_at=NOW + 3 * HOUR,
    first_answer_due_at=NOW + 3 * HOUR,
    resolution_due_at=NOW + 40 * HOUR,
    first_agent_message_at=None,
    presence_lost_at=None,
    snoozed_until_at=None,
    waiting_for_customer=False,
    has_unanswered=True,
)


@pytest.mark.parametrize(
    ("changes", "urgency"),
    [
        ({}, Urgency.calm),
        ({"due_at": NOW - timedelta(minutes=1)}, Urgency.late),
        ({"due_at": NOW + timedelta(minutes=14)}, Urgency.soon),
        ({"due_at": NOW + timedelta(minutes=19)}, Urgency.soon),
        ({"waiting_for_customer": True, "due_at": NOW - HOUR}, Urgency.aside),
        ({"snoozed_until_at": NOW + HOUR}, Urgency.aside),
        ({"snoozed_until_at": NOW - HOUR}, Urgency.calm),
        ({"state": TicketState.closed}, Urgency.over),
        ({"state": TicketState.open}, Urgency.over),
    ],
)
def test_a_lines_clock_tells_what_people_must_do(
    changes: dict[str, object], urgency: Urgency
) -> None:
    line = Line.of(replace(ROW, **changes), CHARLIE, NOW)  # type: ignore[arg-type]

    assert line.urgency is urgency


@pytest.mark.parametrize(
    ("changes", "is_takeable"),
    [
        ({}, True),
        ({"assignee_id": CHARLIE}, True),
        ({"assignee_id": SOFIA}, False),
        ({"state": TicketState.in_progress, "assignee_id": CHARLIE}, False),
        ({"state": TicketState.open}, False),
    ],
)
def test_what_waits_for_nobody_else_can_be_taken(
    changes: dict[str, object], is_takeable: bool
) -> None:
    line = Line.of(replace(ROW, **changes), CHARLIE, NOW)  # type: ignore[arg-type]

    assert line.is_takeable is is_takeable


def test_waiting_is_counted_from_the_escalation() -> None:
    line = Line.of(ROW, CHARLIE, NOW)

    assert line.waits_for == HOUR
    assert line.left == 3 * HOUR
