"""What agents do with tickets, and what becomes of the conversation meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.cast import Cast
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.desk import Desk
from tickets.dossier import Dossiers
from tickets.errors import InvalidValue, NotInControl, WrongState
from tickets.service import TicketService
from tickets.views import Reply, TicketView
from tickets.vocabulary import (
    Author,
    Controller,
    CorrectionField,
    EscalationReason,
    Priority,
    ResolutionKind,
    TicketState,
)

Open = Callable[..., TicketView]


@pytest.fixture
def escalated(service: TicketService, open_ticket: Open) -> str:
    """The reference of a ticket that waits for an agent."""
    reference = open_ticket().reference
    service.escalate(reference, EscalationReason.customer_request)
    return reference


@pytest.fixture
def taken(desk: Desk, escalated: str, cast: Cast) -> str:
    """The same ticket in Alice's hands."""
    desk.take(escalated, cast.alice.id)
    return escalated


def test_an_agent_who_takes_a_ticket_has_the_conversation(
    desk: Desk, conversations: Conversations, escalated: str, cast: Cast, clock: Any
) -> None:
    ticket = desk.take(escalated, cast.alice.id)

    conversation = conversations.get(ticket.conversation_id)
    assert (ticket.state, ticket.assignee_id) == (TicketState.in_progress, cast.alice.id)
    assert ticket.taken_at == clock.now
    assert (conversation.controller, conversation.agent_id) == (Controller.agent, cast.alice.id)


def test_a_ticket_still_with_the_bot_is_escalated_by_the_agent_who_steps_in(
    desk: Desk, database: Database, open_ticket: Open, cast: Cast
) -> None:
    reference = open_ticket().reference

    ticket = desk.take(reference, cast.alice.id)

    moves = [
        (e.from_state, e.to_state, e.reason) for e in Dossiers(database).read(reference).events
    ]
    assert ticket.escalation_reason is EscalationReason.agent_takeover
    assert moves[1:] == [
        ("open", "escalated", "agent_takeover"),
        ("escalated", "in_progress", "taken"),
    ]


def test_to_take_what_one_has_already_changes_nothing(
    desk: Desk, database: Database, taken: str, cast: Cast
) -> None:
    before = Dossiers(database).read(taken)

    desk.take(taken, cast.alice.id)

    assert Dossiers(database).read(taken) == before


def test_a_solved_ticket_is_not_taken(
    desk: Desk, service: TicketService, open_ticket: Open, cast: Cast
) -> None:
    reference = open_ticket().reference
    service.resolve_by_bot(reference)

    with pytest.raises(WrongState):
        desk.take(reference, cast.alice.id)


def test_the_bots_answer_in_flight_at_the_takeover_is_not_said(
    desk: Desk, conversations: Conversations, conversation_id: str, escalated: str, cast: Cast
) -> None:
    asked = conversations.append(conversation_id, Author.customer, "Allô ?")
    desk.take(escalated, cast.alice.id)

    said = conversations.answer(conversation_id, asked.id, [Reply("Je suis le bot")])

    assert said == []
    assert [m.text for m in conversations.messages(conversation_id)] == ["Allô ?"]
    assert conversations.pending(conversation_id) == []
    assert conversations.conversations_with_pending() == []


def test_the_bot_has_no_voice_while_an_agent_speaks(
    conversations: Conversations, conversation_id: str, database: Database, taken: str
) -> None:
    with pytest.raises(NotInControl):
        conversations.append(conversation_id, Author.bot, "Je suis le bot")
    with pytest.raises(IntegrityError, match="the bot is silent"), database.session() as session:
        session.execute(
            text(
                "INSERT INTO messages (conversation_id, seq, author, text, created_at)"
                " SELECT id, 99, 'bot', 'x', started_at FROM conversations"
            )
        )


def test_agent_and_customer_speak_in_one_order(
    desk: Desk, conversations: Conversations, conversation_id: str, taken: str, cast: Cast
) -> None:
    for number in range(5):
        conversations.append(conversation_id, Author.customer, f"client {number}")
        desk.say(taken, cast.alice.id, f"agent {number}")

    messages = conversations.messages(conversation_id)
    assert [m.seq for m in messages] == list(range(1, 11))
    assert [m.agent_id for m in messages] == [None, cast.alice.id] * 5
    assert [m.text for m in conversations.undelivered(conversation_id)] == [
        f"agent {number}" for number in range(5)
    ]


def test_the_first_word_of_an_agent_is_timed_once(
    desk: Desk, service: TicketService, taken: str, cast: Cast, clock: Any
) -> None:
    desk.say(taken, cast.alice.id, "Bonjour")
    first = clock.now
    clock.advance(minutes=5)

    desk.say(taken, cast.alice.id, "Je regarde")

    assert service.get(taken).first_agent_message_at == first


