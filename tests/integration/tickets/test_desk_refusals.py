"""Who is refused: Alice has the ticket, Bob shares her team, Charlie is of another team."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast, hire
from tickets.agents import Agents
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.desk import Desk
from tickets.errors import (
    NotInControl,
    NotOfTheTeam,
    NotYours,
    RoleRequired,
    TakenBy,
    TicketError,
    UnknownAgent,
    UnknownTicket,
)
from tickets.service import TicketService
from tickets.views import TicketView
from tickets.vocabulary import Controller, CorrectionField, EscalationReason, ResolutionKind

Open = Callable[..., TicketView]
Act = Callable[[Desk, str, int], object]

OWNERS_ACTS: dict[str, Act] = {
    "say": lambda desk, ref, who: desk.say(ref, who, "Bonjour"),
    "hand back": lambda desk, ref, who: desk.hand_back(ref, who),
    "release": lambda desk, ref, who: desk.release(ref, who),
    "transfer": lambda desk, ref, who: desk.transfer(ref, who, to_agent_id=who),
    "resolve": lambda desk, ref, who: desk.resolve(ref, who, ResolutionKind.fixed, "Fait"),
    "wait": lambda desk, ref, who: desk.wait_for_customer(ref, who),
    "snooze": lambda desk, ref, who: desk.snooze(ref, who, None),
}
TEAMS_ACTS: dict[str, Act] = {
    "note": lambda desk, ref, who: desk.note(ref, who, "Note"),
    "correct": lambda desk, ref, who: desk.correct(ref, CorrectionField.tone, "angry", who),
}
LEADERS_ACTS = ("release", "transfer", "snooze")


@pytest.fixture
def escalated(service: TicketService, open_ticket: Open, cast: Cast) -> str:
    """A ticket about the fixed network, which is Alice's and Bob's team's."""
    reference = open_ticket().reference
    service.escalate(reference, EscalationReason.customer_request)
    return reference


@pytest.fixture
def taken(desk: Desk, escalated: str, cast: Cast) -> str:
    desk.take(escalated, cast.alice.id)
    return escalated


def test_a_ticket_comes_to_the_team_of_its_theme(
    service: TicketService, escalated: str, cast: Cast
) -> None:
    assert service.get(escalated).team_id == cast.fixed.id


def test_bob_may_take_what_is_his_teams(desk: Desk, escalated: str, cast: Cast) -> None:
    assert desk.take(escalated, cast.bob.id).assignee_id == cast.bob.id


def test_charlie_may_not_take_what_is_another_teams(desk: Desk, escalated: str, cast: Cast) -> None:
    with pytest.raises(NotOfTheTeam):
        desk.take(escalated, cast.charlie.id)


def test_supervisors_and_agents_of_no_team_may_take_any(
    desk: Desk, database: Database, escalated: str, cast: Cast
) -> None:
    desk.take(escalated, cast.diane.id)
    desk.release(escalated, cast.diane.id)

    assert desk.take(escalated, hire(database, "Fred").id)


def test_bob_is_told_that_alice_has_it(desk: Desk, taken: str, cast: Cast) -> None:
    with pytest.raises(TakenBy) as refusal:
        desk.take(taken, cast.bob.id)

    assert refusal.value.display_name == "Alice"


def test_what_is_kept_for_alice_is_not_taken_by_bob(desk: Desk, escalated: str, cast: Cast) -> None:
    desk.assign_many([escalated], cast.alice.id, cast.diane.id)

    with pytest.raises(TakenBy, match="Alice"):
        desk.take(escalated, cast.bob.id)


def test_one_conversation_has_one_agent_whatever_its_tickets(
    desk: Desk, open_ticket: Open, taken: str, cast: Cast
) -> None:
    other = open_ticket("La TV saccade").reference

    with pytest.raises(TakenBy, match="Alice"):
        desk.take(other, cast.bob.id)


