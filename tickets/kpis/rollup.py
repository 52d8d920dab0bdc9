"""Keeps the figures counted beforehand: hours that changed are counted again, then their days.

An hour is always counted whole, from the tables, so that any refresh may be repeated; what happens
late to an old ticket changes the hour it was opened in. Any number of processes may call it: one
at a time does the work.
"""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from operator import itemgetter
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import delete, exists, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.kpis.definitions import Source
from tickets.kpis.histories import Expense, MentionHistory, TicketHistory
from tickets.kpis.loading import load_expenses, load_mentions, load_tickets
from tickets.kpis.samples import Sample
from tickets.kpis.schema import (
    FigureChangeRow,
    FigureDayRow,
    FigureHourRow,
    FigureSampleRow,
    FigureStateRow,
)
from tickets.kpis.tallies import Kind, Lasting, Tally, tally_mentions, tally_spend, tally_tickets
from tickets.kpis.views import AN_HOUR, Window, hour_of
from tickets.opening_hours import OpeningHours
from tickets.schema import TicketRow
from tickets.x_schema import MentionRow, SpendRow

# To be raised when a formula changes: what was counted by the old one is counted anew.
FORMULAS = 2
ONLY_ROW = 1
HOURS_AT_ONCE = 72  # a day of each source
CHANGES_AT_ONCE = 5000
LONGEST_SECONDS = 4.0
_MOMENTS: dict[Source, InstrumentedAttribute[datetime]] = {
    Source.tickets: TicketRow.opened_at,
    Source.mentions: MentionRow.created_at,
    Source.spend: SpendRow.at,
}
KINDS: dict[Source, tuple[Kind, ...]] = {
    Source.tickets: (Kind.tickets, Kind.articles, Kind.agents),
    Source.mentions: (Kind.mentions,),
    Source.spend: (Kind.spend,),
}
_LASTING: dict[Source, tuple[Lasting, ...]] = {
    Source.tickets: (
        Lasting.agent_response,
        Lasting.bot_resolution,
        Lasting.agent_resolution,
        Lasting.due_and_kept,
        Lasting.due_and_missed,
    ),
    Source.mentions: (Lasting.public_response,),
    Source.spend: (),
}
_TOTALS = {
    Kind.tickets: "opened",
    Kind.mentions: "mentions",
    Kind.spend: "micros",
}
Hour = tuple[Source, datetime]
Dated = TypeVar("Dated", TicketHistory, MentionHistory, Expense)


