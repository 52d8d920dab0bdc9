"""Silence closes tickets, and is never taken for a yes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tickets.conversations import Conversations
from tickets.service import TicketService
from tickets.sweeps import Sweeper, SweepReport
from tickets.views import TicketView
from tickets.vocabulary import Author, ClosingKind, EscalationReason, TicketState

Open = Callable[..., TicketView]
NOTHING = SweepReport(unconfirmed=0, confirmed=0)


@pytest.fixture
def proposed(service: TicketService, open_ticket: Open) -> str:
    """The reference of a ticket whose first proposal waits for the customer's verdict."""
    reference = open_ticket().reference
    service.propose(reference, "box-a", "Un titre")
    return reference


def test_a_day_of_silence_closes_as_unconfirmed(
    sweeper: Sweeper, service: TicketService, proposed: str, clock: Any
) -> None:
    clock.advance(hours=24)

    report = sweeper.run()

    assert report == SweepReport(unconfirmed=1, confirmed=0)
    assert service.get(proposed).closing is ClosingKind.unconfirmed


def test_less_than_a_day_closes_nothing(sweeper: Sweeper, proposed: str, clock: Any) -> None:
    clock.advance(hours=23, minutes=59)

    assert sweeper.run() == NOTHING


def test_sweeping_again_changes_nothing(sweeper: Sweeper, proposed: str, clock: Any) -> None:
    clock.advance(hours=25)
    sweeper.run()

    assert sweeper.run() == NOTHING


def test_a_customer_who_wrote_meanwhile_is_not_silent(
    sweeper: Sweeper, conversations: Conversations, conversation_id: str, proposed: str, clock: Any
) -> None:
    clock.advance(hours=20)
    said = conversations.append(conversation_id, Author.customer, "j'essaie ce soir")
    conversations.mark_handled(conversation_id, said.seq)
    clock.advance(hours=5)

    assert sweeper.run() == NOTHING


def test_the_bots_own_words_do_not_break_the_silence(
    sweeper: Sweeper, conversations: Conversations, conversation_id: str, proposed: str, clock: Any
) -> None:
    clock.advance(hours=20)
    conversations.append(conversation_id, Author.bot, "Toujours là ?")
    clock.advance(hours=5)

    assert sweeper.run().unconfirmed == 1


def test_silence_after_a_refusal_closes_as_unconfirmed_too(
    sweeper: Sweeper, service: TicketService, proposed: str, clock: Any
) -> None:
    service.refuse(proposed)
    clock.advance(hours=24)

    sweeper.run()

    assert service.get(proposed).closing is ClosingKind.unconfirmed


def test_silence_before_any_proposal_closes_as_unconfirmed_too(
    sweeper: Sweeper, open_ticket: Open, clock: Any
) -> None:
    open_ticket("La TV saccade")
    clock.advance(hours=23, minutes=59)
    assert sweeper.run() == NOTHING
    clock.advance(minutes=1)

    assert sweeper.run().unconfirmed == 1


def test_a_proposal_is_given_its_day(
    sweeper: Sweeper, service: TicketService, proposed: str, clock: Any
) -> None:
    clock.advance(hours=20)
    service.refuse(proposed)
    service.propose(proposed, "box-b", "Un autre titre")
    clock.advance(hours=20)

    assert sweeper.run() == NOTHING


def test_who_waits_for_the_bots_answer_is_not_silent(
    sweeper: Sweeper, conversations: Conversations, conversation_id: str, proposed: str, clock: Any
) -> None:
    conversations.append(conversation_id, Author.customer, "ça ne marche toujours pas")
    clock.advance(hours=48)

    assert sweeper.run() == NOTHING


def test_an_escalated_ticket_is_not_closed_by_silence(
    sweeper: Sweeper, service: TicketService, proposed: str, clock: Any
) -> None:
    service.escalate(proposed, EscalationReason.customer_request)
    clock.advance(hours=240)

    assert sweeper.run() == NOTHING


def test_three_days_without_a_rating_close_a_resolved_ticket(
    sweeper: Sweeper, service: TicketService, proposed: str, clock: Any
) -> None:
    service.resolve_by_bot(proposed)
    clock.advance(hours=71, minutes=59)
    assert sweeper.run() == NOTHING
    clock.advance(minutes=1)

    report = sweeper.run()

    assert report == SweepReport(unconfirmed=0, confirmed=1)
    ticket = service.get(proposed)
    assert (ticket.state, ticket.closing) == (TicketState.closed, ClosingKind.confirmed)
    assert ticket.rating is None
