"""What the collector keeps of itself: how far it read, and how often what went wrong."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, String, case, cast, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.x_schema import CollectorMarkRow

NEWEST_POST = "newest_post"
LAST_LOOK = "last_look"
_COUNT = "count."
_TODAY = "today."


class CollectorMarks:
    """Small words by name; the last one written stays."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def read(self, name: str) -> str | None:
        with self._database.reading() as session:
            row = session.get(CollectorMarkRow, name)
            return row.value if row else None

    def written_at(self, name: str) -> datetime | None:
        with self._database.reading() as session:
            row = session.get(CollectorMarkRow, name)
            return row.at if row else None

    def write(self, name: str, value: str) -> None:
        with self._database.session() as session:
            row = CollectorMarkRow(name=name, value=value[:200], at=self._clock())
            session.merge(row)

    def advance(self, post_id: str) -> None:
        """The newest post that is stored; it never goes back."""
        if int(post_id) > int(self.read(NEWEST_POST) or 0):
            self.write(NEWEST_POST, post_id)

    def count(self, event: str, times: int = 1) -> None:
        """So many more of these happened."""
        name = _COUNT + event
        with self._database.session() as session:
            self._begin(session, name)
            row = session.get_one(CollectorMarkRow, name, with_for_update=True)
            row.value, row.at = str(int(row.value) + times), self._clock()

    def take_today(self, what: str, times: int, most: int) -> bool:
        """Count so many more of today, UTC, or none and say no when that passes `most`.

        Any number of processes share the count.
        """
        now = self._clock()
        name, mark = _TODAY + what, CollectorMarkRow
        is_old = mark.at < now.replace(hour=0, minute=0, second=0, microsecond=0)
        total = case((is_old, 0), else_=cast(mark.value, Integer)) + times
        one_more = update(mark).where(mark.name == name, total <= most)
        with self._database.session() as session:
            self._begin(session, name)
            counted = one_more.values(value=cast(total, String), at=now).returning(mark.name)
            return session.scalar(counted) is not None

    def _begin(self, session: Session, name: str) -> None:
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        first = insert(CollectorMarkRow).values(name=name, value="0", at=self._clock())
        session.execute(first.on_conflict_do_nothing())

    def counts(self) -> dict[str, int]:
        """Events and how often they happened."""
        query = select(CollectorMarkRow).where(CollectorMarkRow.name.startswith(_COUNT))
        with self._database.reading() as session:
            rows = session.scalars(query)
            return {row.name.removeprefix(_COUNT): int(row.value) for row in rows}
