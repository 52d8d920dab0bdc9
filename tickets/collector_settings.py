"""What people change about public replies while the collector runs: mode, kill switch, caps.

Read anew before every reply, so that a change holds within seconds.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import time

from sqlalchemy.orm import Session

from tickets import audit
from tickets.agents import active_agent
from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.errors import InvalidValue
from tickets.rights import require_role
from tickets.vocabulary import Role
from tickets.x_schema import CollectorSettingsRow
from tickets.x_vocabulary import CollectorMode

ONLY_ROW = 1
MAX_CAP = 10_000
_CAPS = ("per_author_per_day", "per_hour", "per_day", "dollars_per_day")
_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True)
class CollectorSettings:
    """The defaults send nothing. Quiet hours that begin when they end are none."""

    mode: CollectorMode = CollectorMode.dry_run
    is_stopped: bool = False
    per_author_per_day: int = 1
    per_hour: int = 30
    per_day: int = 200
    dollars_per_day: int = 20
    quiet_from: str = "22:00"
    quiet_to: str = "08:00"

    def is_quiet(self, at: time) -> bool:
        """Whether no reply leaves at this time of the day."""
        begin, end = time.fromisoformat(self.quiet_from), time.fromisoformat(self.quiet_to)
        if begin <= end:
            return begin <= at < end
        return at >= begin or at < end


class CollectorControls:
    """Reads and changes the settings; whoever may see a customer's words may stop everything."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def read(self) -> CollectorSettings:
        with self._database.reading() as session:
            row = session.get(CollectorSettingsRow, ONLY_ROW)
            return _settings(row) if row else CollectorSettings()

    def stop(self, agent_id: int) -> None:
        """The kill switch: any agent may pull it."""
        with self._database.session() as session:
            active_agent(session, agent_id)
            self._write(session, agent_id, is_stopped=True)

    def change(self, agent_id: int, **changes: object) -> None:
        """Supervisors change mode, caps and hours, and release the kill switch."""
        valid = {name: _valid(name, value) for name, value in changes.items()}
        with self._database.session() as session:
            require_role(active_agent(session, agent_id), Role.supervisor)
            self._write(session, agent_id, **valid)

    def _write(self, session: Session, agent_id: int, **changes: object) -> None:
        row = session.get(CollectorSettingsRow, ONLY_ROW, with_for_update=True)
        if row is None:
            row = CollectorSettingsRow(id=ONLY_ROW, **asdict(CollectorSettings()))
            session.add(row)
        for name, value in changes.items():
            setattr(row, name, value)
        row.changed_by, row.changed_at = agent_id, self._clock()
        audit.record(
            session,
            self._clock(),
            "collector_changed",
            agent_id=agent_id,
            subject_kind="collector",
            subject="settings",
            detail={name: str(value) for name, value in changes.items()},
        )


def _settings(row: CollectorSettingsRow) -> CollectorSettings:
    names = CollectorSettings.__dataclass_fields__
    return CollectorSettings(**{name: getattr(row, name) for name in names})


def _valid(name: str, value: object) -> object:
    if name in _CAPS and not (isinstance(value, int) and 0 <= value <= MAX_CAP):
        raise InvalidValue(name, f"should be a number from 0 to {MAX_CAP}")
    if name in ("quiet_from", "quiet_to") and not _HOUR.fullmatch(str(value)):
        raise InvalidValue(name, "should be a time such as 22:00")
    return CollectorMode(str(value)) if name == "mode" else value
