"""Reads what was counted beforehand for a view: one cell a step of its series.

Whole days come from the sums of days, a single day or the last 24 hours from the hours.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from tickets.kpis.definitions import Source
from tickets.kpis.samples import Sample
from tickets.kpis.schema import FigureDayRow, FigureHourRow, FigureSampleRow
from tickets.kpis.tallies import (
    ANY,
    Kind,
    Lasting,
    Leaf,
    Plain,
    plain_counts,
    plain_seconds,
)
from tickets.kpis.views import A_DAY, AN_HOUR, Step, View, Window
from tickets.vocabulary import Theme

SOURCES: dict[Kind, Source] = {
    Kind.tickets: Source.tickets,
    Kind.articles: Source.tickets,
    Kind.agents: Source.tickets,
    Kind.mentions: Source.mentions,
    Kind.spend: Source.spend,
}


@dataclass
class Cell:
    """What a view comes to in one step: counts by name, and samples of seconds."""

    counts: Counter[str] = field(default_factory=Counter)
    samples: defaultdict[Lasting, list[Sample]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def merged(cls, cells: Iterable[Cell]) -> Cell:
        """All of them as one."""
        whole = cls()
        for cell in cells:
            whole.counts.update(cell.counts)
            for lasting, samples in cell.samples.items():
                whole.samples[lasting] += samples
        return whole

    def sample(self, lasting: Lasting) -> Sample:
        return Sample.merged(self.samples[lasting])


Cells = dict[datetime, Cell]


class Hours:
    """Tallies of hours, kept as they were read until they are counted again.

    To read JSON takes longest of all; of the hours of a day all but one or two stay the same.
    """

    def __init__(self, most: int = 240) -> None:
        self._most = most
        self._kept: dict[tuple[Source, datetime], tuple[datetime | None, Plain]] = {}

    def read(
        self, session: Session, window: Window, source: Source
    ) -> Iterator[tuple[datetime, Plain]]:
        """Every counted hour of the window, the oldest first."""
        row = FigureHourRow
        within = (row.source == source, row.hour_at.between(window.starts_at, window.last_hour_at))
        counted = dict(session.execute(select(row.hour_at, row.counted_at).where(*within)).all())
        kept = {at: self._kept.get((source, at)) for at in counted}
        stale = [at for at, found in kept.items() if not found or found[0] != counted[at]]
        query = select(row.hour_at, row.counted_at, row.tally)
        for at, counted_at, tally in session.execute(query.where(*within, row.hour_at.in_(stale))):
            kept[at] = self._kept[source, at] = (counted_at, tally)
        while len(self._kept) > self._most:
            self._kept.pop(next(iter(self._kept)), None)
        for at in sorted(kept):
            found = kept[at]
            if found:
                yield at, found[1]


def read_cells(
    session: Session,
    hours: Hours,
    view: View,
    kinds: Collection[Kind],
    lasting: Collection[Lasting] = (),
) -> Cells:
    """A cell for each step of the view's window that holds anything, by its beginning.

    The steps are hours, or else whole days, the oldest first; `by_step` makes weeks of them.
    """
    if view.window.step is Step.hour:
        return _of_hours(session, hours, view, kinds, lasting)
    return _of_days(session, view, kinds, lasting)


def by_step(cells: Cells, window: Window) -> Cells:
    """The same by the window's own steps, every one of them, oldest first."""
    grouped: dict[datetime, list[Cell]] = {start: [] for start in steps(window)}
    for at, cell in cells.items():
        grouped[_step_of(at, window)].append(cell)
    return {start: Cell.merged(found) for start, found in grouped.items()}


def steps(window: Window) -> list[datetime]:
    """The beginning of every step of a window, in UTC; a week begins on its Monday, or with it."""
    if window.step is Step.hour:
        return list(window.hours())
    starts = [_midnight(day, window) for day in window.local_days()]
    return sorted({_step_of(start, window) for start in starts})


def step_end(start: datetime, window: Window) -> datetime:
    """When the hour or day that begins then is over."""
    if window.step is Step.hour:
        return start + AN_HOUR
    return _midnight(start.astimezone(window.zone).date() + A_DAY, window)


