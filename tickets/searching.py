"""The words a ticket is found by, and what of a search box is asked of them. Pure."""

from __future__ import annotations

from tickets.folding import words
from tickets.schema import TicketRow


def search_words(ticket: TicketRow) -> str:
    """Reference, name, contact and problem, folded; to be set whenever one of them changes."""
    parts = (ticket.reference, ticket.customer_name, ticket.contact, ticket.problem)
    return " ".join(words(" ".join(part for part in parts if part)))


def patterns(text: str) -> list[str]:
    """One LIKE pattern a word that was asked for; every one must match."""
    return [f"%{word}%" for word in words(text)]
