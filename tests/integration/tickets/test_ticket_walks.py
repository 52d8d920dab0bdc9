"""Whatever is done to a ticket in whatever order, its invariants hold."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tickets.conversations import Conversations
from tickets.database import Database
from tickets.errors import TicketError
from tickets.lifecycle import TRANSITIONS
from tickets.service import TicketService
from tickets.vocabulary import Channel, EscalationReason, TicketState

Step = Callable[[TicketService, str], object]

STEPS: dict[str, Step] = {
    "propose a": lambda service, ref: service.propose(ref, "a", "A"),
    "propose b": lambda service, ref: service.propose(ref, "b", "B"),
    "propose c": lambda service, ref: service.propose(ref, "c", "C"),
    "refuse": lambda service, ref: service.refuse(ref),
    "resolve": lambda service, ref: service.resolve_by_bot(ref),
    "rate": lambda service, ref: service.rate(ref, 3),
    "cancel": lambda service, ref: service.cancel(ref),
    "escalate": lambda service, ref: service.escalate(ref, EscalationReason.grave),
    "reopen": lambda service, ref: service.reopen(ref),
}


def _events(database: Database, reference: str) -> list[tuple[str | None, str]]:
    query = text(
        "SELECT from_state, to_state FROM events JOIN tickets ON tickets.id = ticket_id"
        " WHERE reference = :reference ORDER BY events.id"
    )
    with database.reading() as session:
        return [tuple(row) for row in session.execute(query, {"reference": reference})]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.sampled_from(sorted(STEPS)), max_size=10))
def test_any_order_of_steps_leaves_a_continuous_history(
    database: Database, steps: list[str]
) -> None:
    service = TicketService(database, max_attempts=2)
    conversation, _ = Conversations(database).start(Channel.web)
    reference = service.open(conversation.id, problem="La TV saccade").reference

    for step in steps:
        with contextlib.suppress(TicketError):
            STEPS[step](service, reference)

    ticket = service.get(reference)
    events = _events(database, reference)
    assert events[0] == (None, "open")
    assert all(after[0] == before[1] for before, after in itertools.pairwise(events))
    assert all(to in TRANSITIONS[TicketState(origin)] for origin, to in events[1:] if origin)
    assert events[-1][1] == ticket.state
    assert (ticket.closing is not None) == (ticket.state is TicketState.closed)
    assert ticket.refused_count <= 2
    assert len(set(ticket.proposed_article_ids)) == len(ticket.proposed_article_ids)