def test_the_same_key_twice_is_one_message(
    desk: Desk, conversations: Conversations, conversation_id: str, taken: str, cast: Cast
) -> None:
    first = desk.say(taken, cast.alice.id, "Bonjour", client_id="k1")

    assert desk.say(taken, cast.alice.id, "Bonjour", client_id="k1") == first
    assert len(conversations.messages(conversation_id)) == 1


@pytest.mark.parametrize("words", ["", "  ", "x" * 4001])
def test_an_agent_says_something_and_not_a_book(
    desk: Desk, taken: str, cast: Cast, words: str
) -> None:
    with pytest.raises(InvalidValue, match=r"^text: "):
        desk.say(taken, cast.alice.id, words)


def test_after_a_hand_back_the_bot_goes_on_without_the_backlog(
    desk: Desk, conversations: Conversations, conversation_id: str, taken: str, cast: Cast
) -> None:
    conversations.append(conversation_id, Author.customer, "écrit à l'agente")

    ticket = desk.hand_back(taken, cast.alice.id)
    conversations.append(conversation_id, Author.customer, "écrit au bot")

    assert (ticket.state, ticket.assignee_id) == (TicketState.in_progress, cast.alice.id)
    assert conversations.get(conversation_id).controller is Controller.bot
    assert [m.text for m in conversations.pending(conversation_id)] == ["écrit au bot"]
    with pytest.raises(NotInControl):
        desk.say(taken, cast.alice.id, "Encore un mot")


def test_an_agent_takes_the_voice_back(
    desk: Desk, conversations: Conversations, conversation_id: str, taken: str, cast: Cast
) -> None:
    desk.hand_back(taken, cast.alice.id)

    desk.take(taken, cast.alice.id)

    assert conversations.get(conversation_id).controller is Controller.agent


def test_a_customer_who_asks_the_bot_for_a_person_again_is_in_the_queue_again(
    desk: Desk, service: TicketService, taken: str, cast: Cast
) -> None:
    desk.hand_back(taken, cast.alice.id)

    ticket = service.escalate(taken, EscalationReason.customer_request)

    assert (ticket.state, ticket.assignee_id) == (TicketState.escalated, None)


def test_what_an_agent_has_in_hand_is_not_escalated_again(
    service: TicketService, taken: str, cast: Cast
) -> None:
    ticket = service.escalate(taken, EscalationReason.customer_request)

    assert (ticket.state, ticket.assignee_id) == (TicketState.in_progress, cast.alice.id)


def test_a_released_ticket_waits_for_anyone_since_its_escalation(
    desk: Desk,
    conversations: Conversations,
    conversation_id: str,
    taken: str,
    cast: Cast,
    clock: Any,
) -> None:
    since = clock.now
    clock.advance(minutes=10)

    ticket = desk.release(taken, cast.alice.id)

    assert (ticket.state, ticket.assignee_id, ticket.taken_at) == (
        TicketState.escalated,
        None,
        None,
    )
    assert ticket.escalated_at == since
    assert conversations.get(conversation_id).controller is Controller.bot


def test_a_transferred_ticket_is_kept_for_the_colleague(
    desk: Desk, conversations: Conversations, conversation_id: str, taken: str, cast: Cast
) -> None:
    ticket = desk.transfer(taken, cast.alice.id, to_agent_id=cast.charlie.id)

    assert (ticket.state, ticket.assignee_id) == (TicketState.escalated, cast.charlie.id)
    assert ticket.team_id == cast.mobile.id
    assert conversations.get(conversation_id).controller is Controller.bot
    assert desk.take(taken, cast.charlie.id).state is TicketState.in_progress


def test_a_ticket_transferred_to_a_team_is_for_each_of_its_agents(
    desk: Desk, taken: str, cast: Cast
) -> None:
    ticket = desk.transfer(taken, cast.alice.id, to_team_id=cast.mobile.id)

    assert (ticket.assignee_id, ticket.team_id) == (None, cast.mobile.id)
    assert desk.take(taken, cast.charlie.id).assignee_id == cast.charlie.id


def test_a_transfer_names_one_receiver(desk: Desk, taken: str, cast: Cast) -> None:
    with pytest.raises(InvalidValue):
        desk.transfer(taken, cast.alice.id)
    with pytest.raises(InvalidValue):
        desk.transfer(taken, cast.alice.id, to_agent_id=cast.bob.id, to_team_id=cast.fixed.id)
    with pytest.raises(InvalidValue, match=r"^to_team_id"):
        desk.transfer(taken, cast.alice.id, to_team_id=99)


def test_a_supervisor_assigns_many_and_leaves_out_what_is_over(
    desk: Desk, service: TicketService, open_ticket: Open, taken: str, cast: Cast
) -> None:
    over = open_ticket("un autre problème").reference
    service.cancel(over)

    assigned = desk.assign_many([taken, over], cast.bob.id, cast.diane.id)

    assert [(t.reference, t.state, t.assignee_id) for t in assigned] == [
        (taken, TicketState.escalated, cast.bob.id)
    ]


