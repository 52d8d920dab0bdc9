"""Exports the star schema, or what changed of it since the last export into the same folder.

Tickets and mentions are in one file for each local day: a day is written anew when anything of it
changed. Messages are only ever added. Killed at any moment it leaves whole files, and the next
export makes good what is missing.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.kpis.definitions import Source
from tickets.kpis.loading import load_expenses, load_mentions, load_tickets
from tickets.kpis.rollup import Rollup
from tickets.kpis.schema import FigureHourRow
from tickets.kpis.views import Window
from tickets.opening_hours import OpeningHours
from tickets.people_schema import AgentRow, TeamRow
from tickets.schema import AttemptRow, MessageRow
from tickets.warehouse import parquet, tables
from tickets.warehouse.manifest import LAYOUT, Manifest
from tickets.warehouse.tables import Row, Table

# A message's number is given before it is visible; after this long it is.
SETTLED_AFTER = timedelta(hours=1)
MESSAGES_A_FILE = 200_000
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Exported:
    """What an export wrote."""

    days: int
    messages: int


class Warehouse:
    """The folder that an export goes to."""

    def __init__(
        self, database: Database, hours: OpeningHours, folder: Path, clock: Clock = utc_now
    ) -> None:
        self._database = database
        self._hours = hours
        self._folder = folder
        self._clock = clock

    def export(self, tell: Progress = lambda _: None) -> Exported:
        """Bring the folder up to date."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._count_what_changed()
        manifest = Manifest.read(self._folder, f"{LAYOUT} {self._hours!r}")
        if manifest.counted_until_at is None and not manifest.last_message_id:
            self._remove_facts()
        days, manifest = self._export_days(manifest, tell)
        messages, manifest = self._export_messages(manifest, tell)
        self._export_dimensions()
        manifest.keep(self._folder)
        return Exported(days, messages)

    def _count_what_changed(self) -> None:
        rollup = Rollup(self._database, self._hours, self._clock)
        while rollup.refresh():
            pass

    def _remove_facts(self) -> None:
        for folder in self._folder.glob("fact_*"):
            shutil.rmtree(folder)

    def _export_days(self, manifest: Manifest, tell: Progress) -> tuple[int, Manifest]:
        changed, counted_until_at = self._changed_days(manifest.counted_until_at)
        for number, (source, day) in enumerate(changed, start=1):
            tell(f"{source} of {day} ({number} of {len(changed)})")
            self._export_day(source, day)
        return len(changed), replace(manifest, counted_until_at=counted_until_at)

    def _changed_days(
        self, since_at: datetime | None
    ) -> tuple[list[tuple[Source, date]], datetime | None]:
        """Local days with an hour counted since then, and when the last one was counted."""
        query = select(FigureHourRow.source, FigureHourRow.hour_at, FigureHourRow.counted_at)
        if since_at is not None:
            query = query.where(FigureHourRow.counted_at >= since_at)
        with self._database.reading() as session:
            hours = session.execute(query).all()
        days = {(source, self._day(hour_at)) for source, hour_at, _ in hours}
        counted = [counted_at for *_, counted_at in hours if counted_at]
        return sorted(days), max(counted, default=since_at)

    def _export_day(self, source: Source, day: date) -> None:
        window = Window.of_days(day, day, self._hours.zone)
        span = window.starts_at, window.ends_at
        with self._database.reading() as session:
            match source:
                case Source.tickets:
                    tickets = load_tickets(session, *span)
                    rows = tables.ticket_rows(day, tickets, self._hours)
                    self._write_day(tables.TICKETS, day, rows)
                    self._write_day(tables.ATTEMPTS, day, tables.attempt_rows(day, tickets))
                case Source.mentions:
                    mentions = load_mentions(session, *span)
                    self._write_day(tables.MENTIONS, day, tables.mention_rows(day, mentions))
                case Source.spend:
                    expenses = load_expenses(session, *span)
                    self._write_day(tables.SPEND, day, tables.spend_rows(day, expenses))

    def _write_day(self, table: Table, day: date, rows: Iterable[Row]) -> None:
        parquet.write(self._folder / table.name / f"{day}.parquet", table, rows)

    def _export_messages(self, manifest: Manifest, tell: Progress) -> tuple[int, Manifest]:
        """Files of messages that are there to stay, each named after its first one."""
        last_id, count = manifest.last_message_id, 0
        while batch := self._batch_of_messages(last_id):
            tell(f"messages ({count + len(batch)})")
            name = f"{last_id + 1:012}.parquet"
            parquet.write(self._folder / tables.MESSAGES.name / name, tables.MESSAGES, batch)
            last_id, count = batch[-1][0], count + len(batch)
        return count, replace(manifest, last_message_id=last_id)

    def _batch_of_messages(self, after_id: int) -> list[Row]:
        ours = (
            MessageRow.id,
            MessageRow.conversation_id,
            MessageRow.author,
            MessageRow.agent_id,
            MessageRow.created_at,
        )
        is_recent = MessageRow.created_at > self._clock() - SETTLED_AFTER
        later = MessageRow.id > after_id
        with self._database.reading() as session:
            first_recent = session.scalar(select(func.min(MessageRow.id)).where(later, is_recent))
            query = select(*ours).where(later).order_by(MessageRow.id).limit(MESSAGES_A_FILE)
            if first_recent is not None:
                query = query.where(MessageRow.id < first_recent)
            rows = session.execute(query)
            return [tables.message_row(*row, hours=self._hours) for row in rows]

    def _export_dimensions(self) -> None:
        titles = (
            select(AttemptRow.article_id, func.max(AttemptRow.title))
            .group_by(AttemptRow.article_id)
            .order_by(AttemptRow.article_id)
        )
        people = (
            select(AgentRow.id, AgentRow.role, TeamRow.name, AgentRow.is_active)
            .outerjoin(TeamRow, TeamRow.id == AgentRow.team_id)
            .order_by(AgentRow.id)
        )
        with self._database.reading() as session:
            self._write_dimension(tables.ARTICLES, (tuple(row) for row in session.execute(titles)))
            self._write_dimension(tables.AGENTS, (tuple(row) for row in session.execute(people)))
            first_at = session.scalar(select(func.min(FigureHourRow.hour_at)))
        self._write_dimension(tables.THEMES, tables.theme_rows())
        today = self._day(self._clock())
        first = self._day(first_at) if first_at else today
        self._write_dimension(tables.DAYS, tables.day_rows(first, today, self._hours))

    def _write_dimension(self, table: Table, rows: Iterable[Row]) -> None:
        parquet.write(self._folder / f"{table.name}.parquet", table, rows)

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._hours.zone).date()
