"""Tickets as text for an operator's terminal. It reads nothing itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tickets.views import TicketView


def table(tickets: Sequence[TicketView]) -> str:
    """One line a ticket, without personal data."""
    lines = [
        f"{ticket.reference}  {ticket.state:<11}  {ticket.priority}  {ticket.theme:<19}  "
        f"{ticket.first_answer_due_at:%Y-%m-%d %H:%M}"
        for ticket in tickets
    ]
    return "\n".join(lines) or "No ticket."


def story(exported: dict[str, Any]) -> str:
    """Messages, attempts and events of an export, in the order in which they happened."""
    heads = [_head(ticket) for ticket in exported["tickets"]]
    moments = sorted(_moments(exported), key=lambda moment: moment[0])
    return "\n".join([*heads, "", *(f"{at[:19]}  {text}" for at, text in moments)])


def _head(ticket: dict[str, Any]) -> str:
    who = ticket["customer_name"] or "no name"
    factors = ", ".join(f"{name} {points}" for name, points in ticket["factors"]) or "none"
    return (
        f"{ticket['reference']}  {ticket['state']}  {ticket['priority']} "
        f"(score {ticket['score']}: {factors})  {ticket['theme']}  {who}\n  {ticket['problem']}"
    )


def _moments(exported: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for message in exported["messages"]:
        yield message["created_at"], f"{message['author']}: {message['text']}"
    for ticket in exported["tickets"]:
        for attempt in ticket["attempts"]:
            label = f"[attempt {attempt['number']}] {attempt['article_id']}"
            yield attempt["proposed_at"], f"{label} proposed"
            if attempt["judged_at"]:
                yield attempt["judged_at"], f"{label} {attempt['outcome']}"
        for event in ticket["events"]:
            move = f"{event['from_state'] or 'new'} → {event['to_state']}"
            actor = " ".join(filter(None, (event["actor_kind"], event["actor_id"])))
            yield (
                event["happened_at"],
                f"[{ticket['reference']}] {move} by {actor} ({event['reason']})",
            )
