"""Agents' answers that were not read are mailed, together and once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import Cast
from tickets import personal_data
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.desk import Desk
from tickets.outbox import Notifications
from tickets.service import TicketService
from tickets.unread_answers import UnreadAnswer, UnreadAnswers
from tickets.views import TicketView
from tickets.vocabulary import EscalationReason

Open = Callable[..., TicketView]


@pytest.fixture
def unread(database: Database, clock: Any) -> UnreadAnswers:
    return UnreadAnswers(database, clock)


@pytest.fixture
def outbox(database: Database, clock: Any) -> Notifications:
    return Notifications(database, clock)


@pytest.fixture
def reference(service: TicketService, desk: Desk, cast: Cast, open_ticket: Open) -> str:
    """Alice Martin's ticket, taken by Bob of the team."""
    taken = service.escalate(open_ticket().reference, EscalationReason.customer_request)
    return desk.take(taken.reference, cast.bob.id).reference


def test_what_was_said_in_two_minutes_leaves_as_one_mail(
    desk: Desk,
    cast: Cast,
    clock: Any,
    unread: UnreadAnswers,
    outbox: Notifications,
    reference: str,
) -> None:
    desk.say(reference, cast.bob.id, "Bonjour")
    clock.advance(seconds=90)
    desk.say(reference, cast.bob.id, "La ligne est réparée.")
    too_early = unread.enqueue_due()
    clock.advance(seconds=30)

    counts = [unread.enqueue_due(), unread.enqueue_due()]

    (mail,) = outbox.claim_due()
    assert (too_early, counts) == (0, [1, 0])
    assert unread.read(reference, mail.payload["seqs"]) == UnreadAnswer(
        reference=reference,
        address="alice@example.org",
        language="fr",
        messages=(("Bob", "Bonjour"), ("Bob", "La ligne est réparée.")),
    )


def test_what_is_said_later_is_the_next_mail(
    desk: Desk,
    cast: Cast,
    clock: Any,
    unread: UnreadAnswers,
    outbox: Notifications,
    reference: str,
) -> None:
    desk.say(reference, cast.bob.id, "Bonjour")
    clock.advance(minutes=2)
    unread.enqueue_due()
    clock.advance(seconds=1)
    later = desk.say(reference, cast.bob.id, "Une dernière chose")
    clock.advance(minutes=2)

    unread.enqueue_due()

    assert [mail.payload["seqs"] for mail in outbox.claim_due()] == [[later.seq - 1], [later.seq]]


def test_a_customer_who_is_there_gets_no_mail(
    desk: Desk,
    cast: Cast,
    clock: Any,
    conversations: Conversations,
    conversation_id: str,
    unread: UnreadAnswers,
    reference: str,
) -> None:
    said = desk.say(reference, cast.bob.id, "Bonjour")
    conversations.mark_delivered(conversation_id, said.seq)
    clock.advance(minutes=5)

    assert unread.enqueue_due() == 0


@pytest.mark.parametrize("contact", ["+33612345678", "chez moi"])
def test_a_customer_without_an_address_gets_no_mail(
    desk: Desk,
    cast: Cast,
    clock: Any,
    service: TicketService,
    unread: UnreadAnswers,
    reference: str,
    contact: str,
) -> None:
    service.correct(reference, contact=contact)
    desk.say(reference, cast.bob.id, "Bonjour")
    clock.advance(minutes=5)

    assert unread.enqueue_due() == 0


def test_what_was_erased_meanwhile_does_not_leave(
    database: Database,
    desk: Desk,
    cast: Cast,
    clock: Any,
    unread: UnreadAnswers,
    outbox: Notifications,
    reference: str,
) -> None:
    said = desk.say(reference, cast.bob.id, "Bonjour")
    clock.advance(minutes=2)
    unread.enqueue_due()

    personal_data.erase(database, reference, clock())

    assert outbox.claim_due() == []
    assert unread.read(reference, [said.seq]) is None


def test_nobody_is_mailed_about_last_month(
    desk: Desk, cast: Cast, clock: Any, unread: UnreadAnswers, reference: str
) -> None:
    desk.say(reference, cast.bob.id, "Bonjour")
    clock.advance(days=8)

    assert unread.enqueue_due() == 0
