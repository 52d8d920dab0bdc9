"""The rules: supervisors write, pause and remove them; each change is in the audit log."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tickets import audit
from tickets.agents import active_agent
from tickets.alerts.rules import DEFAULTS, Rule
from tickets.alerts.schema import AlertRow, AlertRuleRow
from tickets.alerts.telling import silence
from tickets.alerts.views import AlertView, RuleView
from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.errors import InvalidValue, NotFound
from tickets.rights import require_role
from tickets.vocabulary import Role

MOST_RULES = 100
DAYS_SHOWN = 30
MOST_SHOWN = 50


class AlertRules:
    """The store of rules."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def add_defaults(self) -> None:
        """The rules that come with the product, each once: one removed does not come back."""
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        now = self._clock()
        with self._database.session() as session:
            for origin, rule in DEFAULTS.items():
                row = insert(AlertRuleRow).values(
                    origin=origin, changed_at=now, since_at=now, **asdict(rule)
                )
                session.execute(row.on_conflict_do_nothing())

    def add(self, rule: Rule, *, by: int) -> RuleView:
        """Watch one thing more."""
        with self._database.session() as session:
            require_role(active_agent(session, by), Role.supervisor)
            known = select(func.count()).select_from(AlertRuleRow).filter_by(removed_at=None)
            if (session.scalar(known) or 0) >= MOST_RULES:
                raise InvalidValue("rules", f"should be at most {MOST_RULES}; remove one first")
            now = self._clock()
            row = AlertRuleRow(
                changed_at=now, changed_by=by, since_at=now, **asdict(rule.checked())
            )
            session.add(row)
            session.flush()
            self._note(session, "alert_added", row, by)
            return RuleView.of(row)

    def change(self, rule_id: int, rule: Rule, *, by: int) -> RuleView:
        """Another rule over the same signal in its place, which begins anew."""
        with self._database.session() as session:
            row = self._held(session, rule_id, by)
            if rule.signal != row.signal:
                raise InvalidValue("signal", f"should stay {row.signal}; add a rule for another")
            silence(session, row, self._clock())
            for name, value in asdict(rule.checked()).items():
                setattr(row, name, value)
            self._note(session, "alert_changed", row, by)
            return RuleView.of(row)

    def pause(self, rule_id: int, is_paused: bool, *, by: int) -> None:
        """Watch it no more for now, or again."""
        with self._database.session() as session:
            row = self._held(session, rule_id, by)
            if row.is_paused is not is_paused:
                silence(session, row, self._clock())
                row.is_paused = is_paused
                self._note(session, "alert_paused" if is_paused else "alert_resumed", row, by)

    def remove(self, rule_id: int, *, by: int) -> None:
        """Watch it no more."""
        with self._database.session() as session:
            row = self._held(session, rule_id, by)
            silence(session, row, self._clock())
            row.removed_at = self._clock()
            self._note(session, "alert_removed", row, by)

    def firing(self) -> int:
        """How many fire now."""
        query = select(func.count()).select_from(AlertRow).filter_by(ended_at=None)
        with self._database.reading() as session:
            return session.scalar(query) or 0

    def alerts(self) -> list[AlertView]:
        """What fired lately, the newest first."""
        since = self._clock() - timedelta(days=DAYS_SHOWN)
        query = (
            select(AlertRow, AlertRuleRow)
            .join(AlertRuleRow, AlertRuleRow.id == AlertRow.rule_id)
            .where(AlertRow.fired_at >= since)
            .order_by(AlertRow.fired_at.desc(), AlertRow.id.desc())
            .limit(MOST_SHOWN)
        )
        with self._database.reading() as session:
            return [AlertView.of(alert, row) for alert, row in session.execute(query)]

    def list(self) -> list[RuleView]:
        """Every rule, the oldest first."""
        query = select(AlertRuleRow).filter_by(removed_at=None).order_by(AlertRuleRow.id)
        with self._database.reading() as session:
            return [RuleView.of(row) for row in session.scalars(query)]

    def _held(self, session: Session, rule_id: int, by: int) -> AlertRuleRow:
        require_role(active_agent(session, by), Role.supervisor)
        row = session.get(AlertRuleRow, rule_id, with_for_update=True)
        if row is None or row.removed_at is not None:
            raise NotFound("rule_id")
        return row

    def _note(self, session: Session, action: str, row: AlertRuleRow, by: int) -> None:
        row.changed_at, row.changed_by = self._clock(), by
        audit.record(
            session,
            row.changed_at,
            action,
            agent_id=by,
            subject_kind="alert_rule",
            subject=str(row.id),
            detail={"signal": row.signal, "threshold": str(row.threshold)},
        )