def test_a_resolution_is_kept_and_gives_the_voice_back(
    desk: Desk, conversations: Conversations, conversation_id: str, taken: str, cast: Cast
) -> None:
    ticket = desk.resolve(taken, cast.alice.id, ResolutionKind.fixed, "Ligne réparée")

    assert (ticket.state, ticket.resolution_kind) == (TicketState.resolved, ResolutionKind.fixed)
    assert (ticket.resolution_note, ticket.assignee_id) == ("Ligne réparée", cast.alice.id)
    assert conversations.get(conversation_id).controller is Controller.bot


def test_still_not_solved_brings_a_resolved_ticket_back_to_everyone(
    desk: Desk, service: TicketService, taken: str, cast: Cast, clock: Any
) -> None:
    desk.say(taken, cast.alice.id, "Bonjour")
    desk.resolve(taken, cast.alice.id, ResolutionKind.fixed, "Ligne réparée")
    clock.advance(hours=1)

    ticket = service.reopen(taken)

    assert (ticket.state, ticket.assignee_id) == (TicketState.escalated, None)
    assert (ticket.escalated_at, ticket.first_agent_message_at) == (clock.now, None)
    assert (ticket.resolution_kind, ticket.resolution_note) == (None, None)


def test_a_customers_word_ends_waiting_and_snoozing(
    desk: Desk,
    service: TicketService,
    conversations: Conversations,
    conversation_id: str,
    taken: str,
    cast: Cast,
    clock: Any,
) -> None:
    desk.wait_for_customer(taken, cast.alice.id)
    desk.snooze(taken, cast.alice.id, clock.now + timedelta(days=1))

    conversations.append(conversation_id, Author.customer, "Me revoilà")

    ticket = service.get(taken)
    assert (ticket.waiting_for_customer, ticket.snoozed_until_at) == (False, None)


def test_nothing_is_snoozed_into_the_past(desk: Desk, taken: str, cast: Cast, clock: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^until_at"):
        desk.snooze(taken, cast.alice.id, clock.now)


def test_another_priority_moves_the_deadlines(
    desk: Desk, service: TicketService, database: Database, taken: str, cast: Cast
) -> None:
    before = service.get(taken)
    assert before.priority is Priority.P2

    after = desk.correct(taken, CorrectionField.priority, "P0", cast.bob.id)

    correction = Dossiers(database).read(taken).corrections[0]
    assert after.first_answer_due_at - before.opened_at == timedelta(minutes=15)
    assert after.resolution_due_at - before.opened_at == timedelta(hours=4)
    assert (correction.from_value, correction.to_value) == ("P2", "P0")
    assert correction.agent_id == cast.bob.id


def test_a_correction_to_the_same_value_is_none(
    desk: Desk, database: Database, taken: str, cast: Cast
) -> None:
    desk.correct(taken, CorrectionField.tone, "calm", cast.alice.id)

    assert Dossiers(database).read(taken).corrections == ()


def test_a_value_of_no_list_is_refused_with_the_list(desk: Desk, taken: str, cast: Cast) -> None:
    with pytest.raises(InvalidValue, match=r"theme: should be one of internet_fixe"):
        desk.correct(taken, CorrectionField.theme, "meteo", cast.alice.id)


def test_notes_stay_among_agents(
    desk: Desk, database: Database, conversations: Conversations, taken: str, cast: Cast
) -> None:
    desk.note(taken, cast.bob.id, "  Déjà vu hier ")

    dossier = Dossiers(database).read(taken)
    assert [(note.agent_id, note.text) for note in dossier.notes] == [(cast.bob.id, "Déjà vu hier")]
    assert conversations.messages(dossier.ticket.conversation_id) == []


def test_a_dossier_holds_the_customers_earlier_tickets(
    database: Database, service: TicketService, open_ticket: Open, taken: str
) -> None:
    other = open_ticket("La TV saccade").reference

    dossier = Dossiers(database).read(other)

    assert [ticket.reference for ticket in dossier.earlier] == [taken]


def test_every_act_is_in_the_audit_log(
    desk: Desk, database: Database, taken: str, cast: Cast
) -> None:
    desk.say(taken, cast.alice.id, "Bonjour")
    desk.note(taken, cast.alice.id, "Note")
    desk.release(taken, cast.alice.id)

    with database.reading() as session:
        rows = session.execute(
            text("SELECT action, agent_id, subject FROM audit_events ORDER BY id")
        ).all()
    assert [tuple(row) for row in rows] == [
        (action, cast.alice.id, taken)
        for action in ("ticket_taken", "message_sent", "note_written", "ticket_released")
    ]
