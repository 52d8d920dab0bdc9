"""An alert begins or ends, and those who are told of every ticket are told of it, once each."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tickets.alerts.rules import AlertState, Ending
from tickets.alerts.schema import AlertRow, AlertRuleRow
from tickets.alerts.views import rule_of
from tickets.outbox import enqueue, targets_of_all
from tickets.vocabulary import NotificationKind


def begin(session: Session, row: AlertRuleRow, value: float, at: datetime) -> None:
    """The rule fires. The caller holds its row."""
    alert = AlertRow(rule_id=row.id, fired_at=at, value=value)
    session.add(alert)
    session.flush()
    _tell(session, NotificationKind.alert_firing, alert, row, value, at)


def end(
    session: Session, row: AlertRuleRow, value: float | None, ending: Ending, at: datetime
) -> None:
    """What the rule had begun is over; nothing when nothing had. The caller holds its row."""
    alert = session.scalar(select(AlertRow).filter_by(rule_id=row.id, ended_at=None))
    if alert is not None:
        alert.ended_at, alert.ending = at, ending
        _tell(session, NotificationKind.alert_ended, alert, row, value, at)


def silence(session: Session, row: AlertRuleRow, at: datetime) -> None:
    """The rule begins anew, as a person changed, paused or removed it."""
    end(session, row, row.value, Ending.changed, at)
    row.state, row.since_at = AlertState.quiet, at
    row.checked_at = row.value = None


def _tell(
    session: Session,
    kind: NotificationKind,
    alert: AlertRow,
    row: AlertRuleRow,
    value: float | None,
    at: datetime,
) -> None:
    for target in targets_of_all(session):
        enqueue(
            session,
            None,
            kind,
            channel=target.channel,
            target=target.address,
            payload=_facts(alert, row, value),
            dedupe_key=f"{kind}:{alert.id}:{target.id}",
            at=at,
        )


def _facts(alert: AlertRow, row: AlertRuleRow, value: float | None) -> dict[str, Any]:
    """The rule as it was then: it may have changed when this leaves."""
    return {
        "alert_id": alert.id,
        "rule": asdict(rule_of(row)),
        "value": value,
        "fired_at": alert.fired_at.isoformat(),
        "ended_at": alert.ended_at.isoformat() if alert.ended_at else None,
        "ending": alert.ending.value if alert.ending else None,
    }
