"""What each figure means, one ticket or mention at a time, and the plain way to measure it.

Pure. The plain way reads every history; `tallies` counts the same rules beforehand, and a property
test holds the two together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tickets.kpis import definitions as kpi
from tickets.kpis.definitions import Kpi
from tickets.kpis.histories import Expense, MentionHistory, Move, TicketHistory
from tickets.opening_hours import OpeningHours
from tickets.spending import MICROS_PER_DOLLAR
from tickets.vocabulary import Author, ClosingKind, TicketState

STAYS_RESOLVED_FOR = timedelta(hours=72)


@dataclass(frozen=True)
class Due:
    """A deadline that passes with the second `at`, and whether everything was done in time."""

    at: datetime
    is_kept: bool


@dataclass(frozen=True)
class Measured:
    """A value, the median of seconds; `sample` is what it rests on."""

    value: float | None
    sample: int
    p95: float | None = None
    companion: float | None = None


# Tickets


def automatic_resolution(ticket: TicketHistory) -> Move | None:
    """The bot's resolution, with the customer's yes, unless the ticket was reopened within 72 h."""
    resolved = _first(ticket, lambda move: _is_resolution(move) and move.by is Author.bot)
    if resolved is None or _is_reopened(ticket, resolved.at, resolved.at + STAYS_RESOLVED_FOR):
        return None
    return resolved


def first_escalation(ticket: TicketHistory) -> Move | None:
    """The first time it went to the team."""
    return _first(ticket, lambda move: move.target is TicketState.escalated)


def agent_response_seconds(ticket: TicketHistory) -> int | None:
    """From the first escalation to the agent's first message after it; None before both."""
    escalated = first_escalation(ticket)
    if escalated is None:
        return None
    answers = [at for at in ticket.agents_spoke_at if at >= escalated.at]
    return seconds_between(escalated.at, min(answers)) if answers else None


def waits_in_opening_hours(ticket: TicketHistory, hours: OpeningHours) -> bool:
    """Whether agents were there when it was first escalated."""
    escalated = first_escalation(ticket)
    return escalated is not None and hours.is_open(escalated.at)


def is_solved(ticket: TicketHistory) -> bool:
    """Whether it stands resolved now; closed for want of an answer is not."""
    return ticket.state is TicketState.resolved or ticket.closing is ClosingKind.confirmed


def was_resolved(ticket: TicketHistory) -> bool:
    """Whether it was resolved at least once, so that its customer was asked for a rating."""
    return any(_is_resolution(move) for move in ticket.moves)


def resolution(ticket: TicketHistory) -> Move | None:
    """The last resolution of a ticket that stands resolved."""
    if not is_solved(ticket):
        return None
    return next((move for move in reversed(ticket.moves) if _is_resolution(move)), None)


def resolution_seconds(ticket: TicketHistory, by: Author) -> int | None:
    """From opening to that resolution, when it was the bot's, or an agent's."""
    move = resolution(ticket)
    if move is None or move.by is not by:
        return None
    return seconds_between(ticket.opened_at, move.at)


def due(ticket: TicketHistory) -> Due | None:
    """Its deadlines, kept when it was resolved in time and, if a person had to answer, answered in
    time; None for one that nobody waits for: cancelled, or closed unconfirmed."""
    if ticket.state is TicketState.cancelled or ticket.closing is ClosingKind.unconfirmed:
        return None
    at = ticket.resolution_due_at.replace(microsecond=0)
    return Due(at, _is_within_both_deadlines(ticket))


def taken_by(ticket: TicketHistory) -> set[str]:
    """Ids of the agents who took it."""
    return _agents(ticket, TicketState.in_progress)


def resolved_by(ticket: TicketHistory) -> set[str]:
    """Ids of the agents who resolved it."""
    return _agents(ticket, TicketState.resolved)


def _is_within_both_deadlines(ticket: TicketHistory) -> bool:
    resolved = resolution(ticket)
    if resolved is None or resolved.at > ticket.resolution_due_at:
        return False
    if ticket.escalated_at is None:
        return True
    answered_at = ticket.first_agent_message_at or resolved.at
    return answered_at <= ticket.first_answer_due_at


def _is_reopened(ticket: TicketHistory, since: datetime, until: datetime) -> bool:
    over = (TicketState.resolved, TicketState.closed)
    return any(
        move.target is TicketState.escalated and move.origin in over and since <= move.at <= until
        for move in ticket.moves
    )


def _is_resolution(move: Move) -> bool:
    return move.target is TicketState.resolved


def _first(ticket: TicketHistory, wanted: Callable[[Move], bool]) -> Move | None:
    return next(filter(wanted, ticket.moves), None)


