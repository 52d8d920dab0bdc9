"""Solutions one after the other until one works, or until a person takes over."""

from __future__ import annotations

from tests.integration.dialogue.conftest import CHOICE, Customer
from tickets.vocabulary import EscalationReason, TicketState

PROBLEM = "Je n'ai plus internet du tout depuis ce matin, ni en wifi ni en câble"
REFUSALS = ("toujours pas", "non ça ne change rien", "/report_unsolved")


def _choose_first_if_asked(customer: Customer, said: str) -> str:
    return customer.says(customer.buttons[0]) if CHOICE.search(said) else said


def test_a_problem_solved_at_the_second_attempt_is_rated_and_closed(customer: Customer) -> None:
    first = _choose_first_if_asked(customer, customer.opens_ticket(PROBLEM))
    second = _choose_first_if_asked(customer, customer.says("toujours pas"))

    solved = customer.says("nickel ça remarche")
    customer.says("4")
    rated = customer.says("rapide et clair")

    assert "1." in first
    assert first != second
    assert "problème réglé" in solved
    assert "Autre chose ?" in rated
    assert customer.ticket.state is TicketState.closed
    assert (customer.ticket.rating, customer.ticket.rating_comment) == (4, "rapide et clair")


def test_three_refusals_hand_over_to_a_person_and_repeat_nothing(customer: Customer) -> None:
    said = _choose_first_if_asked(customer, customer.opens_ticket(PROBLEM))

    for refusal in REFUSALS:
        said = _choose_first_if_asked(customer, customer.says(refusal))

    ticket = customer.ticket
    assert ticket.state is TicketState.escalated
    assert ticket.escalation_reason is EscalationReason.attempts_exhausted
    assert ticket.reference in said
    assert len(set(ticket.proposed_article_ids)) == len(ticket.proposed_article_ids) == 3


def test_an_attempt_can_wait(customer: Customer) -> None:
    _choose_first_if_asked(customer, customer.opens_ticket(PROBLEM))

    waited = customer.says("je suis au boulot je peux pas essayer maintenant")
    later = customer.says("c'est bon ça remarche !")

    assert "essayez quand vous pourrez" in waited
    assert "problème réglé" in later


def test_a_word_is_explained_in_the_middle_of_an_attempt(customer: Customer) -> None:
    _choose_first_if_asked(customer, customer.opens_ticket(PROBLEM))

    said = customer.says("c'est quoi une PTO ?")

    assert "PTO" in said
    assert "est-ce que cela marche" in customer.heard[-1]
    assert customer.ticket.refused_count == 0


def test_still_not_after_the_ticket_was_closed_opens_it_again(customer: Customer) -> None:
    _choose_first_if_asked(customer, customer.opens_ticket(PROBLEM))
    customer.says_all("c'est réglé merci", "5", "/decline")

    said = customer.says("en fait toujours pas, ça recoupe")

    assert "rouvre" in said
    assert customer.ticket.state is TicketState.escalated


def test_a_fresh_dialogue_follows_a_rated_ticket_and_knows_the_name(customer: Customer) -> None:
    _choose_first_if_asked(customer, customer.opens_ticket(PROBLEM))
    customer.says_all("c'est réglé merci", "5", "/decline")

    asked = customer.says("ma facture a augmenté de 10 euros sans explication")

    assert "prénom" not in asked
    assert "Camille Martin" in (asked if "récapitule" in asked else customer.says("/decline"))


def test_a_problem_without_a_solution_is_asked_for_more_once_before_a_person(
    customer: Customer,
) -> None:
    asked = customer.opens_ticket("il y a un gros truc bizarre qui clignote chez les voisins")
    if "Dites-m'en" not in asked:
        asked = customer.says("/report_unsolved")  # none of the choices
    given_up = customer.says("non")

    assert "Dites-m'en un peu plus" in asked
    assert customer.ticket.state is TicketState.escalated
    assert customer.ticket.escalation_reason is EscalationReason.no_answer_found
    assert customer.ticket.reference in given_up


def test_what_is_told_when_more_is_asked_for_finds_the_solution(customer: Customer) -> None:
    asked = customer.opens_ticket("il y a un gros truc bizarre qui clignote chez les voisins")
    if "Dites-m'en" not in asked:
        customer.says("/report_unsolved")

    said = customer.says("en fait le répéteur wifi clignote rouge et ne se connecte pas à la box")

    assert "1." in _choose_first_if_asked(customer, said)
    assert customer.ticket.state is TicketState.open


def test_a_repeated_yes_opens_no_second_ticket(customer: Customer) -> None:
    customer.opens_ticket(PROBLEM)
    reference = customer.ticket.reference

    customer.says("/affirm")

    assert customer.ticket.reference == reference


def test_the_state_of_the_own_ticket_is_told_without_more_questions(customer: Customer) -> None:
    customer.opens_ticket(PROBLEM)

    assert customer.ticket.reference in customer.says("où en est mon ticket ?")


def test_another_customers_ticket_needs_reference_and_name(bot, customer: Customer) -> None:  # type: ignore[no-untyped-def]
    customer.opens_ticket(PROBLEM)
    reference = customer.ticket.reference
    other = bot.customer()

    wrong = other.says_all("où en est mon ticket ?", reference, "Durand")
    unknown = other.says_all("/ask_ticket_status", "FM-AAAA-CCCC", "Camille Martin")
    right = other.says_all("/ask_ticket_status", reference, "Camille Martin")

    assert wrong == unknown
    assert reference in right
