"""Claims on mentions that wait to be judged: one judge a mention, until it is done or out of time.

A claim that ran out frees its mention, so nothing is lost with a process that was killed. It judges
nothing itself.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select

from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.x_schema import MentionRow
from tickets.x_views import MentionView
from tickets.x_vocabulary import MentionState

CLAIMED_FOR = timedelta(minutes=2)  # a batch takes a second; with a slow endpoint asked, a minute
QUEUE = "queue"


class Claims:
    """Any number of processes may share them; each `holder` is one that judges."""

    def __init__(
        self, database: Database, clock: Clock = utc_now, lasting: timedelta = CLAIMED_FOR
    ) -> None:
        self._database = database
        self._clock = clock
        self._lasting = lasting

    def take(self, holder: str, limit: int) -> list[MentionView]:
        """The oldest that nobody else has, now this holder's."""
        is_open = self._is_free() | (MentionRow.claimed_by == holder)
        # Two who look at once get different ones: SQLite lets one write at a time, PostgreSQL
        # passes over what another transaction holds.
        oldest = select(MentionRow).where(_WAITS, is_open).order_by(*_OLDEST).limit(limit)
        return self._claim(holder, oldest.with_for_update(skip_locked=True))

    def take_of(self, holder: str, mention_ids: Collection[int]) -> list[MentionView]:
        """Those of `mention_ids` that no other judge has, now this holder's."""
        is_open = self._is_free() | MentionRow.claimed_by.in_((holder, QUEUE))
        return self._claim(holder, self._these(mention_ids, is_open))

    def unclaimed(self, limit: int) -> list[int]:
        """Ids of the oldest that nobody has and no queue holds."""
        query = select(MentionRow.id).where(_WAITS, self._is_free()).order_by(*_OLDEST).limit(limit)
        with self._database.reading() as session:
            return list(session.scalars(query))

    def queued(self) -> int:
        """How many a queue holds."""
        is_queued = (MentionRow.claimed_by == QUEUE) & ~self._is_free()
        query = select(func.count()).select_from(MentionRow).where(_WAITS, is_queued)
        with self._database.reading() as session:
            return session.scalar(query) or 0

    def note_queued(self, mention_ids: Collection[int]) -> None:
        """A queue holds those of them that no judge took meanwhile."""
        self._claim(QUEUE, self._these(mention_ids, self._is_free()))

    def _is_free(self) -> ColumnElement[bool]:
        until = MentionRow.claimed_until
        return or_(until.is_(None), until <= self._clock())

    def _these(
        self, mention_ids: Collection[int], is_open: ColumnElement[bool]
    ) -> Select[MentionRow]:
        query = select(MentionRow).where(_WAITS, MentionRow.id.in_(mention_ids), is_open)
        return query.order_by(MentionRow.id).with_for_update()

    def _claim(self, holder: str, which: Select[MentionRow]) -> list[MentionView]:
        with self._database.session() as session:
            rows = session.scalars(which).all()
            for row in rows:
                row.claimed_by, row.claimed_until = holder, self._clock() + self._lasting
            return [MentionView.of(row) for row in rows]


_WAITS = MentionRow.state == MentionState.received
_OLDEST = (MentionRow.created_at, MentionRow.id)
