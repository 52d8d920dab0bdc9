from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tickets.desk_views import NoteView
from tickets.dossier import Dossier, EventView
from tickets.views import MessageView
from tickets.vocabulary import Author, TicketState
from web.console.timeline import sentence_of, timeline

START = datetime(2026, 11, 20, 9, tzinfo=UTC)
NAMES = {1: "Sofia", 2: "Bob"}


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def message(seq: int, minute: int, author: Author = Author.customer) -> MessageView:
    agent_id = 1 if author is Author.agent else None
    return MessageView(seq, "c1", seq, author, f"n° {seq}", None, at(minute), None, None, agent_id)


def move(minute: int, target: TicketState, reason: str, actor_id: str | None = None) -> EventView:
    return EventView(at(minute), Author.agent, actor_id, TicketState.open, target, reason)


def dossier(notes: tuple[NoteView, ...] = (), events: tuple[EventView, ...] = ()) -> Dossier:
    return Dossier(None, (), events, notes, (), ())  # type: ignore[arg-type]


def test_notes_and_moves_stand_where_their_moment_falls() -> None:
    note = NoteView(7, 2, "à rappeler", at(2))
    taken = move(4, TicketState.in_progress, "taken", "1")

    entries = timeline(dossier((note,), (taken,)), [message(1, 1), message(2, 3)], NAMES)

    assert [entry.key for entry in entries] == ["m1", "n7", "m2", "e1"]
    assert entries[1].agent_name == "Bob"
    assert entries[3].agent_name == "Sofia"


def test_messages_keep_the_order_of_their_numbers_when_clocks_differ() -> None:
    entries = timeline(dossier(), [message(1, 5), message(2, 3), message(3, 6)], NAMES)

    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert entries[1].at == at(5)


def test_what_the_customer_has_not_received_is_marked() -> None:
    entries = timeline(dossier(), [message(1, 1), message(2, 2, Author.agent)], NAMES)

    assert [entry.is_received for entry in entries] == [True, False]


@pytest.mark.parametrize(
    ("target", "reason", "sentence", "word"),
    [
        ("escalated", "grave", "move.escalated", "word.reason_grave"),
        ("escalated", "reopened", "move.reopened", ""),
        ("escalated", "abandoned", "move.abandoned", ""),
        ("in_progress", "taken", "move.in_progress", ""),
        ("resolved", "fixed", "move.resolved", "word.kind_fixed"),
        ("resolved", "solution_accepted", "move.solved", ""),
        ("closed", "rated", "move.rated", ""),
        ("closed", "silence", "move.closed", ""),
        ("cancelled", "cancelled", "move.cancelled", ""),
    ],
)
def test_each_move_has_its_sentence(target: str, reason: str, sentence: str, word: str) -> None:
    assert sentence_of(move(0, TicketState(target), reason)) == (sentence, word)
