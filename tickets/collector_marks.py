"""What the collector keeps of itself: how far it read, and how often what went wrong."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.x_schema import CollectorMarkRow

NEWEST_POST = "newest_post"
LAST_LOOK = "last_look"
_COUNT = "count."


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
            row = session.get(CollectorMarkRow, name, with_for_update=True)
            value = str(int(row.value if row else 0) + times)
            session.merge(CollectorMarkRow(name=name, value=value, at=self._clock()))

    def counts(self) -> dict[str, int]:
        """Events and how often they happened."""
        query = select(CollectorMarkRow).where(CollectorMarkRow.name.startswith(_COUNT))
        with self._database.reading() as session:
            rows = session.scalars(query)
            return {row.name.removeprefix(_COUNT): int(row.value) for row in rows}
