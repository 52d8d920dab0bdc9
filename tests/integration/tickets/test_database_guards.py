"""What the database itself refuses, whoever asks."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from tests.cast import Cast
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.desk import Desk
from tickets.drafting import DraftText
from tickets.drafts import Drafts
from tickets.errors import DatabaseUnreachable
from tickets.lifecycle import TRANSITIONS, closing_kind
from tickets.migrate import upgrade
from tickets.service import TicketService
from tickets.targets import Targets
from tickets.views import TicketView
from tickets.vocabulary import (
    Author,
    EscalationReason,
    NotificationChannel,
    Theme,
    TicketState,
)

Open = Callable[..., TicketView]

PATHS: dict[TicketState, tuple[TicketState, ...]] = {
    TicketState.open: (),
    TicketState.escalated: (TicketState.escalated,),
    TicketState.in_progress: (TicketState.escalated, TicketState.in_progress),
    TicketState.resolved: (TicketState.resolved,),
    TicketState.closed: (TicketState.resolved, TicketState.closed),
    TicketState.cancelled: (TicketState.cancelled,),
}


def _set_state(session: Session, target: TicketState, closing: str | None) -> None:
    session.execute(
        text(
            "UPDATE tickets SET state = :state, closing = :closing,"
            " escalation_reason = 'customer_request', assignee_id = (SELECT min(id) FROM agents)"
        ),
        {"state": target.value, "closing": closing},
    )


@pytest.mark.parametrize("origin", TicketState)
def test_a_direct_update_passes_exactly_when_it_is_drawn(
    database: Database, open_ticket: Open, origin: TicketState, cast: Cast
) -> None:
    open_ticket()
    with database.session() as session:
        state = TicketState.open
        for step in PATHS[origin]:
            _set_state(session, step, closing_kind(state, step))
            state = step

    for target in set(TicketState) - {origin}:
        closing = closing_kind(origin, target) or ("confirmed" if target == "closed" else None)
        with database.session() as session:
            savepoint = session.begin_nested()
            if target in TRANSITIONS[origin]:
                _set_state(session, target, closing)
            else:
                with pytest.raises(IntegrityError, match="not drawn"):
                    _set_state(session, target, closing)
            savepoint.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tickets SET state = 'closed', closing = 'confirmed'",
        "UPDATE tickets SET state = 'closed'",
        "UPDATE tickets SET closing = 'confirmed'",
        "UPDATE tickets SET state = 'escalated'",
        "UPDATE tickets SET state = 'lost'",
        "UPDATE tickets SET theme = 'meteo'",
        "UPDATE tickets SET priority = 'P4'",
        "UPDATE tickets SET rating = 6",
        "UPDATE tickets SET rating = 0",
        "UPDATE attempts SET outcome = 'refused'",
        "UPDATE attempts SET number = 0",
        "UPDATE events SET reason = 'other'",
        "DELETE FROM events",
        "DELETE FROM tickets",
        "DELETE FROM conversations",
        "UPDATE conversations SET controller = 'nobody'",
        "INSERT INTO attempts (ticket_id, number, article_id, title, outcome, proposed_at)"
        " SELECT ticket_id, 2, 'box-b', title, 'proposed', proposed_at FROM attempts",
        "INSERT INTO attempts (ticket_id, number, article_id, title, outcome, proposed_at,"
        " judged_at) SELECT ticket_id, 2, article_id, title, 'refused', proposed_at, proposed_at"
        " FROM attempts",
        "INSERT INTO attempts (ticket_id, number, article_id, title, outcome, proposed_at,"
        " judged_at) SELECT ticket_id, 1, 'box-b', title, 'refused', proposed_at, proposed_at"
        " FROM attempts",
    ],
)
def test_the_database_refuses(
    database: Database, service: TicketService, open_ticket: Open, statement: str
) -> None:
    service.propose(open_ticket().reference, "box-a", "Un titre")

    with pytest.raises(IntegrityError), database.session() as session:
        session.execute(text(statement))


def test_a_failure_does_not_tell_what_was_to_be_stored(database: Database) -> None:
    statement = text("INSERT INTO messages (text) SELECT :text FROM nowhere")
    said = "Je suis Alice"

    with pytest.raises((DatabaseUnreachable, ProgrammingError)) as failure, database.session() as s:
        s.execute(statement, {"text": said})

    assert "nowhere" in str(failure.value)
    assert said not in "".join(traceback.format_exception(failure.value))


def _copy_of_the_ticket(state: str) -> str:
    columns = (
        "conversation_id, theme, tone, priority, score, factors, is_public, problem, problem_hash,"
        " opened_at, state_changed_at, first_answer_due_at, resolution_due_at"
    )
    return (
        f"INSERT INTO tickets (reference, state, {columns})"  # noqa: S608 - our own words
        f" SELECT 'FM-2222-2222', '{state}', {columns} FROM tickets"
    )


def test_two_ongoing_tickets_of_one_problem_are_refused(
    database: Database, open_ticket: Open
) -> None:
    open_ticket()

    with pytest.raises(IntegrityError), database.session() as session:
        session.execute(text(_copy_of_the_ticket("open")))


def test_a_ticket_that_begins_resolved_is_refused(
    database: Database, service: TicketService, open_ticket: Open
) -> None:
    service.cancel(open_ticket().reference)

    with pytest.raises(IntegrityError, match="begins open"), database.session() as session:
        session.execute(text(_copy_of_the_ticket("resolved")))


def test_every_transition_left_an_event(
    database: Database, service: TicketService, open_ticket: Open
) -> None:
    reference = open_ticket().reference
    service.resolve_by_bot(reference)
    service.reopen(reference)
    service.escalate(reference, EscalationReason.grave)

    with database.reading() as session:
        rows = session.execute(
            text("SELECT actor_kind, from_state, to_state, reason FROM events ORDER BY id")
        ).all()

    assert [tuple(row) for row in rows] == [
        ("bot", None, "open", "opened"),
        ("bot", "open", "resolved", "solved_without_proposal"),
        ("customer", "resolved", "escalated", "reopened"),
    ]


def test_an_error_rolls_the_whole_transaction_back(
    database: Database, open_ticket: Open, service: TicketService
) -> None:
    reference = open_ticket().reference

    with contextlib.suppress(IntegrityError), database.session() as session:
        session.execute(text("UPDATE tickets SET problem = 'changed'"))
        session.execute(text("DELETE FROM events"))

    assert service.get(reference).problem == "Ma connexion est lente"


def test_a_database_that_answers_says_so(database: Database) -> None:
    assert database.ping()


def test_an_unreachable_database_is_reported_as_such() -> None:
    nowhere = Database("postgresql://nobody@127.0.0.1:1/none")

    with pytest.raises(DatabaseUnreachable, match="DATABASE_URL"):
        nowhere.ping()
    nowhere.close()


def test_migrating_twice_changes_nothing(database_url: str, database: Database) -> None:
    upgrade(database_url)

    assert database.ping()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_events SET action = 'other'",
        "DELETE FROM audit_events",
        "UPDATE conversations SET controller = 'bot'",
        "UPDATE conversations SET agent_id = NULL",
        "UPDATE tickets SET assignee_id = NULL",
        "UPDATE tickets SET resolution_kind = 'magic'",
        "UPDATE tickets SET escalation_reason = 'magic'",
        "UPDATE messages SET agent_id = (SELECT min(id) FROM agents)",
        "UPDATE agents SET role = 'king'",
        "UPDATE agents SET login = 'BOB' WHERE login = 'bob'",
        "UPDATE agents SET login = 'same'",
        "DELETE FROM agents",
        "UPDATE queue_version SET id = 2",
        "UPDATE notifications SET state = 'sent'",
        "UPDATE notifications SET dedupe_key = 'same'",
        "UPDATE article_drafts SET state = 'published'",
        "UPDATE article_drafts SET article_id = 'same'",
    ],
)
def test_the_database_refuses_at_the_desk(
    database: Database,
    desk: Desk,
    service: TicketService,
    conversations: Conversations,
    conversation_id: str,
    open_ticket: Open,
    cast: Cast,
    statement: str,
) -> None:
    for address in ("a@example.org", "b@example.org"):
        Targets(database).add(NotificationChannel.email, address)
    for title in ("Un titre", "Un autre"):
        Drafts(database).create(DraftText(title, Theme.tv, (), ""), cast.alice.id)
    conversations.append(conversation_id, Author.customer, "Allô ?")
    reference = open_ticket().reference
    service.escalate(reference, EscalationReason.grave)
    desk.take(reference, cast.alice.id)

    with pytest.raises(IntegrityError), database.session() as session:
        session.execute(text(statement))
