"""What leaves the product about a ticket, and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tickets.unread_answers import UnreadAnswer
from tickets.views import TicketView
from tickets.vocabulary import (
    EscalationReason,
    NotificationKind,
    Priority,
    Theme,
    TicketState,
    Tone,
)
from web.catalogue import Catalogue
from web.notifications.letters import Letters
from web.notifications.notices import MAX_PROBLEM_CHARS, Notices, webhook_body

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
CATALOGUE = Catalogue.load("Exemple Télécom")
NOTICES = Notices(CATALOGUE, "https://aide.example.org/", ZoneInfo("Europe/Paris"))
LETTERS = Letters(CATALOGUE, "https://aide.example.org/")
ESCALATED, NEAR = NotificationKind.escalated, NotificationKind.deadline_near
TICKET = TicketView(
    reference="FM-7K3Q-2F9C",
    conversation_id="c1",
    state=TicketState.escalated,
    theme=Theme.internet_fixe,
    tone=Tone.angry,
    priority=Priority.P1,
    score=50,
    factors=(),
    is_public=False,
    problem="Ma box <b>clignote</b> depuis lundi\nappelez Alice au 06 12 34 56 78",
    customer_name="Alice Martin",
    contact="alice@example.org",
    escalation_reason=EscalationReason.customer_request,
    proposed_article_ids=(),
    refused_count=0,
    rating=None,
    rating_comment=None,
    closing=None,
    opened_at=NOW - timedelta(hours=1),
    state_changed_at=NOW,
    first_answer_due_at=NOW + timedelta(minutes=57),
    resolution_due_at=NOW + timedelta(hours=24),
    escalated_at=NOW - timedelta(minutes=3),
)


def test_a_notice_says_which_ticket_how_grave_and_since_when() -> None:
    notice = NOTICES.of(ESCALATED, TICKET, NOW)

    assert notice.headline == "[P1] Internet fixe : FM-7K3Q-2F9C attend un conseiller"
    assert notice.problem == "Ma box <b>clignote</b> depuis lundi"
    assert notice.url == "https://aide.example.org/console/tickets/FM-7K3Q-2F9C"
    assert dict(notice.facts) == {
        "Thème": "Internet fixe",
        "Priorité": "P1",
        "En attente depuis": "20/11 10:27 (il y a 3 min)",
        "Première réponse avant": "20/11 11:27 (dans 57 min)",
    }


def test_after_the_first_answer_the_deadline_is_the_resolutions() -> None:
    answered = replace(TICKET, first_agent_message_at=NOW)

    notice = NOTICES.of(NEAR, answered, NOW)

    assert dict(notice.facts)["Résolution avant"] == "21/11 10:30 (dans 1 j)"


@pytest.mark.parametrize(
    "problem",
    [
        "Je suis Alice Martin, 06 12 34 56 78",
        "écrivez à alice@example.org",
        "contrat 1234567890, Martin",
    ],
)
def test_nothing_that_names_the_customer_leaves(problem: str) -> None:
    ticket = replace(TICKET, problem=problem)
    notice = NOTICES.of(ESCALATED, ticket, NOW)

    letter = LETTERS.to_people(notice)
    left = f"{letter} {webhook_body(ESCALATED, ticket, notice, 'k1')}"

    for personal in ("Alice", "Martin", "alice@example.org", "34 56 78", "1234567890"):
        assert personal not in left


def test_a_long_line_is_cut() -> None:
    notice = NOTICES.of(ESCALATED, replace(TICKET, problem="lent " * 100), NOW)

    assert len(notice.problem) == MAX_PROBLEM_CHARS
    assert notice.problem.endswith("…")


def test_an_erased_problem_is_left_out() -> None:
    notice = NOTICES.of(ESCALATED, replace(TICKET, problem=""), NOW)

    assert "«" not in LETTERS.to_people(notice).text


def test_a_page_shows_what_the_customer_wrote_and_obeys_none_of_it() -> None:
    letter = LETTERS.to_people(NOTICES.of(ESCALATED, TICKET, NOW))

    assert "Ma box &lt;b&gt;clignote&lt;/b&gt;" in letter.html
    assert "« Ma box <b>clignote</b> depuis lundi »" in letter.text
    assert letter.subject == "[P1] Internet fixe : FM-7K3Q-2F9C attend un conseiller"
    assert 'href="https://aide.example.org/console/tickets/FM-7K3Q-2F9C"' in letter.html


def test_a_webhook_has_words_for_slack_and_fields_for_programs() -> None:
    ticket = replace(TICKET, problem="<!channel> tout est coupé & lent")
    notice = NOTICES.of(ESCALATED, ticket, NOW)

    body = webhook_body(ESCALATED, ticket, notice, "k1")

    assert body["text"].splitlines() == [
        "[P1] Internet fixe : FM-7K3Q-2F9C attend un conseiller",
        "> &lt;!channel&gt; tout est coupé &amp; lent",
        "https://aide.example.org/console/tickets/FM-7K3Q-2F9C",
    ]
    assert (body["id"], body["kind"]) == ("k1", "escalated")
    assert body["ticket"] == {
        "reference": "FM-7K3Q-2F9C",
        "state": "escalated",
        "theme": "internet_fixe",
        "priority": "P1",
        "tone": "angry",
        "reason": "customer_request",
        "problem": "<!channel> tout est coupé & lent",
        "waiting_since": "2026-11-20T09:27:00+00:00",
        "due_at": "2026-11-20T10:27:00+00:00",
        "url": "https://aide.example.org/console/tickets/FM-7K3Q-2F9C",
    }


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("fr", "Exemple Télécom : réponse à votre demande FM-7K3Q-2F9C"),
        ("en", "Exemple Télécom: an answer to your request FM-7K3Q-2F9C"),
    ],
)
def test_a_customer_reads_the_answer_in_their_language_and_finds_the_chat(
    language: str, subject: str
) -> None:
    messages = (("Sofia", "Bonjour,\nc'est <réparé>."), ("Sofia", "Bonne journée"))
    answer = UnreadAnswer("FM-7K3Q-2F9C", "alice@example.org", language, messages)

    letter = LETTERS.to_customer(answer)

    assert letter.subject == subject
    for said in ("Sofia", "c'est <réparé>.", "Bonne journée", "https://aide.example.org/chat"):
        assert said in letter.text
    assert "c&#39;est &lt;réparé&gt;." in letter.html
