"""A whole conversation in English, and the change from one language to the other."""

from __future__ import annotations

import pytest

from bot.language import told_language
from tests.integration.dialogue.conftest import Customer
from tickets.vocabulary import EscalationReason, TicketState

PROBLEM = "my internet has been down since yesterday, the box shows a red light"


def _choose_first_if_asked(customer: Customer, said: str) -> str:
    return customer.says(customer.buttons[0]) if "Several leads" in said else said


def test_a_problem_is_solved_in_english_from_the_first_word_to_the_rating(
    customer: Customer,
) -> None:
    said = [customer.says(text) for text in (PROBLEM, "my name is John Smith", "skip", "yes")]
    said.append(_choose_first_if_asked(customer, said[-1]))
    said += [customer.says(text) for text in ("still not working", "it works now, thanks")]
    said += [customer.says(text) for text in ("4 out of 5", "no thanks")]

    assert "first name" in said[0]
    assert "John Smith" in said[2]
    assert "Does this solve the problem?" in said[4]
    assert "Let's try something else" in said[5]
    assert "problem solved" in said[6]
    assert "Anything else?" in said[8]
    assert customer.ticket.state is TicketState.closed
    assert customer.ticket.rating == 4
    assert customer.ticket.customer_name == "John Smith"
    assert [text for text in said if told_language(text) == "fr"] == []


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("hello, anybody here?", "what is the problem"),
        ("are you a robot?", "I am a program"),
        ("what do you do with my personal data?", "privacy"),
        ("how do I change my wifi password?", "Does this answer your question?"),
        ("what is the capital of Peru", "I only deal with"),
        ("you are an idiot", "I understand that you have had enough"),
        ("what is a PTO?", "PTO"),
        ("where is my ticket?", "reference"),
    ],
)
def test_whatever_is_said_in_english_is_answered_in_english(
    customer: Customer, text: str, answer: str
) -> None:
    said = customer.says(text)

    assert answer in said
    assert told_language(said) == "en"


def test_a_person_is_asked_for_in_english(customer: Customer) -> None:
    said = customer.says("I want to talk to a real person please")

    assert "a person will take up your ticket" in said
    assert customer.ticket.escalation_reason is EscalationReason.customer_request


def test_one_borrowed_word_changes_no_language(customer: Customer) -> None:
    asked = customer.says("ma box ne marche plus depuis hier")

    assert "votre prénom" in asked
    assert "votre prénom" in customer.says("ok")


def test_who_writes_french_again_is_answered_in_french(customer: Customer) -> None:
    english = customer.says(PROBLEM)
    french = customer.says("je m'appelle Jean de la Tour")
    again = customer.says("yes please, I would rather skip that")

    assert "first name" in english
    assert "C'est facultatif" in french
    assert "To sum up" in again


def test_a_name_with_a_french_particle_changes_no_language(customer: Customer) -> None:
    asked = customer.says_all(PROBLEM, "Marie de la Tour")

    assert "It is optional" in asked


def test_the_channel_tells_the_language_where_words_do_not(customer: Customer) -> None:
    welcome = customer.says('/open_chat{"language": "en"}')

    assert "Tell me what is going on" in welcome
