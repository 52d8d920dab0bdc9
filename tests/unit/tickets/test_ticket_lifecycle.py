"""The drawing of the states, as DOMAIN words it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.errors import TransitionRefused
from tickets.lifecycle import FINAL, TRANSITIONS, closing_kind, require_transition
from tickets.vocabulary import ClosingKind, TicketState

DRAWN = {
    ("open", "escalated"),
    ("open", "resolved"),
    ("open", "cancelled"),
    ("open", "closed"),
    ("escalated", "in_progress"),
    ("escalated", "cancelled"),
    ("in_progress", "escalated"),
    ("in_progress", "resolved"),
    ("resolved", "closed"),
    ("resolved", "escalated"),
    ("closed", "escalated"),
}

states = st.sampled_from(TicketState)


@given(states, states)
def test_a_move_passes_exactly_when_it_is_drawn(origin: TicketState, target: TicketState) -> None:
    is_drawn = (origin.value, target.value) in DRAWN

    if is_drawn:
        require_transition(origin, target)
    else:
        with pytest.raises(TransitionRefused):
            require_transition(origin, target)


def test_a_refused_move_names_the_field_and_what_would_be_right() -> None:
    with pytest.raises(TransitionRefused, match=r"state: escalated cannot become resolved.*in_pro"):
        require_transition(TicketState.escalated, TicketState.resolved)


def test_nothing_leads_out_of_cancelled() -> None:
    with pytest.raises(TransitionRefused, match="nothing else"):
        require_transition(TicketState.cancelled, TicketState.open)


def test_silence_never_counts_as_confirmation() -> None:
    assert closing_kind(TicketState.open, TicketState.closed) is ClosingKind.unconfirmed
    assert closing_kind(TicketState.resolved, TicketState.closed) is ClosingKind.confirmed


@given(st.lists(states, max_size=12))
def test_any_walk_along_the_drawing_says_how_it_closed(targets: list[TicketState]) -> None:
    state, closing = TicketState.open, None

    for target in targets:
        if target in TRANSITIONS[state]:
            closing = closing_kind(state, target)
            state = target

    assert (closing is not None) == (state is TicketState.closed)


def test_every_state_has_its_ways_and_only_two_are_final() -> None:
    assert set(TRANSITIONS) == set(TicketState)
    assert {TicketState.closed, TicketState.cancelled} == FINAL
