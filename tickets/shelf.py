"""What of the articles was decided in the console: wordings published there, articles retired.

The wordings of files are not known here: a published one takes the place of the file of its id.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tickets import audit
from tickets.agents import active_agent
from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.desk_schema import ArticleDraftRow, RetiredArticleRow
from tickets.desk_views import DraftView
from tickets.errors import NotFound
from tickets.people_schema import AgentRow
from tickets.rights import require_role
from tickets.schema import TicketRow
from tickets.vocabulary import DraftState, Role


@dataclass(frozen=True)
class RetiredArticle:
    """Who took an article out, and when."""

    article_id: str
    retired_by: int
    retired_at: datetime


@dataclass(frozen=True)
class ShelfContents:
    """What was published and retired at one moment; `revision` changes with either."""

    published: tuple[DraftView, ...]
    retired: tuple[RetiredArticle, ...]
    revision: str


class Shelf:
    """Reads the shelf, and takes articles off it or puts them back; supervisors only."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def contents(self) -> ShelfContents:
        """Everything, by article id."""
        query = (
            select(ArticleDraftRow, TicketRow.reference)
            .outerjoin(TicketRow, TicketRow.id == ArticleDraftRow.ticket_id)
            .where(ArticleDraftRow.state == DraftState.published)
            .order_by(ArticleDraftRow.article_id)
        )
        with self._database.reading() as session:
            published = [DraftView.of(row, reference) for row, reference in session.execute(query)]
            retired = session.scalars(
                select(RetiredArticleRow).order_by(RetiredArticleRow.article_id)
            )
            return ShelfContents(
                tuple(published),
                tuple(
                    RetiredArticle(row.article_id, row.retired_by, row.retired_at)
                    for row in retired
                ),
                _revision(session),
            )

    def revision(self) -> str:
        """The contents' revision, cheaply."""
        with self._database.reading() as session:
            return _revision(session)

    def tickets_of(self, article_id: str) -> list[str]:
        """References of the tickets that gave birth to the article."""
        query = select(TicketRow.reference).where(TicketRow.born_article_id == article_id)
        with self._database.reading() as session:
            return list(session.scalars(query.order_by(TicketRow.id)))

    def retire(self, article_id: str, agent_id: int) -> None:
        """The bot no longer answers with it."""
        with self._database.session() as session:
            agent = _supervisor(session, agent_id)
            if session.get(RetiredArticleRow, article_id) is None:
                row = RetiredArticleRow(
                    article_id=article_id, retired_by=agent.id, retired_at=self._clock()
                )
                session.add(row)
                self._record(session, "article_retired", article_id, agent)

    def restore(self, article_id: str, agent_id: int) -> None:
        """The bot answers with it again."""
        with self._database.session() as session:
            agent = _supervisor(session, agent_id)
            row = session.get(RetiredArticleRow, article_id)
            if row is None:
                raise NotFound("article_id")
            session.delete(row)
            self._record(session, "article_restored", article_id, agent)

    def reset(self, article_id: str, agent_id: int) -> None:
        """The file's wording counts again: the one published here is put aside."""
        with self._database.session() as session:
            agent = _supervisor(session, agent_id)
            row = session.scalar(
                select(ArticleDraftRow).filter_by(article_id=article_id, state=DraftState.published)
            )
            if row is None:
                raise NotFound("article_id")
            row.state = DraftState.retired
            self._record(session, "article_reset", article_id, agent)

    def _record(self, session: Session, action: str, article_id: str, agent: AgentRow) -> None:
        audit.record(
            session,
            self._clock(),
            action,
            agent_id=agent.id,
            subject_kind="article",
            subject=article_id,
        )


def _supervisor(session: Session, agent_id: int) -> AgentRow:
    agent = active_agent(session, agent_id)
    require_role(agent, Role.supervisor)
    return agent


def _revision(session: Session) -> str:
    """Empty for an empty shelf. A published wording never changes, so its id stands for it."""
    published = select(ArticleDraftRow.id).where(ArticleDraftRow.state == DraftState.published)
    wordings = sorted(session.scalars(published))
    retired = sorted(session.scalars(select(RetiredArticleRow.article_id)))
    if not (wordings or retired):
        return ""
    return hashlib.sha256(repr((wordings, retired)).encode()).hexdigest()[:16]
