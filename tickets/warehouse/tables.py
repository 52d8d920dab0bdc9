"""The tables of the star schema: their columns, and their rows out of histories. Pure.

Nothing here names or quotes anybody: customers don't appear, agents and conversations by keys.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tickets.kpis import formulas
from tickets.kpis.histories import Expense, MentionHistory, TicketHistory
from tickets.opening_hours import OpeningHours
from tickets.vocabulary import Author, Theme

Row = tuple[Any, ...]
KEY_CHARS = 16


@dataclass(frozen=True)
class Table:
    """A name, and each column's name with its SQL type."""

    name: str
    columns: tuple[tuple[str, str], ...]


TICKETS = Table(
    "fact_tickets",
    (
        ("ticket_key", "BIGINT"),
        ("day", "DATE"),
        ("opened_at", "TIMESTAMP"),
        ("theme", "VARCHAR"),
        ("channel", "VARCHAR"),
        ("priority", "VARCHAR"),
        ("state", "VARCHAR"),
        ("closing", "VARCHAR"),
        ("escalation_reason", "VARCHAR"),
        ("attempts", "INTEGER"),
        ("is_automatically_resolved", "BOOLEAN"),
        ("is_escalated", "BOOLEAN"),
        ("escalated_in_opening_hours", "BOOLEAN"),
        ("agent_response_seconds", "BIGINT"),
        ("bot_resolution_seconds", "BIGINT"),
        ("agent_resolution_seconds", "BIGINT"),
        ("resolved_by_agent_key", "BIGINT"),
        ("was_resolved", "BOOLEAN"),
        ("rating", "INTEGER"),
        ("due_at", "TIMESTAMP"),
        ("is_deadline_kept", "BOOLEAN"),
    ),
)
ATTEMPTS = Table(
    "fact_attempts",
    (
        ("ticket_key", "BIGINT"),
        ("day", "DATE"),
        ("number", "INTEGER"),
        ("article_key", "VARCHAR"),
        ("outcome", "VARCHAR"),
    ),
)
MENTIONS = Table(
    "fact_mentions",
    (
        ("mention_key", "BIGINT"),
        ("day", "DATE"),
        ("created_at", "TIMESTAMP"),
        ("theme", "VARCHAR"),
        ("is_classified", "BOOLEAN"),
        ("was_judged_complaint", "BOOLEAN"),
        ("is_complaint", "BOOLEAN"),
        ("is_corrected", "BOOLEAN"),
        ("public_response_seconds", "BIGINT"),
        ("replies", "INTEGER"),
        ("clicks", "INTEGER"),
        ("chats", "INTEGER"),
        ("tickets", "INTEGER"),
        ("resolved", "INTEGER"),
    ),
)
SPEND = Table(
    "fact_spend",
    (("day", "DATE"), ("kind", "VARCHAR"), ("units", "INTEGER"), ("micros", "BIGINT")),
)
MESSAGES = Table(
    "fact_messages",
    (
        ("message_key", "BIGINT"),
        ("conversation_key", "VARCHAR"),
        ("day", "DATE"),
        ("created_at", "TIMESTAMP"),
        ("author", "VARCHAR"),
        ("agent_key", "BIGINT"),
    ),
)
DAYS = Table(
    "dim_day",
    (
        ("day", "DATE"),
        ("iso_year", "INTEGER"),
        ("iso_week", "INTEGER"),
        ("month", "VARCHAR"),
        ("weekday", "INTEGER"),
        ("is_open", "BOOLEAN"),
    ),
)
THEMES = Table("dim_theme", (("theme", "VARCHAR"),))
ARTICLES = Table("dim_article", (("article_key", "VARCHAR"), ("title", "VARCHAR")))
AGENTS = Table(
    "dim_agent",
    (("agent_key", "BIGINT"), ("role", "VARCHAR"), ("team", "VARCHAR"), ("is_active", "BOOLEAN")),
)


def ticket_rows(day: date, tickets: Sequence[TicketHistory], hours: OpeningHours) -> Iterator[Row]:
    """Rows of `fact_tickets`: those opened on this local day, by the formulas of the figures."""
    for ticket in tickets:
        due = formulas.due(ticket)
        resolvers = sorted(formulas.resolved_by(ticket), key=int)
        yield (
            ticket.id,
            day,
            ticket.opened_at,
            ticket.theme,
            ticket.channel,
            ticket.priority,
            ticket.state,
            ticket.closing,
            ticket.escalation_reason,
            len(ticket.proposals),
            formulas.automatic_resolution(ticket) is not None,
            formulas.first_escalation(ticket) is not None,
            formulas.waits_in_opening_hours(ticket, hours),
            formulas.agent_response_seconds(ticket),
            formulas.resolution_seconds(ticket, Author.bot),
            formulas.resolution_seconds(ticket, Author.agent),
            int(resolvers[0]) if resolvers else None,
            formulas.was_resolved(ticket),
            ticket.rating,
            due.at if due else None,
            due.is_kept if due else None,
        )


def attempt_rows(day: date, tickets: Sequence[TicketHistory]) -> Iterator[Row]:
    """Rows of `fact_attempts`, of tickets opened on this local day."""
    for ticket in tickets:
        for number, proposal in enumerate(ticket.proposals, start=1):
            yield ticket.id, day, number, proposal.article_id, proposal.outcome


def mention_rows(day: date, mentions: Sequence[MentionHistory]) -> Iterator[Row]:
    """Rows of `fact_mentions`: those posted on this local day."""
    for mention in mentions:
        yield (
            mention.id,
            day,
            mention.created_at,
            mention.theme,
            mention.is_classified,
            mention.was_judged_complaint,
            mention.is_complaint,
            mention.is_corrected,
            formulas.public_response_seconds(mention),
            mention.replies,
            mention.clicks,
            mention.chats,
            mention.tickets,
            mention.resolved,
        )


def spend_rows(day: date, expenses: Sequence[Expense]) -> Iterator[Row]:
    """Rows of `fact_spend`, of this local day."""
    for expense in expenses:
        yield day, expense.kind, expense.units, expense.micros


def message_row(
    message_id: int,
    conversation_id: str,
    author: Author,
    agent_id: int | None,
    created_at: datetime,
    hours: OpeningHours,
) -> Row:
    """A row of `fact_messages`; the key of a conversation opens nothing in the product."""
    key = hashlib.sha256(conversation_id.encode()).hexdigest()[:KEY_CHARS]
    day = created_at.astimezone(hours.zone).date()
    return message_id, key, day, created_at, author, agent_id


def day_rows(first: date, last: date, hours: OpeningHours) -> Iterator[Row]:
    """Rows of `dim_day`: every local day from the first to the last."""
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        year, week, weekday = day.isocalendar()
        yield day, year, week, f"{day:%Y-%m}", weekday, hours.opens_on(day)


def theme_rows() -> Iterator[Row]:
    """Rows of `dim_theme`."""
    return ((theme,) for theme in Theme)
