"""Tickets in the queue, with their customers' first words."""

from __future__ import annotations

from datetime import datetime

from tests.fakes.chat_product import ChatProduct
from tickets.clock import utc_now
from tickets.conversations import Conversations
from tickets.service import TicketService
from tickets.views import TicketView
from tickets.vocabulary import Author, Channel, EscalationReason, Theme, Tone


def waiting_ticket(
    product: ChatProduct,
    problem: str = "Je n'ai plus internet depuis trois jours",
    *,
    name: str | None = "Dominique Caron",
    theme: Theme = Theme.internet_fixe,
    tone: Tone = Tone.calm,
    opened_at: datetime | None = None,
) -> TicketView:
    """As another process makes one: written to the database, told to nobody."""

    def clock() -> datetime:
        return opened_at or utc_now()

    conversations = Conversations(product.database, clock)
    tickets = TicketService(product.database, clock)
    conversation = conversations.start(Channel.web)[0]
    conversations.append(conversation.id, Author.customer, problem)
    ticket = tickets.open(
        conversation.id, problem=problem, customer_name=name, theme=theme, tone=tone
    )
    return tickets.escalate(ticket.reference, EscalationReason.customer_request)
