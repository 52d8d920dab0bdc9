"""Teams of agents and the themes whose tickets come to them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tickets import audit
from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.desk_views import TeamView
from tickets.errors import InvalidValue, NotFound
from tickets.folding import storable
from tickets.people_schema import TeamRow
from tickets.vocabulary import Theme


def team_for(session: Session, theme: Theme) -> int | None:
    """The first team that this theme's tickets come to."""
    teams = session.scalars(select(TeamRow).order_by(TeamRow.id))
    return next((team.id for team in teams if theme.value in team.themes), None)


class Teams:
    """The store of teams."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def create(self, name: str, themes: Iterable[Theme] = (), *, by: int | None = None) -> TeamView:
        """A new team; themes that no team has go to nobody in particular."""
        row = TeamRow(name=_clean_name(name), themes=_listed(themes))
        with self._database.session() as session:
            session.add(row)
            _flush(session)
            self._record(session, "team_created", row, by)
            return TeamView.of(row)

    def change(
        self, team_id: int, name: str, themes: Iterable[Theme], *, by: int | None = None
    ) -> TeamView:
        """Another name, other themes."""
        with self._database.session() as session:
            row = _held(session, team_id)
            row.name = _clean_name(name)
            row.themes = _listed(themes)
            _flush(session)
            self._record(session, "team_changed", row, by)
            return TeamView.of(row)

    def remove(self, team_id: int, *, by: int | None = None) -> None:
        """Its agents and tickets are then of no team; its notification targets go with it."""
        with self._database.session() as session:
            row = _held(session, team_id)
            self._record(session, "team_removed", row, by)
            session.delete(row)

    def list(self) -> list[TeamView]:
        """Every team, by name."""
        with self._database.reading() as session:
            return [TeamView.of(row) for row in session.scalars(select(TeamRow).order_by("name"))]

    def _record(self, session: Session, action: str, row: TeamRow, by: int | None) -> None:
        audit.record(
            session,
            self._clock(),
            action,
            agent_id=by,
            subject_kind="team",
            subject=str(row.id),
            detail={"name": row.name},
        )


def _held(session: Session, team_id: int) -> TeamRow:
    row = session.get(TeamRow, team_id, with_for_update=True)
    if row is None:
        raise NotFound("team_id")
    return row


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        raise InvalidValue("name", "is taken; choose another one") from error


def _clean_name(name: str) -> str:
    cleaned = " ".join(storable(name).split())
    if not 1 <= len(cleaned) <= 100:
        raise InvalidValue("name", "should hold 1 to 100 characters")
    return cleaned


def _listed(themes: Iterable[Theme]) -> list[str]:
    chosen = frozenset(themes)
    return [theme.value for theme in Theme if theme in chosen]
