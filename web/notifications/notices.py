"""What people are told of a ticket outside the console: few words, and none of the customer's
but the first line of the problem, with names, addresses and numbers taken out. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tickets.redaction import redact
from tickets.views import TicketView
from tickets.vocabulary import NotificationKind
from web.catalogue import Catalogue, Language
from web.console.formats import spoken_length

LANGUAGE: Language = "fr"
MAX_PROBLEM_CHARS = 200
HEADLINES = {
    NotificationKind.escalated: "notice.escalated",
    NotificationKind.deadline_near: "notice.deadline_near",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """What a mail or a webhook tells; `facts` are labels and values, in order, `opening` is what
    the link to `url` says."""

    headline: str
    problem: str
    facts: tuple[tuple[str, str], ...]
    url: str
    opening: str


def first_line(ticket: TicketView) -> str:
    """The first line of the problem that says something, without personal data."""
    redacted = redact(ticket.problem, [ticket.customer_name])
    line = next((line.strip() for line in redacted.splitlines() if line.strip()), "")
    return line if len(line) <= MAX_PROBLEM_CHARS else f"{line[: MAX_PROBLEM_CHARS - 1]}…"


def next_deadline(ticket: TicketView) -> tuple[str, datetime]:
    """The sentence that names the promise to be kept next, and until when."""
    if ticket.first_agent_message_at is None:
        return "notice.first_answer_due", ticket.first_answer_due_at
    return "notice.resolution_due", ticket.resolution_due_at


def waiting_since(ticket: TicketView) -> datetime:
    return ticket.escalated_at or ticket.state_changed_at


class Notices:
    """Words notices in the operator's time zone."""

    def __init__(self, catalogue: Catalogue, public_url: str, zone: ZoneInfo) -> None:
        self._catalogue = catalogue
        self._public_url = public_url.rstrip("/")
        self._zone = zone

    def of(self, kind: NotificationKind, ticket: TicketView, now: datetime) -> Notice:
        theme, priority = self._text(f"word.theme_{ticket.theme}"), ticket.priority.value
        deadline, due_at = next_deadline(ticket)
        words = {"priority": priority, "theme": theme, "reference": ticket.reference}
        return Notice(
            headline=self._text(HEADLINES[kind], **words),
            problem=first_line(ticket),
            facts=(
                (self._text("notice.theme"), theme),
                (self._text("notice.priority"), priority),
                (self._text("notice.waiting_since"), self._when(waiting_since(ticket), now)),
                (self._text(deadline), self._when(due_at, now)),
            ),
            url=f"{self._public_url}/console/tickets/{ticket.reference}",
            opening=self._text("notice.open"),
        )

    def _when(self, at: datetime, now: datetime) -> str:
        moment = f"{at.astimezone(self._zone):%d/%m %H:%M}"
        key = "notice.ago" if at <= now else "notice.left"
        return f"{moment} ({self._text(key, length=spoken_length(now - at, LANGUAGE))})"

    def _text(self, key: str, **values: object) -> str:
        return self._catalogue.text(key, LANGUAGE, **values)


def webhook_body(
    kind: NotificationKind, ticket: TicketView, notice: Notice, key: str
) -> dict[str, Any]:
    """`text` is what Slack and its kin show; the rest is for programs."""
    _, due_at = next_deadline(ticket)
    return {
        "text": "\n".join(
            filter(None, [slack_text(notice.headline), slack_quote(notice.problem), notice.url])
        ),
        "id": key,
        "kind": kind.value,
        "ticket": {
            "reference": ticket.reference,
            "state": ticket.state.value,
            "theme": ticket.theme.value,
            "priority": ticket.priority.value,
            "tone": ticket.tone.value,
            "reason": ticket.escalation_reason.value if ticket.escalation_reason else None,
            "problem": notice.problem,
            "waiting_since": waiting_since(ticket).isoformat(),
            "due_at": due_at.isoformat(),
            "url": notice.url,
        },
    }


def slack_text(text: str) -> str:
    """Without what Slack would obey, such as `<!channel>`."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def slack_quote(text: str) -> str:
    return f"> {slack_text(text)}" if text else ""