def _agents(ticket: TicketHistory, target: TicketState) -> set[str]:
    return {
        move.by_id
        for move in ticket.moves
        if move.target is target and move.by is Author.agent and move.by_id
    }


# Mentions


def public_response_seconds(mention: MentionHistory) -> int | None:
    """From the post to our reply on X; None without one."""
    if mention.replied_at is None:
        return None
    return seconds_between(mention.created_at, mention.replied_at)


def is_contested(mention: MentionHistory) -> bool:
    """Whether a person said that what was classified as a complaint is none."""
    return mention.was_judged_complaint and not mention.is_complaint


# The plain way


def measure_tickets(
    asked: Kpi, tickets: Sequence[TicketHistory], now: datetime, hours: OpeningHours
) -> Measured:
    """A KPI of tickets, over those of a view."""
    match asked.key:
        case kpi.AUTOMATIC_RESOLUTION.key:
            return _share(automatic_resolution(ticket) is not None for ticket in tickets)
        case kpi.ESCALATION.key:
            return _share(first_escalation(ticket) is not None for ticket in tickets)
        case kpi.AGENT_RESPONSE.key:
            waits = [ticket for ticket in tickets if waits_in_opening_hours(ticket, hours)]
            return _durations([agent_response_seconds(ticket) for ticket in waits])
        case kpi.BOT_RESOLUTION.key:
            return _given(resolution_seconds(ticket, Author.bot) for ticket in tickets)
        case kpi.AGENT_RESOLUTION.key:
            return _given(resolution_seconds(ticket, Author.agent) for ticket in tickets)
        case kpi.SATISFACTION.key:
            return _satisfaction(tickets)
        case kpi.DEADLINES_KEPT.key:
            dues = [each for each in map(due, tickets) if each is not None]
            return _share(each.is_kept for each in dues if each.at <= now)
    raise ValueError(f"{asked.key} is no figure of tickets")


def measure_mentions(asked: Kpi, mentions: Sequence[MentionHistory]) -> Measured:
    """A KPI of mentions, over those of a view."""
    match asked.key:
        case kpi.PUBLIC_RESPONSE.key:
            measured = _given(public_response_seconds(mention) for mention in mentions)
            replied = _share(each.replied_at is not None for each in mentions if each.is_complaint)
            return Measured(measured.value, measured.sample, measured.p95, replied.value)
        case kpi.CLASSIFICATION_CORRECTED.key:
            classified = [mention for mention in mentions if mention.is_classified]
            corrected = _share(mention.is_corrected for mention in classified)
            return replace(corrected, companion=_reviewed(classified))
        case kpi.COMPLAINT_PRECISION.key:
            judged = [mention for mention in mentions if mention.was_judged_complaint]
            reviewed = _reviewed(judged)
            precision = _share(not is_contested(mention) for mention in judged)
            return replace(
                precision, companion=reviewed, value=precision.value if reviewed else None
            )
    raise ValueError(f"{asked.key} is no figure of mentions")


def measure_spend(expenses: Sequence[Expense]) -> Measured:
    """Dollars; the sample counts the units paid for."""
    if not expenses:
        return Measured(None, 0)
    dollars = sum(each.micros for each in expenses) / MICROS_PER_DOLLAR
    return Measured(dollars, sum(each.units for each in expenses))


def nearest_rank(ordered: Sequence[int], share: float) -> int | None:
    """The smallest value that at least this share of the values does not exceed."""
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1] if ordered else None


def seconds_between(start: datetime, end: datetime) -> int:
    """Whole seconds; 0 where two clocks disagree on what came first."""
    return max(0, int((end - start).total_seconds()))


def _satisfaction(tickets: Sequence[TicketHistory]) -> Measured:
    ratings = [ticket.rating for ticket in tickets if ticket.rating is not None]
    asked = sum(was_resolved(ticket) for ticket in tickets)
    mean = sum(ratings) / len(ratings) if ratings else None
    return Measured(mean, len(ratings), companion=len(ratings) / asked if asked else None)


def _reviewed(mentions: Sequence[MentionHistory]) -> float | None:
    return _share(mention.is_reviewed for mention in mentions).value


def _share(outcomes: Iterable[bool]) -> Measured:
    known = list(outcomes)
    return Measured(sum(known) / len(known) if known else None, len(known))


def _durations(seconds: Sequence[int | None]) -> Measured:
    """Of those over so far; the companion is the share that they are."""
    measured = _given(seconds)
    share = measured.sample / len(seconds) if seconds else None
    return Measured(measured.value, measured.sample, measured.p95, share)


def _given(seconds: Iterable[int | None]) -> Measured:
    ordered = sorted(each for each in seconds if each is not None)
    return Measured(nearest_rank(ordered, 0.5), len(ordered), nearest_rank(ordered, 0.95))