def test_bob_does_not_speak_with_alices_voice(
    desk: Desk,
    conversations: Conversations,
    conversation_id: str,
    open_ticket: Open,
    taken: str,
    cast: Cast,
) -> None:
    desk.hand_back(taken, cast.alice.id)
    other = open_ticket("La TV saccade").reference
    desk.take(other, cast.bob.id)

    with pytest.raises(NotInControl):
        desk.say(taken, cast.alice.id, "Bonjour")
    desk.release(taken, cast.alice.id)

    assert conversations.get(conversation_id).controller is Controller.agent
    assert conversations.get(conversation_id).agent_id == cast.bob.id


@pytest.mark.parametrize("act", OWNERS_ACTS)
@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_nobody_acts_on_alices_ticket_but_alice(
    desk: Desk, service: TicketService, taken: str, cast: Cast, act: str, who: str
) -> None:
    before = service.get(taken)

    with pytest.raises(NotYours):
        OWNERS_ACTS[act](desk, taken, getattr(cast, who).id)

    assert service.get(taken) == before


@pytest.mark.parametrize("act", OWNERS_ACTS)
def test_a_supervisor_moves_a_ticket_and_does_not_speak_in_it(
    desk: Desk, taken: str, cast: Cast, act: str
) -> None:
    if act in LEADERS_ACTS:
        OWNERS_ACTS[act](desk, taken, cast.diane.id)
    else:
        with pytest.raises(NotYours):
            OWNERS_ACTS[act](desk, taken, cast.diane.id)


@pytest.mark.parametrize("act", TEAMS_ACTS)
def test_charlie_neither_notes_nor_corrects_what_bob_may(
    desk: Desk, taken: str, cast: Cast, act: str
) -> None:
    TEAMS_ACTS[act](desk, taken, cast.bob.id)

    with pytest.raises(NotOfTheTeam):
        TEAMS_ACTS[act](desk, taken, cast.charlie.id)


@pytest.mark.parametrize("act", [*OWNERS_ACTS.values(), *TEAMS_ACTS.values(), Desk.take])
def test_who_left_does_nothing_any_more(
    desk: Desk, database: Database, taken: str, cast: Cast, act: Act
) -> None:
    Agents(database).set_active(cast.alice.id, False)

    with pytest.raises(UnknownAgent):
        act(desk, taken, cast.alice.id)
    with pytest.raises(UnknownAgent):
        act(desk, taken, 999)


def test_nothing_is_handed_to_who_left(
    desk: Desk, database: Database, taken: str, cast: Cast
) -> None:
    Agents(database).set_active(cast.bob.id, False)

    with pytest.raises(UnknownAgent):
        desk.transfer(taken, cast.alice.id, to_agent_id=cast.bob.id)


@pytest.mark.parametrize("who", ["alice", "bob", "charlie"])
def test_only_supervisors_assign_many(desk: Desk, taken: str, cast: Cast, who: str) -> None:
    with pytest.raises(RoleRequired, match="supervisor"):
        desk.assign_many([taken], cast.bob.id, getattr(cast, who).id)


@pytest.mark.parametrize("act", [*OWNERS_ACTS.values(), *TEAMS_ACTS.values(), Desk.take])
def test_no_ticket_is_no_ticket(desk: Desk, cast: Cast, act: Act) -> None:
    with pytest.raises(UnknownTicket):
        act(desk, "FM-2222-2222", cast.alice.id)


def test_a_refusal_leaves_nothing_behind(
    desk: Desk, service: TicketService, escalated: str, cast: Cast, clock: Any
) -> None:
    before = service.get(escalated)

    for refused in (
        lambda: desk.take(escalated, cast.charlie.id),
        lambda: desk.snooze(escalated, cast.bob.id, clock.now + timedelta(hours=1)),
    ):
        with pytest.raises(TicketError):
            refused()

    assert service.get(escalated) == before
