from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.integration.tickets.conftest import SteppedClock
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.service import TicketService
from tickets.stock import Stock
from tickets.views import TicketView
from tickets.vocabulary import (
    AttemptOutcome,
    Author,
    Channel,
    EscalationReason,
    TicketState,
)

Open = Callable[..., TicketView]


@pytest.fixture
def stock(database: Database, clock: SteppedClock) -> Stock:
    return Stock(database, clock)


def test_what_there_is_none_of_is_counted_as_none(stock: Stock) -> None:
    assert set(stock.tickets()) == set(TicketState)
    assert set(stock.tickets().values()) == {0}
    assert stock.waits() == {"bot": 0, "agent": 0, "notification": 0}
    assert (stock.pending_messages(), stock.overdue_tickets()) == (0, 0)


def test_tickets_attempts_escalations_and_conversations_are_counted(
    stock: Stock, service: TicketService, open_ticket: Open
) -> None:
    service.cancel(open_ticket("La TV saccade").reference)
    escalated = open_ticket("La box est en feu")
    service.propose(escalated.reference, "box-allume-pas", "La box ne s'allume pas")
    service.refuse(escalated.reference)
    service.escalate(escalated.reference, EscalationReason.customer_request)

    assert stock.conversations()[Channel.web] == 1
    assert stock.tickets()[TicketState.cancelled] == stock.tickets()[TicketState.escalated] == 1
    assert stock.attempts()[AttemptOutcome.refused] == 1
    assert stock.escalations()[EscalationReason.customer_request] == 1


def test_the_oldest_wait_grows_until_somebody_answers(
    stock: Stock,
    clock: SteppedClock,
    conversations: Conversations,
    conversation_id: str,
    service: TicketService,
    open_ticket: Open,
) -> None:
    said = conversations.append(conversation_id, Author.customer, "ma box est en panne")
    service.escalate(open_ticket().reference, EscalationReason.customer_request)
    clock.advance(days=3)

    waits, pending, overdue = stock.waits(), stock.pending_messages(), stock.overdue_tickets()
    conversations.mark_handled(conversation_id, said.seq)

    assert waits["bot"] >= waits["agent"] >= 3 * 24 * 3600
    assert (pending, overdue) == (1, 1)
    assert stock.waits()["bot"] == 0
