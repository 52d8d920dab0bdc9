"""Every figure of a view, as dashboard, API, export and alerts read them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tickets.clock import Clock, utc_now
from tickets.collector_settings import CollectorControls
from tickets.database import Database
from tickets.errors import InvalidValue
from tickets.kpis import behind, definitions
from tickets.kpis.cells import Cell, Hours, by_step, read_cells, read_totals, steps
from tickets.kpis.changes import has_moved
from tickets.kpis.definitions import ALL, MEASURED, Kpi
from tickets.kpis.histories import STAGES
from tickets.kpis.measuring import measure, readings
from tickets.kpis.questions import read_unanswered
from tickets.kpis.results import (
    ArticleCount,
    AttemptsCount,
    BehindPage,
    Figure,
    Freshness,
    Funnel,
    Point,
    ReasonCount,
    Spend,
    SpendCount,
    Stage,
    UnansweredQuestion,
    Volume,
    Workload,
)
from tickets.kpis.rollup import is_behind
from tickets.kpis.schema import FigureStateRow
from tickets.kpis.tallies import ANY, Kind
from tickets.kpis.views import View
from tickets.opening_hours import OpeningHours
from tickets.people_schema import AgentRow
from tickets.schema import ConversationRow, TicketRow
from tickets.spending import MICROS_PER_DOLLAR, spent_micros
from tickets.vocabulary import AttemptOutcome, EscalationReason, Theme, TicketState
from tickets.x_vocabulary import SpendKind

PAGE_ROWS = 50
MOST_ROWS = 500


class Figures:
    """Reads the figures; `hours` tells when agents are there, and the time zone of days.

    A ticket counts on the local day it was opened, a mention on the day it was posted, whatever
    happened to it later. `rollup` counts beforehand what is read here.
    """

    def __init__(self, database: Database, hours: OpeningHours, clock: Clock = utc_now) -> None:
        self._database = database
        self._hours = hours
        self._clock = clock
        self._kept = Hours()

    @property
    def zone(self) -> ZoneInfo:
        return self._hours.zone

    @property
    def now(self) -> datetime:
        return self._clock()

    def measure(self, view: View, kpis: Sequence[Kpi] = MEASURED) -> list[Figure]:
        """Each KPI's figure, in the order asked for."""
        needed = readings(kpis)
        with self._database.reading() as session:
            cells = read_cells(session, self._kept, view, *needed)
            before = Cell.merged(read_cells(session, self._kept, view.previous, *needed).values())
        points = by_step(cells, view.window)
        whole = Cell.merged(cells.values())
        return [self._figure(kpi, view, whole, before, points) for kpi in kpis]

    def volume(self, view: View) -> list[Volume]:
        """Mentions and tickets by theme and step (`view.window.step`); what is 0 is left out."""
        with self._database.reading() as session:
            mentions = read_totals(session, self._kept, view, Kind.mentions)
            tickets = read_totals(session, self._kept, view, Kind.tickets)
        themes = [*Theme, None]
        volumes = [
            Volume(at, theme, _of_theme(mentions, at, theme), _of_theme(tickets, at, theme))
            for at in steps(view.window)
            for theme in themes
        ]
        return [volume for volume in volumes if volume.mentions or volume.tickets]

    def funnel(self, view: View) -> Funnel | None:
        """What became of the window's mentions; None when there were none."""
        counts = self._whole(view, Kind.mentions).counts
        if not counts["mentions"]:
            return None
        stages = {stage: counts[stage] for stage in STAGES}
        return Funnel(mentions=counts["mentions"], complaints=counts["complaints"], **stages)

    def stages(self, view: View) -> list[Stage]:
        """The same by posts: all of them, those worth an answer, and those with each stage after;
        empty when there were none."""
        counts = self._whole(view, Kind.mentions).counts
        if not counts["mentions"]:
            return []
        sorts = (counts["complaints"], counts["requests"])
        return [
            Stage("mentions", *sorts, counts["others"]),
            Stage("worth_answer", *sorts),
            *(
                Stage(stage, counts[f"with_{stage}.complaints"], counts[f"with_{stage}.requests"])
                for stage in STAGES
            ),
        ]

    def escalation_reasons(self, view: View) -> list[ReasonCount]:
        """The most frequent first."""
        counts = self._whole(view, Kind.tickets).counts
        found = [ReasonCount(reason, counts[f"reason.{reason}"]) for reason in EscalationReason]
        known = [reason for reason in found if reason.tickets]
        return sorted(known, key=lambda reason: -reason.tickets)

    def attempts_to_resolution(self, view: View) -> list[AttemptsCount]:
        """Fewest attempts first."""
        found = _named(self._whole(view, Kind.tickets), "attempts")
        return [AttemptsCount(int(times), found[times]) for times in sorted(found, key=int)]

    def articles(self, view: View) -> list[ArticleCount]:
        """The most often refused in vain first: by refusals less solutions."""
        whole = self._whole(view, Kind.articles)
        solved = _named(whole, AttemptOutcome.accepted)
        refused = _named(whole, AttemptOutcome.refused)
        found = [
            ArticleCount(article_id, times, solved.get(article_id, 0), refused.get(article_id, 0))
            for article_id, times in _named(whole, AttemptOutcome.proposed).items()
        ]
        return sorted(found, key=lambda one: (one.solved - one.refused, one.article_id))

    def workload(self, view: View) -> list[Workload]:
        """By name: this is no ranking."""
        whole = self._whole(view, Kind.agents)
        taken, resolved = _named(whole, "taken"), _named(whole, "resolved")
        with self._database.reading() as session:
            open_now = _open_now(session, view)
            agents = session.execute(select(AgentRow.id, AgentRow.display_name)).all()
        found = [
            Workload(
                agent_id,
                name,
                open_now.get(agent_id, 0),
                taken.get(str(agent_id), 0),
                resolved.get(str(agent_id), 0),
            )
            for agent_id, name in agents
        ]
        busy = [each for each in found if each.open_now or each.taken or each.resolved]
        return sorted(busy, key=lambda each: (each.display_name.casefold(), each.agent_id))

    def spend(self, view: View) -> Spend:
        """Of the window, whatever theme, channel and priority."""
        cell = self._whole(View(view.window), Kind.spend)
        with self._database.reading() as session:
            today = spent_micros(session, self._clock())
        daily_cap = self._daily_cap()
        return Spend(
            dollars=measure(definitions.SPEND, cell, self._clock()).value,
            cap_dollars=daily_cap * view.window.days,
            today_dollars=today / MICROS_PER_DOLLAR,
            today_cap_dollars=daily_cap,
            kinds=tuple(_spend_counts(cell)),
        )

    def unanswered(self, view: View, limit: int = MOST_ROWS) -> list[UnansweredQuestion]:
        """The same question once, the latest asked first; channel and priority do not matter."""
        with self._database.reading() as session:
            return read_unanswered(session, view, limit)

    def tickets_behind(
        self, view: View, kpi: Kpi, part: str = ALL.key, page: int = 1, rows: int = PAGE_ROWS
    ) -> BehindPage:
        """The tickets or mentions of a figure, or of a part or detail of it; `InvalidValue` for
        one that there is not."""
        if kpi.part(part) is None:
            known = ", ".join(each.key for each in (*kpi.parts, *kpi.details)) or "none"
            raise InvalidValue("part", f"should be one of {known}")
        if page < 1 or not 1 <= rows <= MOST_ROWS:
            raise InvalidValue("page", f"should count from 1, of 1 to {MOST_ROWS} rows")
        wanted = behind.Part(view, kpi, part, self._clock(), self._hours, self._kept)
        with self._database.reading() as session:
            return behind.read_page(session, wanted, page, rows)

    def freshness(self) -> Freshness:
        """Whether every change is in the figures yet."""
        with self._database.reading() as session:
            refreshed_at = session.scalar(select(FigureStateRow.refreshed_at))
            return Freshness(refreshed_at, is_behind(session))

    def _figure(
        self,
        kpi: Kpi,
        view: View,
        whole: Cell,
        before: Cell,
        points: dict[datetime, Cell],
    ) -> Figure:
        now = self._clock()
        measured, earlier = measure(kpi, whole, now), measure(kpi, before, now)
        series = [(at, measure(kpi, cell, now)) for at, cell in points.items()]
        companion = measured.companion
        if kpi is definitions.SPEND and measured.value is not None:
            cap = self._daily_cap() * view.window.days
            companion = measured.value / cap if cap else None
        return Figure(
            kpi=kpi,
            value=measured.value,
            sample=measured.sample,
            previous=earlier.value,
            p95=measured.p95,
            companion=companion,
            has_moved=has_moved(kpi.unit, measured, earlier),
            points=tuple(Point(at, point.value, point.sample) for at, point in series),
        )

    def _whole(self, view: View, kind: Kind) -> Cell:
        with self._database.reading() as session:
            return Cell.merged(read_cells(session, self._kept, view, [kind]).values())

    def _daily_cap(self) -> int:
        return CollectorControls(self._database).read().dollars_per_day