def read_totals(
    session: Session, hours: Hours, view: View, kind: Kind
) -> dict[tuple[datetime, str], int]:
    """How many there were, by step and theme; `ANY` holds all of them."""
    totals: Counter[tuple[datetime, str]] = Counter()
    if view.window.step is Step.hour:
        for hour_at, plain in hours.read(session, view.window, SOURCES[kind]):
            for of_kind, leaf, counts in plain_counts(plain):
                if of_kind == kind and _is_seen(leaf, view):
                    total = counts.get("opened", 0) + counts.get("mentions", 0)
                    totals[hour_at, leaf.theme] += total
                    totals[hour_at, ANY] += total if leaf.theme != ANY else 0
        return dict(totals)
    for day, theme, total in session.execute(_totals_of_days(view, kind)):
        totals[_step_of(_midnight(day, view.window), view.window), theme] += total
    return dict(totals)


def _totals_of_days(view: View, kind: Kind) -> Select[date, str, int]:
    themes = list(Theme) if view.theme is None else [view.theme]
    return select(FigureDayRow.day, FigureDayRow.theme, FigureDayRow.total).where(
        FigureDayRow.kind == kind,
        FigureDayRow.theme.in_([*themes, *([ANY] if view.theme is None else [])]),
        FigureDayRow.channel == (view.channel or ANY),
        FigureDayRow.priority == (view.priority or ANY),
        FigureDayRow.day.between(view.window.first_day, view.window.last_local_day),
    )


def _of_days(
    session: Session, view: View, kinds: Collection[Kind], lasting: Collection[Lasting]
) -> Cells:
    cells: defaultdict[datetime, Cell] = defaultdict(Cell)
    counted = select(FigureDayRow.day, FigureDayRow.counts).where(
        FigureDayRow.kind.in_(kinds), *_of_view(FigureDayRow, view)
    )
    for day, counts in session.execute(counted):
        cells[_midnight(day, view.window)].counts.update(counts)
    if lasting:
        timed = select(FigureSampleRow.day, FigureSampleRow.kind, FigureSampleRow.packed).where(
            FigureSampleRow.kind.in_(lasting), *_of_view(FigureSampleRow, view)
        )
        for day, kind, packed in session.execute(timed):
            cells[_midnight(day, view.window)].samples[Lasting(kind)].append(Sample.unpack(packed))
    return dict(sorted(cells.items()))


def _of_view(
    table: type[FigureDayRow | FigureSampleRow], view: View
) -> Sequence[ColumnElement[bool]]:
    return (
        table.theme == (view.theme or ANY),
        table.channel == (view.channel or ANY),
        table.priority == (view.priority or ANY),
        table.day.between(view.window.first_day, view.window.last_local_day),
    )


def _of_hours(
    session: Session,
    hours: Hours,
    view: View,
    kinds: Collection[Kind],
    lasting: Collection[Lasting],
) -> Cells:
    cells: dict[datetime, Cell] = {}
    for source in sorted({SOURCES[kind] for kind in kinds}):
        for hour_at, plain in hours.read(session, view.window, source):
            cell = cells.setdefault(hour_at, Cell())
            for kind, leaf, counts in plain_counts(plain):
                if kind in kinds and _is_seen(leaf, view):
                    cell.counts.update(counts)
            for measured, sample in _seen_samples(plain, view, lasting):
                cell.samples[measured].append(sample)
    return dict(sorted(cells.items()))


def _seen_samples(
    plain: Plain, view: View, lasting: Collection[Lasting]
) -> Iterator[tuple[Lasting, Sample]]:
    """One sample of each kind, whatever the number of leaves: to make one takes long."""
    seen: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for measured, leaf, pairs in plain_seconds(plain):
        if measured in lasting and _is_seen(leaf, view):
            seen[measured].update(dict(pairs))
    for measured, seconds in seen.items():
        yield Lasting(measured), Sample.of(seconds)


def _is_seen(leaf: Leaf, view: View) -> bool:
    return (
        view.theme in (None, leaf.theme)
        and view.channel in (None, leaf.channel)
        and view.priority in (None, leaf.priority)
    )


def _step_of(at: datetime, window: Window) -> datetime:
    if window.step is not Step.week:
        return at
    day = at.astimezone(window.zone).date()
    monday = day - timedelta(days=day.weekday())
    return _midnight(max(monday, window.first_day), window)


def _midnight(day: date, window: Window) -> datetime:
    return Window.of_days(day, day, window.zone).starts_at
