"""The queue as agents see it, and a customer's place in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.desk import Desk
from tickets.errors import InvalidValue
from tickets.queue import Queue, QueueRow, one_line
from tickets.queue_filters import QueueFilters
from tickets.service import TicketService
from tickets.vocabulary import (
    Author,
    Channel,
    CorrectionField,
    EscalationReason,
    Priority,
    QueueView,
    Theme,
    TicketState,
    Tone,
)

Escalate = Callable[..., str]


@pytest.fixture
def queue(database: Database, clock: Any) -> Queue:
    return Queue(database, clock)


@pytest.fixture
def escalate(
    service: TicketService, conversations: Conversations, cast: Cast, clock: Any
) -> Escalate:
    """Opens and escalates a ticket in a conversation of its own; its reference."""

    def _escalate(problem: str = "Ma connexion est lente", **details: Any) -> str:
        conversation, _ = conversations.start(Channel.web)
        ticket = service.open(conversation.id, problem=problem, **details)
        service.escalate(ticket.reference, EscalationReason.no_answer_found)
        clock.advance(seconds=1)
        return ticket.reference

    return _escalate


def _references(rows: tuple[QueueRow, ...]) -> list[str]:
    return [row.reference for row in rows]


def test_the_nearest_deadline_comes_first(queue: Queue, escalate: Escalate, cast: Cast) -> None:
    question = escalate("Une question sur mon offre")
    slow = escalate("Ma connexion est lente")
    danger = escalate("Il y a un incendie, c'est dangereux")

    page = queue.page(QueueFilters(), cast.alice)

    assert _references(page.rows) == [danger, slow, question]
    assert page.total == 3
    assert page.rows[0].due_at == page.rows[0].first_answer_due_at


def test_what_is_resolved_comes_after_what_somebody_waits_for_on_every_page(
    queue: Queue, service: TicketService, escalate: Escalate, open_ticket: Any, cast: Cast
) -> None:
    solved = open_ticket("Il y a un incendie, c'est dangereux").reference
    service.resolve_by_bot(solved)
    waiting = [escalate("Ma connexion est lente"), escalate("Une question sur mon offre")]
    filters = QueueFilters(view=QueueView.all)

    first = queue.page(filters, cast.diane, limit=2)
    second = queue.page(filters, cast.diane, first.next_cursor, limit=2)

    assert _references(first.rows + second.rows) == [*waiting, solved]


def test_a_line_says_all_an_agent_needs(
    queue: Queue,
    desk: Desk,
    escalate: Escalate,
    conversations: Conversations,
    cast: Cast,
) -> None:
    reference = escalate(
        "Ma connexion\nest lente", customer_name="Zoé Roux", theme=Theme.tv, tone=Tone.angry
    )
    desk.take(reference, cast.alice.id)
    desk.say(reference, cast.alice.id, "Bonjour")

    row = queue.page(QueueFilters(view=QueueView.mine), cast.alice).rows[0]

    assert (row.reference, row.customer_name) == (reference, "Zoé Roux")
    assert row.problem == "Ma connexion est lente"
    assert (row.assignee_id, row.assignee_name) == (cast.alice.id, "Alice")
    assert (row.team_id, row.team_name) == (cast.fixed.id, "Fixe")
    assert ("tone_angry", 10) in row.factors
    assert row.due_at == row.resolution_due_at
    assert not row.has_unanswered
    conversations.append(row.conversation_id, Author.customer, "Oui ?")
    assert queue.page(QueueFilters(view=QueueView.mine), cast.alice).rows[0].has_unanswered


def test_pages_follow_each_other_without_gap_or_repeat(
    queue: Queue, escalate: Escalate, cast: Cast
) -> None:
    expected = [escalate(f"problème numéro {number}") for number in range(7)]

    seen: list[str] = []
    cursor = None
    while True:
        page = queue.page(QueueFilters(), cast.alice, cursor, limit=3)
        seen += _references(page.rows)
        cursor = page.next_cursor
        if cursor is None:
            break

    assert seen == expected
    assert page.total == 7


@pytest.mark.parametrize("cursor", ["", "x", "W10=", "e30=", "bnVsbA=="])
def test_a_cursor_of_no_page_is_refused(queue: Queue, cast: Cast, cursor: str) -> None:
    with pytest.raises(InvalidValue, match=r"^cursor"):
        queue.page(QueueFilters(), cast.alice, cursor)


def test_each_view_shows_its_own(
    queue: Queue, desk: Desk, escalate: Escalate, service: TicketService, cast: Cast
) -> None:
    waiting, mine, bobs, over = (escalate(f"problème {number}") for number in range(4))
    desk.take(mine, cast.alice.id)
    desk.take(bobs, cast.bob.id)
    service.cancel(over)

    def _seen(view: QueueView) -> list[str]:
        return _references(queue.page(QueueFilters(view=view), cast.alice).rows)

    assert _seen(QueueView.queue) == [waiting]
    assert _seen(QueueView.mine) == [mine]
    assert _seen(QueueView.all) == [waiting, mine, bobs]
    assert (queue.counts(cast.alice).waiting, queue.counts(cast.alice).mine) == (1, 1)


def test_a_snoozed_ticket_is_out_of_the_queue_until_it_wakes(
    queue: Queue, desk: Desk, escalate: Escalate, cast: Cast, clock: Any
) -> None:
    reference = escalate()
    desk.snooze(reference, cast.diane.id, clock.now + timedelta(hours=1))

    assert queue.page(QueueFilters(), cast.alice).total == 0
    assert queue.counts(cast.alice).waiting == 0
    clock.advance(hours=1)
    assert queue.page(QueueFilters(), cast.alice).total == 1


def test_filters_narrow_the_queue(
    queue: Queue, desk: Desk, escalate: Escalate, cast: Cast, clock: Any
) -> None:
    began_at = clock.now
    tv = escalate("La TV saccade", theme=Theme.tv, tone=Tone.angry)
    mobile = escalate("Pas de réseau mobile", theme=Theme.reseau_mobile)
    desk.assign_many([mobile], cast.charlie.id, cast.diane.id)

    def _seen(**wanted: Any) -> list[str]:
        return _references(queue.page(QueueFilters(**wanted), cast.alice).rows)

    assert _seen(themes=frozenset({Theme.tv})) == [tv]
    assert _seen(tones=frozenset({Tone.angry})) == [tv]
    assert _seen(priorities=frozenset({Priority.P1})) == [mobile]
    assert _seen(states=frozenset({TicketState.open})) == []
    assert _seen(assignee_id=cast.charlie.id) == [mobile]
    assert _seen(team_id=cast.fixed.id) == [tv]
    assert _seen(opened_to_at=began_at + timedelta(seconds=1)) == [tv]
    assert _seen(opened_from_at=began_at + timedelta(seconds=1)) == [mobile]


def test_tickets_are_found_by_reference_name_and_words(
    queue: Queue, escalate: Escalate, service: TicketService, cast: Cast
) -> None:
    zoe = escalate("La télé saccade le soir", customer_name="Zoé Lefèvre")
    escalate("Facture trop élevée", customer_name="Jean Dupont")

    def _found(words: str) -> list[str]:
        filters = QueueFilters(view=QueueView.all, text=words)
        return _references(queue.page(filters, cast.alice).rows)

    for words in (
        zoe,
        zoe.lower().replace("-", " "),
        "lefevre",
        "LEFÈVRE zoe",
        "soir télé",
        "sacc",
    ):
        assert _found(words) == [zoe]
    assert _found("zoe facture") == []
    assert _found("%") == _found("")
    service.correct(zoe, customer_name="Zoé Martin")
    assert _found("lefevre") == []
    assert _found("martin") == [zoe]


def test_a_closed_ticket_is_found_by_a_search_of_all(
    queue: Queue, escalate: Escalate, service: TicketService, cast: Cast
) -> None:
    reference = escalate()
    service.cancel(reference)

    assert queue.page(QueueFilters(view=QueueView.all), cast.alice).total == 0
    assert queue.page(QueueFilters(view=QueueView.all, text=reference), cast.alice).total == 1


def test_the_version_changes_with_every_change_of_a_ticket_and_not_without(
    queue: Queue, desk: Desk, escalate: Escalate, cast: Cast
) -> None:
    versions = [queue.version()]
    reference = escalate()
    versions.append(queue.version())
    desk.take(reference, cast.alice.id)
    versions.append(queue.version())
    desk.correct(reference, CorrectionField.theme, "tv", cast.alice.id)
    versions.append(queue.version())

    queue.page(QueueFilters(), cast.alice)
    desk.note(reference, cast.alice.id, "Note")

    assert len(set(versions)) == 4
    assert queue.version() == versions[-1]


def test_a_place_in_the_queue_counts_who_is_before(
    queue: Queue, desk: Desk, escalate: Escalate, cast: Cast
) -> None:
    first, second = escalate(), escalate()

    assert [queue.position(ref).position for ref in (first, second)] == [1, 2]  # type: ignore[union-attr]
    desk.take(first, cast.alice.id)
    assert queue.position(first) is None
    assert queue.position(second).position == 1  # type: ignore[union-attr]


def test_the_usual_wait_is_the_median_of_real_first_answers(
    queue: Queue, desk: Desk, escalate: Escalate, cast: Cast, clock: Any
) -> None:
    for minutes in (2, 4, 30):
        assert queue.position(escalate()).usual_wait_seconds is None  # type: ignore[union-attr]
        reference = queue.page(QueueFilters(), cast.alice).rows[0].reference
        clock.advance(minutes=minutes, seconds=-1)
        desk.take(reference, cast.alice.id)
        desk.say(reference, cast.alice.id, "Bonjour")

    assert queue.position(escalate()).usual_wait_seconds == 240  # type: ignore[union-attr]
    clock.advance(days=8)
    assert queue.position(escalate()).usual_wait_seconds is None  # type: ignore[union-attr]


def test_a_long_problem_is_one_short_line() -> None:
    assert one_line("a\n b") == "a b"
    assert len(one_line("mot " * 100)) == 160


def test_the_longest_wait_is_that_of_a_ticket_that_nobody_has_and_that_is_awake(
    queue: Queue, desk: Desk, escalate: Escalate, cast: Cast, clock: Any
) -> None:
    nobody_waits = queue.waiting_since()
    taken, snoozed, waiting = (escalate() for _ in range(3))
    desk.take(taken, cast.alice.id)
    desk.snooze(snoozed, cast.diane.id, clock.now + timedelta(hours=1))

    assert nobody_waits is None
    assert queue.page(QueueFilters(), cast.alice).rows[0].reference == waiting
    assert queue.waiting_since() == clock.now - timedelta(seconds=1)
