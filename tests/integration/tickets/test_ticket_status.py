"""Where is my ticket: right pairs only, no hint, few guesses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tickets.conversations import Conversations
from tickets.database import Database
from tickets.errors import TooManyGuesses, UnknownConversation
from tickets.schema import StatusGuessRow
from tickets.service import TicketService
from tickets.views import TicketView
from tickets.vocabulary import Channel, TicketState

Open = Callable[..., TicketView]
NOBODYS = "FM-2222-2222"


@pytest.fixture
def bob(conversations: Conversations) -> str:
    """Another customer's conversation."""
    return conversations.start(Channel.web)[0].id


def test_alice_learns_the_state_of_her_ticket(
    service: TicketService, open_ticket: Open, bob: str
) -> None:
    ticket = open_ticket()

    status = service.status_for_customer(bob, f"c'est {ticket.reference.lower()}", "martin alice")

    assert status is not None
    assert (status.reference, status.state) == (ticket.reference, TicketState.open)


def test_every_wrong_pair_gets_the_same_nothing(
    service: TicketService, open_ticket: Open, bob: str
) -> None:
    reference = open_ticket().reference

    answers = [
        service.status_for_customer(bob, text, name)
        for text, name in ((reference, "Bob"), (NOBODYS, "Alice Martin"), ("", ""), (reference, ""))
    ]

    assert answers == [None, None, None, None]


def test_a_ticket_without_a_name_is_told_to_nobody(
    service: TicketService, conversation_id: str, bob: str
) -> None:
    ticket = service.open(conversation_id, problem="La TV saccade")

    assert service.status_for_customer(bob, ticket.reference, "Jean Personne") is None


def test_after_five_wrong_pairs_even_a_right_one_is_refused(
    service: TicketService, open_ticket: Open, bob: str
) -> None:
    reference = open_ticket().reference
    for _ in range(5):
        service.status_for_customer(bob, reference, "Bob")

    with pytest.raises(TooManyGuesses):
        service.status_for_customer(bob, reference, "Alice Martin")


def test_right_pairs_are_not_counted(service: TicketService, open_ticket: Open, bob: str) -> None:
    reference = open_ticket().reference

    answers = [service.status_for_customer(bob, reference, "Martin") for _ in range(8)]

    assert None not in answers


def test_an_hour_later_guesses_are_forgotten(
    service: TicketService, open_ticket: Open, bob: str, clock: Any
) -> None:
    reference = open_ticket().reference
    for _ in range(5):
        service.status_for_customer(bob, reference, "Bob")

    clock.advance(hours=1)

    assert service.status_for_customer(bob, reference, "Alice Martin") is not None


def test_ten_wrong_names_for_a_reference_stop_everyone_there_and_nobody_elsewhere(
    service: TicketService, open_ticket: Open, conversations: Conversations
) -> None:
    guessed = open_ticket().reference
    for _ in range(2):
        guesser = conversations.start(Channel.web)[0].id
        for _ in range(5):
            service.status_for_customer(guesser, guessed, "Bob")
    fresh = conversations.start(Channel.web)[0].id
    other = service.open(fresh, problem="La TV saccade", customer_name="Bob Durand").reference

    with pytest.raises(TooManyGuesses):
        service.status_for_customer(fresh, guessed, "Alice Martin")
    assert service.status_for_customer(fresh, other, "Bob Durand") is not None


def test_a_reference_that_no_ticket_has_is_stopped_alike(service: TicketService) -> None:
    for _ in range(10):
        service.status_for_customer(None, NOBODYS, "Bob")

    with pytest.raises(TooManyGuesses):
        service.status_for_customer(None, NOBODYS, "Bob")


def test_wrong_pairs_over_all_stop_everyone_only_when_no_prank_explains_them(
    service: TicketService, open_ticket: Open, database: Database, clock: Any
) -> None:
    reference = open_ticket().reference
    wrong = [StatusGuessRow(guessed_at=clock()) for _ in range(1000)]
    with database.session() as session:
        session.add_all(wrong[1:])
    assert service.status_for_customer(None, reference, "Alice Martin") is not None

    with database.session() as session:
        session.add(wrong[0])

    with pytest.raises(TooManyGuesses):
        service.status_for_customer(None, reference, "Alice Martin")


def test_an_unknown_conversation_cannot_guess(service: TicketService) -> None:
    with pytest.raises(UnknownConversation):
        service.status_for_customer("nobody", NOBODYS, "Bob")
