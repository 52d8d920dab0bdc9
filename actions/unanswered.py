"""What no article answers is kept, without personal data, for whoever writes the article."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions import composition
from actions.dossier import Dossier
from knowledge_base.search import Found
from tickets.views import TicketView
from tickets.vocabulary import Theme


def keep_question(tracker: Tracker, text: str, found: Found) -> None:
    """A question outside a ticket; its theme is that of the nearest article."""
    theme = Theme(found.hits[0].article.theme) if found.hits else Theme.autre
    composition.unanswered_questions().record(text, theme, [Dossier.of(tracker).full_name])


def keep_problem(ticket: TicketView) -> None:
    """A ticket's problem for which there was nothing to propose."""
    composition.unanswered_questions().record(ticket.problem, ticket.theme, [ticket.customer_name])