def _of_theme(totals: dict[tuple[datetime, str], int], at: datetime, theme: Theme | None) -> int:
    """Without a theme: those that no theme was given yet."""
    if theme is not None:
        return totals.get((at, theme), 0)
    with_a_theme = sum(totals.get((at, each), 0) for each in Theme)
    return max(0, totals.get((at, ANY), 0) - with_a_theme)


def _named(cell: Cell, prefix: str) -> dict[str, int]:
    """Counts whose names begin so, by what follows."""
    start = f"{prefix}."
    counts: Collection[tuple[str, int]] = cell.counts.items()
    return {name[len(start) :]: count for name, count in counts if name.startswith(start)}


def _open_now(session: Session, view: View) -> dict[int, int]:
    query = (
        select(TicketRow.assignee_id, func.count())
        .where(TicketRow.state == TicketState.in_progress, TicketRow.assignee_id.is_not(None))
        .group_by(TicketRow.assignee_id)
    )
    if view.theme is not None:
        query = query.where(TicketRow.theme == view.theme)
    if view.priority is not None:
        query = query.where(TicketRow.priority == view.priority)
    if view.channel is not None:
        joined = query.join(ConversationRow, ConversationRow.id == TicketRow.conversation_id)
        query = joined.where(ConversationRow.channel == view.channel)
    return {agent_id: count for agent_id, count in session.execute(query) if agent_id is not None}


def _spend_counts(cell: Cell) -> list[SpendCount]:
    units, micros = _named(cell, "units"), _named(cell, "micros")
    return [
        SpendCount(kind, units[kind], micros.get(kind, 0) / MICROS_PER_DOLLAR)
        for kind in SpendKind
        if kind in units
    ]
