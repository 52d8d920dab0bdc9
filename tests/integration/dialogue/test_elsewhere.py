"""What is no matter of ours is said to be so, and no ticket comes of it."""

from __future__ import annotations

from tests.integration.dialogue.conftest import Customer


def test_another_operators_customer_is_told_so_without_a_ticket(customer: Customer) -> None:
    said = customer.says("ma livebox orange est en panne depuis hier")

    assert "un autre opérateur" in said
    assert customer.ticket is None


def test_another_subject_is_refused_in_the_customers_language(customer: Customer) -> None:
    said = customer.says("my oven does not heat up any more, can you help me?")

    assert "I only deal with Freebox" in said
    assert customer.ticket is None
