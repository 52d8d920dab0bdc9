"""The state machine of a ticket, as data; the database's triggers refuse the same moves.

Pure: it neither reads nor writes. docs/data-model.md holds the drawing.
"""

from __future__ import annotations

from tickets.errors import TransitionRefused
from tickets.vocabulary import ClosingKind, TicketState

S = TicketState

TRANSITIONS: dict[TicketState, frozenset[TicketState]] = {
    S.open: frozenset({S.escalated, S.resolved, S.cancelled, S.closed}),
    S.escalated: frozenset({S.in_progress, S.cancelled}),
    S.in_progress: frozenset({S.escalated, S.resolved}),
    S.resolved: frozenset({S.closed, S.escalated}),
    S.closed: frozenset({S.escalated}),
    S.cancelled: frozenset(),
}

FINAL: frozenset[TicketState] = frozenset({S.closed, S.cancelled})

# Silence is not a yes: what was never resolved can only close as unconfirmed.
CLOSING_FROM: dict[TicketState, ClosingKind] = {
    S.open: ClosingKind.unconfirmed,
    S.resolved: ClosingKind.confirmed,
}


def require_transition(origin: TicketState, target: TicketState) -> None:
    """Raise `TransitionRefused` unless the drawing holds this move."""
    allowed = TRANSITIONS[origin]
    if target not in allowed:
        raise TransitionRefused(origin, target, ", ".join(sorted(allowed)) or "nothing else")


def closing_kind(origin: TicketState, target: TicketState) -> ClosingKind | None:
    """How a ticket that moves from `origin` to `target` is closed; None when it is not."""
    return CLOSING_FROM.get(origin) if target is S.closed else None
