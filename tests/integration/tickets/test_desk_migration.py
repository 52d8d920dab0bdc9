"""A database of the time before the agents' desk comes over with its rows and its guards."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tickets.database import Database
from tickets.migrate import downgrade, upgrade

BEFORE = "0002"
TABLES = ("conversations", "messages", "tickets", "attempts", "events")
ROWS = (
    "INSERT INTO conversations (id, dialogue, last_seq, controller, channel, language,"
    " started_at) VALUES ('c', 1, 1, 'bot', 'web', 'fr', CURRENT_TIMESTAMP)",
    "INSERT INTO messages (conversation_id, seq, author, text, created_at)"
    " VALUES ('c', 1, 'customer', 'Allô ?', CURRENT_TIMESTAMP)",
    "INSERT INTO tickets (reference, conversation_id, state, theme, tone, priority, score, factors,"
    " is_public, problem, problem_hash, customer_name, opened_at, state_changed_at,"
    " first_answer_due_at, resolution_due_at)"
    " VALUES ('FM-7K3Q-2F9C', 'c', 'open', 'tv', 'calm', 'P3', 0, '[]', FALSE, 'L''écran saute',"
    " 'h', 'Zoé Lefèvre', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP,"
    " CURRENT_TIMESTAMP)",
    "UPDATE tickets SET state = 'escalated', escalation_reason = 'grave'",
    "INSERT INTO attempts (ticket_id, number, article_id, title, outcome, proposed_at)"
    " SELECT id, 1, 'box-a', 'Un titre', 'proposed', CURRENT_TIMESTAMP FROM tickets",
    "INSERT INTO events (ticket_id, happened_at, actor_kind, to_state, reason)"
    " SELECT id, state_changed_at, 'bot', 'escalated', 'grave' FROM tickets",
)


def _rows(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    with database.reading() as session:
        return {
            table: [tuple(row) for row in session.execute(text(f"SELECT * FROM {table}"))]  # noqa: S608
            for table in TABLES
        }


@pytest.fixture
def old(empty_url: str) -> Any:
    """A database of the version before, with one escalated ticket."""
    upgrade(empty_url, BEFORE)
    database = Database(empty_url)
    with database.session() as session:
        for statement in ROWS:
            session.execute(text(statement))
    yield database
    database.close()


def test_old_tickets_are_found_and_timed_on_the_desk(old: Database, empty_url: str) -> None:
    upgrade(empty_url)

    with old.reading() as session:
        words, times = session.execute(
            text("SELECT search_words, escalated_at = state_changed_at FROM tickets")
        ).one()
    assert words == "fm 7k3q 2f9c zoe lefevre l ecran saute"
    assert times


def test_the_way_there_and_back_loses_nothing(old: Database, empty_url: str) -> None:
    before = _rows(old)

    upgrade(empty_url)
    downgrade(empty_url, BEFORE)

    assert _rows(old) == before
    upgrade(empty_url)


def test_the_guards_of_states_and_events_are_there_on_both_sides(
    old: Database, empty_url: str
) -> None:
    for migrate in (upgrade, lambda url: downgrade(url, BEFORE)):
        migrate(empty_url)
        for statement in (
            "UPDATE tickets SET state = 'resolved'",
            "UPDATE tickets SET escalation_reason = 'magic'",
            "DELETE FROM events",
        ):
            with pytest.raises(IntegrityError), old.session() as session:
                session.execute(text(statement))


def test_a_takeover_by_an_agent_is_a_request_again_for_the_version_before(
    old: Database, empty_url: str
) -> None:
    upgrade(empty_url)
    with old.session() as session:
        session.execute(text("UPDATE tickets SET escalation_reason = 'agent_takeover'"))

    downgrade(empty_url, BEFORE)

    with old.reading() as session:
        assert session.scalar(text("SELECT escalation_reason FROM tickets")) == "customer_request"
