"""Brings a customer's conversation to the agents without a real bot, and waits for what follows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tests.fakes.chat_product import ChatProduct
from tests.fakes.customer import PATIENCE_SECONDS, Customer
from tickets.vocabulary import EscalationReason

FINE_PAUSE_SECONDS = 0.02


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not condition():
            await asyncio.sleep(FINE_PAUSE_SECONDS)


def escalated(product: ChatProduct, customer: Customer, problem: str = "Ma box est morte") -> str:
    conversation = product.conversations.by_token(customer.token or "")
    assert conversation is not None
    return escalated_in(product, conversation.id, problem)


def escalated_in(
    product: ChatProduct, conversation_id: str, problem: str = "Ma box est morte"
) -> str:
    ticket = product.tickets.open(
        conversation_id,
        problem=problem,
        customer_name="Alice Martin",
        contact="alice@example.org",
    )
    product.tickets.escalate(ticket.reference, EscalationReason.customer_request)
    return ticket.reference
