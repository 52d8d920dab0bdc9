"""Where is my ticket: right pairs only, no hint, few guesses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tickets.conversations import Conversations
from tickets.errors import TooManyGuesses, UnknownConversation
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


def test_fifty_wrong_pairs_over_all_stop_everyone(
    service: TicketService, open_ticket: Open, conversations: Conversations
) -> None:
    reference = open_ticket().reference
    for _ in range(10):
        guesser = conversations.start(Channel.web)[0].id
        for _ in range(5):
            service.status_for_customer(guesser, NOBODYS, "Bob")

    fresh = conversations.start(Channel.web)[0].id

    with pytest.raises(TooManyGuesses):
        service.status_for_customer(fresh, reference, "Alice Martin")


def test_a_caller_without_a_conversation_is_counted_over_all(
    service: TicketService, open_ticket: Open
) -> None:
    reference = open_ticket().reference
    for _ in range(50):
        assert service.status_for_customer(None, NOBODYS, "Bob") is None

    with pytest.raises(TooManyGuesses):
        service.status_for_customer(None, reference, "Alice Martin")


def test_an_unknown_conversation_cannot_guess(service: TicketService) -> None:
    with pytest.raises(UnknownConversation):
        service.status_for_customer("nobody", NOBODYS, "Bob")
