"""What the forms collected of a customer, and how it becomes a ticket."""

from __future__ import annotations

from dataclasses import dataclass

from rasa_sdk import Tracker

from actions import composition
from actions.names import PersonName, display
from actions.posts import as_told
from actions.tones import gravest, tone_of
from tickets.chat_links import KnownProblem
from tickets.views import TicketView
from tickets.vocabulary import Theme, Tone

DECLINED = "-"
SHOWN_CHARS = 300
KEPT_CHARS = 4000


@dataclass(frozen=True)
class Dossier:
    """Name, problem and contact as far as they are known."""

    name: PersonName
    problem: str | None
    contact: str | None

    @classmethod
    def of(cls, tracker: Tracker) -> Dossier:
        return cls(
            name=PersonName(first=_given(tracker, "first_name"), last=_given(tracker, "last_name")),
            problem=tracker.get_slot("problem"),
            contact=_given(tracker, "contact"),
        )

    @property
    def full_name(self) -> str | None:
        """The name as it is shown, None while nothing of it is known."""
        return display(self.name) or None

    @property
    def problem_shown(self) -> str:
        """The problem on one line, short enough for a recap."""
        return on_one_line(self.problem or "")

    def open_ticket(self, conversation_id: str, problem: str, tone: Tone) -> TicketView:
        """Open the ticket, with its theme from the nearest article."""
        post = composition.chat_links().known_problem(conversation_id)
        return composition.tickets().open(
            conversation_id,
            problem=problem[:KEPT_CHARS],
            customer_name=self.full_name,
            contact=self.contact,
            theme=theme_of(problem, post),
            tone=gravest([tone, tone_of(problem)]),
            is_public=post is not None,
        )


def _given(tracker: Tracker, slot: str) -> str | None:
    value: str | None = tracker.get_slot(slot)
    return None if value == DECLINED else value


def on_one_line(text: str) -> str:
    """What a customer told, short enough to be quoted."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_CHARS else line[: SHOWN_CHARS - 1].rstrip() + "…"


def theme_of(problem: str, post: KnownProblem | None) -> Theme:
    """That of the post while its words are the problem, else that of the nearest article."""
    if post and post.theme and post.text and as_told(post.text) in problem:
        return post.theme
    found = composition.searcher().search(problem)
    return Theme(found.hits[0].article.theme) if found.hits else Theme.autre


def customer_words(tracker: Tracker) -> str:
    """What the customer typed so far in this dialogue, buttons left out, one message a line."""
    texts = [str(e.get("text") or "") for e in tracker.events if e.get("event") == "user"]
    return "\n".join(text for text in texts if text and not text.startswith("/"))