class Rollup:
    """Refreshes the figures for the time zone and opening hours that it is made with."""

    def __init__(
        self,
        database: Database,
        hours: OpeningHours,
        clock: Clock = utc_now,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._hours = hours
        self._clock = clock
        self._monotonic = monotonic

    def refresh(self, longest_seconds: float = LONGEST_SECONDS) -> int:
        """Count what changed, the latest first, for about so long; how many hours were counted."""
        ends_at = self._monotonic() + longest_seconds
        counted = 0
        while self._is_needed() and (hours := self._refresh_some()):
            counted += hours
            if self._monotonic() >= ends_at:
                break
        return counted

    def _is_needed(self) -> bool:
        with self._database.reading() as session:
            made_for = session.scalar(select(FigureStateRow.made_for))
            if made_for is not None:
                return made_for != self._made_for() or is_behind(session)
        with suppress(IntegrityError), self._database.session() as session:
            session.add(FigureStateRow(id=ONLY_ROW, made_for=""))
        return True

    def _refresh_some(self) -> int:
        with self._database.session() as session:
            # 1. One process at a time; another one comes back later.
            state = session.get(FigureStateRow, ONLY_ROW, with_for_update={"skip_locked": True})
            if state is None:
                return 0
            # 2. Other opening hours or days mean other figures: all are to be made.
            if state.made_for != self._made_for():
                self._begin_anew(session, state)
            # 3. Take the changes before reading what changed: a change that comes while we read
            # is there for the next refresh.
            hours = self._taken_hours(session)
            for source, run in _runs(hours):
                self._count_hours(session, source, run)
            for source, day in sorted({(source, self._day(at)) for source, at in hours}):
                self._sum_day(session, source, day)
            state.refreshed_at = self._clock()
            return len(hours)

    def _made_for(self) -> str:
        return hashlib.sha256(f"{FORMULAS} {self._hours!r}".encode()).hexdigest()

    def _begin_anew(self, session: Session, state: FigureStateRow) -> None:
        for table in (FigureChangeRow, FigureHourRow, FigureDayRow, FigureSampleRow):
            session.execute(delete(table))
        changes = [
            {"source": source, "at": at}
            for source, moment in _MOMENTS.items()
            for at in self._hours_with(session, moment)
        ]
        if changes:
            latest_last = sorted(changes, key=itemgetter("at"))
            session.execute(insert(FigureChangeRow), latest_last)
        state.made_for = self._made_for()

    def _hours_with(
        self, session: Session, moment: InstrumentedAttribute[datetime]
    ) -> Iterable[datetime]:
        """Hours that hold anything, found by one step through the index each."""
        at = session.scalar(select(func.min(moment)))
        while at is not None:
            hour_at = hour_of(at, self._hours.zone)
            yield hour_at
            at = session.scalar(select(func.min(moment)).where(moment >= hour_at + AN_HOUR))

    def _taken_hours(self, session: Session) -> list[Hour]:
        """The latest hours noted as changed; their notes are removed."""
        changes = session.execute(
            select(FigureChangeRow.id, FigureChangeRow.source, FigureChangeRow.at)
            .order_by(FigureChangeRow.id.desc())
            .limit(CHANGES_AT_ONCE)
        ).all()
        hours: dict[Hour, list[int]] = {}
        for change_id, source, at in changes:
            hour = (source, hour_of(at, self._hours.zone))
            if hour in hours or len(hours) < HOURS_AT_ONCE:
                hours.setdefault(hour, []).append(change_id)
        taken = [change_id for ids in hours.values() for change_id in ids]
        for some in _in_parts(taken):
            session.execute(delete(FigureChangeRow).where(FigureChangeRow.id.in_(some)))
        return list(hours)

    def _count_hours(self, session: Session, source: Source, run: Sequence[datetime]) -> None:
        within = FigureHourRow.hour_at.between(run[0], run[-1])
        session.execute(delete(FigureHourRow).where(FigureHourRow.source == source, within))
        tallies = self._tallies(session, source, run[0], run[-1] + AN_HOUR)
        now = self._clock()
        rows = [
            {"source": source, "hour_at": at, "counted_at": now, "tally": tallies(at).plain()}
            for at in run
        ]
        session.execute(insert(FigureHourRow), rows)

    def _tallies(
        self, session: Session, source: Source, since_at: datetime, until_at: datetime
    ) -> Callable[[datetime], Tally]:
        """Reads them all at once; what it returns counts those of one hour."""
        zone, now = self._hours.zone, self._clock()
        match source:
            case Source.tickets:
                tickets = _by_hour(load_tickets(session, since_at, until_at), zone)
                return lambda hour_at: tally_tickets(tickets[hour_at], now, self._hours)
            case Source.mentions:
                mentions = _by_hour(load_mentions(session, since_at, until_at), zone)
                return lambda hour_at: tally_mentions(mentions[hour_at])
            case Source.spend:
                expenses = _by_hour(load_expenses(session, since_at, until_at), zone)
                return lambda hour_at: tally_spend(expenses[hour_at])

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._hours.zone).date()

    def _sum_day(self, session: Session, source: Source, day: date) -> None:
        window = Window.of_days(day, day, self._hours.zone)
        query = select(FigureHourRow.tally).where(
            FigureHourRow.source == source,
            FigureHourRow.hour_at >= window.starts_at,
            FigureHourRow.hour_at < window.ends_at,
        )
        whole = Tally.merged(map(Tally.of_plain, session.scalars(query))).by_view()
        for table, kinds in ((FigureDayRow, KINDS[source]), (FigureSampleRow, _LASTING[source])):
            session.execute(delete(table).where(table.day == day, table.kind.in_(kinds)))
        _insert(session, FigureDayRow, _count_rows(whole, day))
        _insert(session, FigureSampleRow, _sample_rows(whole, day))


def _runs(hours: Iterable[Hour]) -> Iterable[tuple[Source, list[datetime]]]:
    """Hours that follow each other, of one source, together."""
    runs: list[tuple[Source, list[datetime]]] = []
    for source, hour_at in sorted(hours):
        if runs and runs[-1][0] is source and runs[-1][1][-1] + AN_HOUR == hour_at:
            runs[-1][1].append(hour_at)
        else:
            runs.append((source, [hour_at]))
    return runs


def _by_hour(histories: Iterable[Dated], zone: ZoneInfo) -> defaultdict[datetime, list[Dated]]:
    grouped: defaultdict[datetime, list[Dated]] = defaultdict(list)
    for history in histories:
        grouped[hour_of(history.at, zone)].append(history)
    return grouped


def is_behind(session: Session) -> bool:
    """Whether changes wait to be counted."""
    return bool(session.scalar(select(exists().where(FigureChangeRow.id.is_not(None)))))


def _insert(
    session: Session, table: type[FigureDayRow | FigureSampleRow], rows: list[dict[str, object]]
) -> None:
    if rows:
        session.execute(insert(table), rows)


def _count_rows(whole: Tally, day: date) -> list[dict[str, object]]:
    return [
        {
            "kind": kind,
            **leaf._asdict(),
            "day": day,
            "total": counts[_TOTALS[kind]] if kind in _TOTALS else 0,
            "counts": counts,
        }
        for (kind, leaf), counts in whole.counts.items()
    ]


def _sample_rows(whole: Tally, day: date) -> list[dict[str, object]]:
    return [
        {"kind": lasting, **leaf._asdict(), "day": day, "packed": Sample.of(seconds).pack()}
        for (lasting, leaf), seconds in whole.seconds.items()
    ]


def _in_parts(ids: Collection[int], size: int = 500) -> Iterable[list[int]]:
    listed = list(ids)
    return (listed[start : start + size] for start in range(0, len(listed), size))
