"""The tickets and mentions behind a figure, found by the formulas themselves.

What was counted beforehand tells how many there are and where to look; there the histories are
read, the latest first, until the page is full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from tickets.kpis import definitions as kpi
from tickets.kpis.cells import Hours, read_cells, step_end
from tickets.kpis.definitions import ALL, MET, MISSED, Kpi, Source
from tickets.kpis.formulas import (
    agent_response_seconds,
    automatic_resolution,
    due,
    first_escalation,
    is_contested,
    public_response_seconds,
    resolution_seconds,
    waits_in_opening_hours,
)
from tickets.kpis.histories import STAGES, MentionHistory, TicketHistory
from tickets.kpis.loading import mentions_where, tickets_where
from tickets.kpis.measuring import count_part, readings
from tickets.kpis.narrowing import of_mentions, of_tickets
from tickets.kpis.results import Behind, BehindPage
from tickets.kpis.views import Step, View, Window
from tickets.opening_hours import OpeningHours
from tickets.schema import ConversationRow, TicketRow
from tickets.vocabulary import AttemptOutcome, Author
from tickets.x_schema import MentionRow

History = TicketHistory | MentionHistory
Until = tuple[datetime, int]
FIRST_LOOK = 100
LARGEST_LOOK = 800
_IS_SORT: dict[str, Callable[[MentionHistory], bool]] = {
    "complaints": lambda mention: mention.is_complaint,
    "requests": lambda mention: mention.is_request,
    "worth_answer": lambda mention: mention.is_complaint or mention.is_request,
    "others": lambda mention: not mention.is_complaint and not mention.is_request,
}


@dataclass(frozen=True)
class Part:
    """Which histories of a view are looked for."""

    view: View
    asked: Kpi
    key: str
    now: datetime
    opening_hours: OpeningHours
    hours: Hours


def read_page(session: Session, part: Part, page: int, rows: int) -> BehindPage:
    """One page, from 1; those after the last are empty."""
    counts = _counts(session, part)
    places, skipped = _span(counts, (page - 1) * rows, rows)
    items: tuple[Behind, ...] = ()
    if places:
        until_at, skipped = _until(session, part, places[0], skipped)
        found = _found(session, part, places[-1], until_at)
        # Not one further than there are: to look for what is not there takes longest.
        last = min(skipped + rows, skipped + sum(counts.values()) - (page - 1) * rows)
        items = tuple(islice(found, skipped, last))
    shown = part.asked.part(part.key) or ALL
    return BehindPage(part.asked, shown, sum(counts.values()), items)


Counts = dict[datetime, int]


def _counts(session: Session, part: Part) -> Counts:
    """How many there are in each day, or hour, that has any; the latest first."""
    cells = read_cells(session, part.hours, part.view, *readings([part.asked]))
    counts = {
        at: count_part(part.asked, part.key, cell, part.now) for at, cell in reversed(cells.items())
    }
    return {at: count for at, count in counts.items() if count}


def _span(counts: Counts, skipped: int, rows: int) -> tuple[list[datetime], int]:
    """The days, or hours, that hold the page, and how many come before it in the first of them."""
    places: list[datetime] = []
    held = 0
    for at, count in counts.items():
        if not places and count <= skipped:
            skipped -= count
            continue
        places.append(at)
        held += count
        if held >= skipped + rows:
            break
    return places, skipped


def _until(session: Session, part: Part, place: datetime, skipped: int) -> tuple[datetime, int]:
    """Where to begin, and how many to skip from there: of a long day, hours are skipped whole."""
    window = part.view.window
    if window.step is Step.hour or skipped <= FIRST_LOOK:
        return step_end(place, window), skipped
    day = place.astimezone(window.zone).date()
    of_day = replace(part.view, window=Window.of_days(day, day, window.zone))
    hours, skipped = _span(_counts(session, replace(part, view=of_day)), skipped, 1)
    return step_end(hours[0], of_day.window), skipped


def _found(
    session: Session, part: Part, since_at: datetime, until_at: datetime
) -> Iterator[Behind]:
    """Those of the part, from just before `until_at` back to `since_at`."""
    load = _load_tickets if part.asked.source is Source.tickets else _load_mentions
    until, limit = (until_at, 0), FIRST_LOOK
    while histories := load(session, part, since_at, until, limit):
        for history in histories:
            verdict = _judged(part, history)
            if verdict is not None:
                yield _shown(history, verdict)
        # What is rare is looked for among more and more at once.
        until, limit = (histories[-1].at, histories[-1].id), min(2 * limit, LARGEST_LOOK)


def _load_tickets(
    session: Session, part: Part, since_at: datetime, until: Until, limit: int
) -> Sequence[History]:
    reckons_times = session.get_bind().dialect.name != "sqlite"
    may_be = of_tickets(part.view, part.asked, part.key, part.now, reckons_times=reckons_times)
    newest = (
        select(TicketRow.id)
        .join(ConversationRow, ConversationRow.id == TicketRow.conversation_id)
        .where(TicketRow.opened_at >= since_at, may_be)
        .where(tuple_(TicketRow.opened_at, TicketRow.id) < until)
        .order_by(TicketRow.opened_at.desc(), TicketRow.id.desc())
        .limit(limit)
    )
    ids = session.scalars(newest).all()
    return tickets_where(session, TicketRow.id.in_(ids))[::-1] if ids else []


def _load_mentions(
    session: Session, part: Part, since_at: datetime, until: Until, limit: int
) -> Sequence[History]:
    reckons_times = session.get_bind().dialect.name != "sqlite"
    may_be = of_mentions(part.view, part.asked, part.key, reckons_times=reckons_times)
    newest = (
        select(MentionRow.id)
        .where(MentionRow.created_at >= since_at, may_be)
        .where(tuple_(MentionRow.created_at, MentionRow.id) < until)
        .order_by(MentionRow.created_at.desc(), MentionRow.id.desc())
        .limit(limit)
    )
    ids = session.scalars(newest).all()
    return mentions_where(session, MentionRow.id.in_(ids))[::-1] if ids else []


@dataclass(frozen=True)
class Verdict:
    """`value` is the history's own seconds or rating, where the figure has such."""

    is_met: bool
    value: float | None = None


