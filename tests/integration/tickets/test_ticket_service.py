"""What happens to tickets: opening, attempts, escalation, rating, and who is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tickets.conversations import Conversations
from tickets.database import Database
from tickets.errors import (
    AlreadyCovered,
    AttemptRefused,
    InvalidValue,
    TransitionRefused,
    UnknownConversation,
    UnknownTicket,
    WrongState,
)
from tickets.references import new_reference
from tickets.service import TicketService
from tickets.views import TicketView
from tickets.vocabulary import (
    Channel,
    ClosingKind,
    EscalationReason,
    Priority,
    Theme,
    TicketState,
)

Open = Callable[..., TicketView]


def test_a_new_ticket_is_open_and_has_its_priority_and_deadlines(open_ticket: Open) -> None:
    ticket = open_ticket("Plus d'internet depuis 3 jours")

    assert ticket.state is TicketState.open
    assert ticket.priority is Priority.P1
    assert ("no_service", 40) in ticket.factors
    assert ticket.first_answer_due_at - ticket.opened_at == timedelta(hours=1)
    assert ticket.customer_name == "Alice Martin"


def test_the_same_problem_twice_is_one_ticket(open_ticket: Open) -> None:
    first = open_ticket("Ma connexion est lente")

    again = open_ticket("  ma CONNEXION est lente !!")

    assert again.reference == first.reference


def test_another_problem_is_another_ticket(open_ticket: Open) -> None:
    assert open_ticket("La TV saccade").reference != open_ticket().reference


def test_a_closed_problem_that_comes_back_is_a_new_ticket(
    service: TicketService, open_ticket: Open
) -> None:
    first = open_ticket()
    service.cancel(first.reference)

    assert open_ticket().reference != first.reference


def test_a_ticket_needs_a_conversation(service: TicketService) -> None:
    with pytest.raises(UnknownConversation):
        service.open("nobody", problem="La TV saccade")


def test_a_reference_already_given_is_drawn_again(database: Database, conversation_id: str) -> None:
    taken, fresh = new_reference(), new_reference()
    drawn = iter([taken, taken, fresh])
    service = TicketService(database, references=lambda: next(drawn))

    service.open(conversation_id, problem="La TV saccade")
    second = service.open(conversation_id, problem="Ma facture est fausse")

    assert second.reference == fresh


def test_many_tickets_of_one_contact_raise_the_score(
    service: TicketService, conversations: Conversations
) -> None:
    for problem in ("un", "deux", "trois"):
        conversation, _ = conversations.start(Channel.web)
        service.open(conversation.id, problem=problem, contact="Bob@example.org")
    conversation, _ = conversations.start(Channel.web)

    ticket = service.open(conversation.id, problem="quatre", contact="bob@example.org ")

    assert ("many_tickets_in_30_days", 15) in ticket.factors


def test_the_current_ticket_is_the_latest_that_is_not_over(
    service: TicketService, open_ticket: Open, conversation_id: str
) -> None:
    first = open_ticket()
    second = open_ticket("La TV saccade")
    service.cancel(second.reference)

    current = service.current(conversation_id)

    assert current is not None
    assert current.reference == first.reference
    assert service.current("nobody") is None


def test_attempts_are_numbered_and_count_down(service: TicketService, open_ticket: Open) -> None:
    reference = open_ticket().reference

    numbers, left = [], []
    for article in ("box-a", "box-b", "box-c"):
        numbers.append(service.propose(reference, article, "Un titre"))
        left.append(service.refuse(reference).attempts_left)

    assert numbers == [1, 2, 3]
    assert left == [2, 1, 0]
    assert service.get(reference).proposed_article_ids == ("box-a", "box-b", "box-c")
    assert service.get(reference).refused_count == 3


def test_a_refused_solution_is_never_proposed_twice(
    service: TicketService, open_ticket: Open
) -> None:
    reference = open_ticket().reference
    service.propose(reference, "box-a", "Un titre")
    service.refuse(reference)

    with pytest.raises(AttemptRefused, match="article_id"):
        service.propose(reference, "box-a", "Un titre")


def test_a_second_proposal_waits_for_the_verdict_on_the_first(
    service: TicketService, open_ticket: Open
) -> None:
    reference = open_ticket().reference
    service.propose(reference, "box-a", "Un titre")

    with pytest.raises(AttemptRefused, match="not judged"):
        service.propose(reference, "box-b", "Un titre")


def test_nothing_is_proposed_once_the_attempts_are_used_up(
    database: Database, open_ticket: Open
) -> None:
    reference = open_ticket().reference
    strict = TicketService(database, max_attempts=1)
    strict.propose(reference, "box-a", "Un titre")
    strict.refuse(reference)

    with pytest.raises(AttemptRefused, match="escalate"):
        strict.propose(reference, "box-b", "Un titre")


def test_nothing_can_be_refused_before_it_is_proposed(
    service: TicketService, open_ticket: Open
) -> None:
    with pytest.raises(AttemptRefused):
        service.refuse(open_ticket().reference)


def test_a_solved_ticket_closes_with_its_rating(service: TicketService, open_ticket: Open) -> None:
    reference = open_ticket().reference
    service.propose(reference, "box-a", "Un titre")

    solved = service.resolve_by_bot(reference)
    rated = service.rate(reference, 5)
    commented = service.rate(reference, 5, "Merci")

    assert solved.state is TicketState.resolved
    assert (rated.state, rated.closing) == (TicketState.closed, ClosingKind.confirmed)
    assert (commented.rating, commented.rating_comment) == (5, "Merci")


@pytest.mark.parametrize("rating", [0, 6, -1])
def test_a_rating_goes_from_1_to_5(service: TicketService, open_ticket: Open, rating: int) -> None:
    reference = open_ticket().reference
    service.resolve_by_bot(reference)

    with pytest.raises(InvalidValue, match="rating"):
        service.rate(reference, rating)


def test_an_open_ticket_cannot_be_rated(service: TicketService, open_ticket: Open) -> None:
    with pytest.raises(WrongState, match="resolved or closed"):
        service.rate(open_ticket().reference, 4)


def test_escalating_twice_keeps_the_first_reason(service: TicketService, open_ticket: Open) -> None:
    reference = open_ticket().reference
    service.escalate(reference, EscalationReason.no_answer_found)

    again = service.escalate(reference, EscalationReason.customer_request)

    assert again.state is TicketState.escalated
    assert again.escalation_reason is EscalationReason.no_answer_found


def test_the_bot_resolves_nothing_that_humans_have(
    service: TicketService, open_ticket: Open
) -> None:
    reference = open_ticket().reference
    service.escalate(reference, EscalationReason.grave)

    with pytest.raises(WrongState):
        service.resolve_by_bot(reference)


def test_a_resolved_ticket_can_only_be_reopened_not_cancelled(
    service: TicketService, open_ticket: Open
) -> None:
    reference = open_ticket().reference
    service.resolve_by_bot(reference)

    with pytest.raises(TransitionRefused):
        service.cancel(reference)


def test_a_cancelled_ticket_stays_cancelled(service: TicketService, open_ticket: Open) -> None:
    reference = open_ticket().reference
    service.cancel(reference)

    with pytest.raises(WrongState):
        service.escalate(reference, EscalationReason.customer_request)
    with pytest.raises(WrongState):
        service.reopen(reference)
    with pytest.raises(WrongState):
        service.resolve_by_bot(reference)
    with pytest.raises(TransitionRefused):
        service.cancel(reference)


def test_a_closed_ticket_reopens_with_new_deadlines(
    service: TicketService, open_ticket: Open, clock: Any
) -> None:
    reference = open_ticket().reference
    service.resolve_by_bot(reference)
    service.rate(reference, 4)
    clock.advance(hours=30)

    reopened = service.reopen(reference)

    assert reopened.state is TicketState.escalated
    assert reopened.closing is None
    assert reopened.rating == 4
    assert reopened.first_answer_due_at > clock()


def test_a_closed_ticket_does_not_reopen_beside_its_successor(
    service: TicketService, open_ticket: Open
) -> None:
    first = open_ticket()
    service.resolve_by_bot(first.reference)
    service.rate(first.reference, 2)
    successor = open_ticket()

    with pytest.raises(AlreadyCovered, match=successor.reference):
        service.reopen(first.reference)


def test_a_correction_replaces_only_what_it_gives(
    service: TicketService, open_ticket: Open
) -> None:
    reference = open_ticket().reference

    corrected = service.correct(reference, customer_name="Alice Durand")

    assert corrected.customer_name == "Alice Durand"
    assert corrected.contact == "alice@example.org"


def test_another_problem_joins_the_ticket_of_the_first(
    service: TicketService, open_ticket: Open
) -> None:
    first = open_ticket("Plus de wifi")

    both = service.add_problem(first.reference, "  ma facture a augmenté ")

    assert both.problem == "Plus de wifi\nma facture a augmenté"
    assert open_ticket("Plus de wifi").reference == first.reference


def test_an_unknown_reference_is_refused(service: TicketService) -> None:
    for reference in ("FM-7K3Q-2F9C", "nonsense"):
        with pytest.raises(UnknownTicket):
            service.get(reference)


def test_agents_see_the_nearest_deadline_first(service: TicketService, open_ticket: Open) -> None:
    slow = open_ticket("Ma connexion est lente")
    grave = open_ticket("La box est en feu")
    question = open_ticket("Une question sur mon abonnement")
    for ticket in (question, slow, grave):
        service.escalate(ticket.reference, EscalationReason.grave)

    waiting = [ticket.reference for ticket in service.escalated()]

    assert waiting == [grave.reference, slow.reference, question.reference]


def test_what_was_opened_is_read_back_whole(service: TicketService, conversation_id: str) -> None:
    opened = service.open(
        conversation_id, problem="Élodie ☎️ n'a plus de réseau", theme=Theme.reseau_mobile
    )

    assert service.get(opened.reference.lower().replace("-", " ")) == opened
