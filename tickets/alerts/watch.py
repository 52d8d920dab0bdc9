"""Looks at every rule in turn. Any process may run it at any time: one looks at each rule."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import or_, select

from tickets.alerts.readings import Readings
from tickets.alerts.rules import Ending, Standing
from tickets.alerts.schema import AlertRuleRow
from tickets.alerts.telling import begin, end
from tickets.alerts.views import RuleView
from tickets.clock import Clock, utc_now
from tickets.database import Database

LOOK_EVERY = timedelta(seconds=15)


class AlertWatch:
    """`every` is how long a look counts, for all processes together."""

    def __init__(
        self,
        database: Database,
        readings: Readings,
        clock: Clock = utc_now,
        every: timedelta = LOOK_EVERY,
    ) -> None:
        self._database = database
        self._readings = readings
        self._clock = clock
        self._every = every

    def round(self) -> int:
        """Look at the rules that are due; how many those were.

        One that cannot be looked at keeps no other from it; all their errors are raised at the end.
        """
        due, errors = self._claim(), []
        for rule in due:
            try:
                self._look(rule)
            except Exception as error:
                errors.append(error)
        if errors:
            raise ExceptionGroup("rules that could not be looked at", errors)
        return len(due)

    def _claim(self) -> list[RuleView]:
        now = self._clock()
        is_due = or_(
            AlertRuleRow.checked_at.is_(None), AlertRuleRow.checked_at <= now - self._every
        )
        query = (
            select(AlertRuleRow)
            .where(AlertRuleRow.removed_at.is_(None), ~AlertRuleRow.is_paused, is_due)
            .order_by(AlertRuleRow.id)
            .with_for_update(skip_locked=True)
        )
        with self._database.session() as session:
            rows = session.scalars(query).all()
            for row in rows:
                row.checked_at = now
            return [RuleView.of(row) for row in rows]

    def _look(self, seen: RuleView) -> None:
        # 1. Read without holding anything, as figures may take a while. 2. Hold the rule. 3. Leave
        # it to the next round when a person changed it meanwhile.
        value = self._readings.of(seen.rule)
        now = self._clock()
        with self._database.session() as session:
            row = session.get_one(AlertRuleRow, seen.id, with_for_update=True)
            if row.changed_at != seen.changed_at:
                return
            before = Standing(row.state, row.since_at)
            after = before.after(seen.rule, value, now)
            row.state, row.since_at, row.value = after.state, after.since_at, value
            if after.state.is_firing and not before.state.is_firing and value is not None:
                begin(session, row, value, now)
            elif before.state.is_firing and not after.state.is_firing:
                end(session, row, value, Ending.no_data if value is None else Ending.kept, now)