def _judged(part: Part, history: History) -> Verdict | None:
    """How the history counts in the part; None when it does not."""
    if isinstance(history, TicketHistory):
        verdict = _of_ticket(part, history)
    else:
        verdict = _of_mention(part.asked, history)
    if verdict is None or not _is_in(part, history, verdict):
        return None
    return verdict


def _is_in(part: Part, history: History, verdict: Verdict) -> bool:
    if part.key in {ALL.key, MET, MISSED}:
        return part.key == ALL.key or verdict.is_met is (part.key == MET)
    if isinstance(history, MentionHistory):
        return _has_come_to(history, part.key)
    if part.asked is kpi.ARTICLES:
        return _has_refused(history, part.key)
    if part.asked is kpi.ESCALATION:
        return not verdict.is_met and history.escalation_reason == part.key
    return verdict.is_met and part.key == f"attempts.{len(history.proposals)}"


def _has_come_to(mention: MentionHistory, part: str) -> bool:
    """To a stage, as what it is where the part says so; or whether it is that at all."""
    stage, _, sort = part.partition(".")
    if stage not in STAGES:
        return _IS_SORT[part](mention)
    return mention.has_come_to(stage) and (not sort or _IS_SORT[sort](mention))


def _has_refused(ticket: TicketHistory, article_id: str) -> bool:
    return any(
        proposal.article_id == article_id and proposal.outcome is AttemptOutcome.refused
        for proposal in ticket.proposals
    )


def _of_ticket(part: Part, ticket: TicketHistory) -> Verdict | None:
    match part.asked.key:
        case kpi.AUTOMATIC_RESOLUTION.key:
            return Verdict(automatic_resolution(ticket) is not None)
        case kpi.ESCALATION.key:
            return Verdict(first_escalation(ticket) is None)
        case kpi.AGENT_RESPONSE.key:
            is_counted = waits_in_opening_hours(ticket, part.opening_hours)
            return _timed(part.asked, agent_response_seconds(ticket) if is_counted else None)
        case kpi.BOT_RESOLUTION.key:
            return _timed(part.asked, resolution_seconds(ticket, Author.bot))
        case kpi.AGENT_RESOLUTION.key:
            return _timed(part.asked, resolution_seconds(ticket, Author.agent))
        case kpi.SATISFACTION.key:
            return Verdict(ticket.rating == 5, ticket.rating) if ticket.rating else None
        case kpi.DEADLINES_KEPT.key:
            deadline = due(ticket)
            is_due = deadline is not None and deadline.at <= part.now
            return Verdict(deadline.is_kept) if deadline is not None and is_due else None
    return Verdict(is_met=True)


def _of_mention(asked: Kpi, mention: MentionHistory) -> Verdict | None:
    match asked.key:
        case kpi.PUBLIC_RESPONSE.key:
            return _timed(asked, public_response_seconds(mention))
        case kpi.CLASSIFICATION_CORRECTED.key:
            return Verdict(not mention.is_corrected) if mention.is_classified else None
        case kpi.COMPLAINT_PRECISION.key:
            return Verdict(not is_contested(mention)) if mention.was_judged_complaint else None
    return Verdict(is_met=True)


def _timed(asked: Kpi, seconds: int | None) -> Verdict | None:
    if seconds is None or asked.target is None:
        return None
    return Verdict(asked.target.is_met_by(seconds), seconds)


def _shown(history: History, verdict: Verdict) -> Behind:
    is_ticket = isinstance(history, TicketHistory)
    return Behind(
        reference=history.reference if isinstance(history, TicketHistory) else None,
        mention_id=None if is_ticket else history.id,
        at=history.at,
        theme=history.theme,
        value=verdict.value,
    )
