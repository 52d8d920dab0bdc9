"""Two agents at once, a hundred times; an agent who loses the connection."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import text

from tests.cast import Cast
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.desk import Desk
from tickets.errors import TakenBy
from tickets.service import TicketService
from tickets.views import Reply, TicketView
from tickets.vocabulary import Author, Controller, EscalationReason, TicketState

RACES = 100
Open = Callable[..., TicketView]


@pytest.fixture
def taken(desk: Desk, open_ticket: Open, cast: Cast) -> str:
    return desk.take(open_ticket().reference, cast.alice.id).reference


def test_of_two_agents_at_once_one_wins_and_the_other_is_told_by_whom(
    database: Database, desk: Desk, open_ticket: Open, cast: Cast
) -> None:
    names = {cast.alice.id: "Alice", cast.bob.id: "Bob"}
    reference = open_ticket().reference
    barrier = Barrier(2)

    def _take(agent_id: int) -> tuple[int, str | None]:
        barrier.wait(timeout=30)
        try:
            desk.take(reference, agent_id)
        except TakenBy as refusal:
            return agent_id, refusal.display_name
        return agent_id, None

    with ThreadPoolExecutor(2) as pool:
        for _ in range(RACES):
            told = dict(pool.map(_take, names))
            winners = [agent_id for agent_id, taken_by in told.items() if taken_by is None]
            losers = [taken_by for taken_by in told.values() if taken_by is not None]
            assert len(winners) == 1
            assert losers == [names[winners[0]]]
            desk.release(reference, winners[0])

    with database.reading() as session:
        query = "SELECT count(*) FROM events WHERE to_state = 'in_progress'"
        assert session.scalar(text(query)) == RACES


def test_a_takeover_and_a_bots_answer_at_once_never_leave_the_bot_speaking_last(
    desk: Desk,
    conversations: Conversations,
    conversation_id: str,
    open_ticket: Open,
    cast: Cast,
) -> None:
    reference = open_ticket().reference
    barrier = Barrier(2)

    def _answer(message_id: int) -> int:
        barrier.wait(timeout=30)
        return len(conversations.answer(conversation_id, message_id, [Reply("bot")]))

    def _take() -> None:
        barrier.wait(timeout=30)
        desk.take(reference, cast.alice.id)

    with ThreadPoolExecutor(2) as pool:
        for _ in range(20):
            asked = conversations.append(conversation_id, Author.customer, "client")
            answering, taking = pool.submit(_answer, asked.id), pool.submit(_take)
            taking.result()
            said = desk.say(reference, cast.alice.id, "agent")
            answering.result()
            assert conversations.messages(conversation_id)[-1].seq == said.seq
            desk.release(reference, cast.alice.id)


def test_within_the_grace_time_an_absent_agent_keeps_the_ticket(
    desk: Desk, service: TicketService, taken: str, cast: Cast, clock: Any
) -> None:
    desk.lose_presence(cast.alice.id)
    clock.advance(seconds=119)

    assert desk.return_abandoned() == []
    assert service.get(taken).presence_lost_at is not None


def test_after_the_grace_time_the_ticket_is_in_the_queue_again(
    desk: Desk,
    conversations: Conversations,
    conversation_id: str,
    taken: str,
    cast: Cast,
    clock: Any,
) -> None:
    conversations.append(conversation_id, Author.customer, "Vous êtes là ?")
    desk.lose_presence(cast.alice.id)
    clock.advance(seconds=60)
    desk.lose_presence(cast.alice.id)
    clock.advance(seconds=60)

    returned = desk.return_abandoned()

    assert [(t.reference, t.state, t.assignee_id) for t in returned] == [
        (taken, TicketState.escalated, None)
    ]
    assert conversations.get(conversation_id).controller is Controller.bot
    assert conversations.pending(conversation_id) == []
    assert desk.return_abandoned() == []


def test_an_agent_who_is_back_in_time_goes_on(
    desk: Desk, service: TicketService, taken: str, cast: Cast, clock: Any
) -> None:
    desk.lose_presence(cast.alice.id)
    desk.regain_presence(cast.alice.id)
    clock.advance(hours=1)

    assert desk.return_abandoned() == []
    assert service.get(taken).assignee_id == cast.alice.id


def test_what_the_bot_speaks_in_needs_no_present_agent(
    desk: Desk, taken: str, cast: Cast, clock: Any
) -> None:
    desk.hand_back(taken, cast.alice.id)
    desk.lose_presence(cast.alice.id)
    clock.advance(hours=1)

    assert desk.return_abandoned() == []


def test_what_waits_for_the_customer_is_kept_until_the_customer_writes(
    desk: Desk,
    conversations: Conversations,
    conversation_id: str,
    taken: str,
    cast: Cast,
    clock: Any,
) -> None:
    desk.wait_for_customer(taken, cast.alice.id)
    desk.lose_presence(cast.alice.id)
    clock.advance(hours=12)
    assert desk.return_abandoned() == []

    conversations.append(conversation_id, Author.customer, "Me revoilà")

    assert [ticket.reference for ticket in desk.return_abandoned()] == [taken]


def test_two_processes_return_a_ticket_once(
    database: Database, clock: Any, desk: Desk, taken: str, cast: Cast
) -> None:
    desk.lose_presence(cast.alice.id)
    clock.advance(hours=1)
    barrier = Barrier(3)

    def _return(_number: int) -> int:
        barrier.wait(timeout=30)
        return len(Desk(database, clock).return_abandoned())

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(_return, range(3))) == 1


def test_an_escalated_ticket_is_nobodys_after_the_bot_escalates(
    service: TicketService, open_ticket: Open
) -> None:
    ticket = service.escalate(open_ticket().reference, EscalationReason.no_answer_found)

    assert (ticket.assignee_id, ticket.escalated_at) == (None, ticket.state_changed_at)
