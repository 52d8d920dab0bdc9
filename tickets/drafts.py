"""Articles written in the console: drafted out of a solved ticket or afresh, published, retired.

It keeps them; what the bot makes of a published one is the knowledge base's business.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tickets import audit
from tickets.agents import active_agent
from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.desk_schema import ArticleDraftRow
from tickets.desk_views import DraftView
from tickets.drafting import MAX_ANSWER_CHARS, MAX_TITLE_CHARS, DraftText, text_of
from tickets.errors import ChangedMeanwhile, InvalidValue, NotFound, WrongState
from tickets.folding import fold, storable
from tickets.people_schema import AgentRow
from tickets.rights import require_role
from tickets.schema import TicketRow
from tickets.transitions import locked_ticket
from tickets.vocabulary import DraftState, Role, TicketState

MAX_QUESTIONS = 200
MAX_QUESTION_CHARS = 500
_SOLVED = (TicketState.resolved, TicketState.closed)


class Drafts:
    """The store of articles written in the console; any agent drafts, supervisors publish."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def from_ticket(self, reference: str, agent_id: int, taken: Collection[str] = ()) -> DraftView:
        """A draft out of a solved ticket, personal data taken out; the one it has already, if any.

        `taken` are ids of articles that are not kept here.
        """
        with self._database.session() as session:
            agent = active_agent(session, agent_id)
            ticket = locked_ticket(session, reference)
            if ticket.state not in _SOLVED:
                raise WrongState(ticket.state, " or ".join(_SOLVED))
            row = session.scalar(_drafts().filter_by(ticket_id=ticket.id))
            if row is None:
                text = text_of(session, ticket)
                row = self._add(session, agent, text, _free_id(session, text.title, taken), ticket)
            return _view(session, row)

    def create(
        self,
        text: DraftText,
        agent_id: int,
        article_id: str | None = None,
        taken: Collection[str] = (),
    ) -> DraftView:
        """A draft afresh, or a new wording of the article `article_id`."""
        with self._database.session() as session:
            agent = active_agent(session, agent_id)
            name = article_id or _free_id(session, text.title, taken)
            return _view(session, self._add(session, agent, text, name))

    def open(self, article_id: str) -> DraftView | None:
        """The draft of this article that somebody has begun, if any."""
        with self._database.reading() as session:
            row = session.scalar(
                select(ArticleDraftRow).filter_by(article_id=article_id, state=DraftState.draft)
            )
            return _view(session, row) if row else None

    def save(
        self, draft_id: int, text: DraftText, agent_id: int, seen_at: datetime | None = None
    ) -> DraftView:
        """Change a draft; what is published is changed by a new draft of the same article.

        `seen_at` is when the version that was worked on was saved: `ChangedMeanwhile` when there
        is a later one.
        """
        with self._database.session() as session:
            agent = active_agent(session, agent_id)
            row = _held(session, draft_id)
            _require(row, DraftState.draft)
            _require_seen(session, row, seen_at)
            self._write(row, text, agent)
            self._record(session, "draft_saved", row, agent)
            return _view(session, row)

    def publish(self, draft_id: int, agent_id: int, taken: Collection[str] = ()) -> DraftView:
        """From now the bot may answer with it; the ticket remembers its article.

        The wording published before, if any, is put aside. A new article is named after the title
        that it ended up with.
        """
        with self._database.session() as session:
            agent = active_agent(session, agent_id)
            require_role(agent, Role.supervisor)
            row = _held(session, draft_id)
            _require(row, DraftState.draft)
            _require_complete(row)
            if row.article_id not in taken and not _was_published(session, row.article_id):
                row.article_id = _free_id(session, row.title, taken, row.id)
            _retire_published(session, row.article_id)
            row.state = DraftState.published
            row.published_at = row.updated_at = self._clock()
            row.updated_by = agent.id
            _remember(session, row)
            self._record(session, "article_published", row, agent)
            return _view(session, row)

    def discard(self, draft_id: int, agent_id: int) -> DraftView:
        """Throw a draft away."""
        with self._database.session() as session:
            agent = active_agent(session, agent_id)
            require_role(agent, Role.supervisor)
            row = _held(session, draft_id)
            _require(row, DraftState.draft)
            row.state = DraftState.retired
            row.updated_at = self._clock()
            row.updated_by = agent.id
            self._record(session, "draft_discarded", row, agent)
            return _view(session, row)

    def get(self, draft_id: int) -> DraftView:
        """The article in whatever state, or `NotFound`."""
        with self._database.reading() as session:
            row = session.get(ArticleDraftRow, draft_id)
            if row is None:
                raise NotFound("draft_id")
            return _view(session, row)

    def list(self, *states: DraftState) -> list[DraftView]:
        """Articles of these states, or all, the latest change first."""
        query = select(ArticleDraftRow, TicketRow.reference).outerjoin(
            TicketRow, TicketRow.id == ArticleDraftRow.ticket_id
        )
        query = query.order_by(ArticleDraftRow.updated_at.desc(), ArticleDraftRow.id.desc())
        if states:
            query = query.where(ArticleDraftRow.state.in_(states))
        with self._database.reading() as session:
            return [DraftView.of(row, reference) for row, reference in session.execute(query)]

    def _add(
        self,
        session: Session,
        agent: AgentRow,
        text: DraftText,
        article_id: str,
        ticket: TicketRow | None = None,
    ) -> ArticleDraftRow:
        row = ArticleDraftRow(
            ticket_id=ticket.id if ticket else None,
            article_id=article_id,
            created_by=agent.id,
        )
        self._write(row, text, agent)
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError as error:
            raise InvalidValue("article_id", "has a draft already; go on with that one") from error
        self._record(session, "draft_created", row, agent)
        return row

    def _write(self, row: ArticleDraftRow, text: DraftText, agent: AgentRow) -> None:
        row.title = _limited("title", text.title, MAX_TITLE_CHARS)
        row.theme = text.theme
        row.questions = _clean_questions(text.questions)
        row.answer = _limited("answer", text.answer, MAX_ANSWER_CHARS)
        row.visibility = text.visibility
        row.title_en = _limited("title_en", text.title_en or "", MAX_TITLE_CHARS) or None
        row.answer_en = _limited("answer_en", text.answer_en or "", MAX_ANSWER_CHARS) or None
        row.updated_at = self._clock()
        row.updated_by = agent.id

    def _record(self, session: Session, action: str, row: ArticleDraftRow, agent: AgentRow) -> None:
        audit.record(
            session,
            self._clock(),
            action,
            agent_id=agent.id,
            subject_kind="article",
            subject=row.article_id,
            detail={"draft_id": row.id},
        )


def _drafts() -> Select[Any]:
    return select(ArticleDraftRow).where(ArticleDraftRow.state != DraftState.retired)


def _view(session: Session, row: ArticleDraftRow) -> DraftView:
    ticket = session.get(TicketRow, row.ticket_id) if row.ticket_id is not None else None
    return DraftView.of(row, ticket.reference if ticket else None)


def _held(session: Session, draft_id: int) -> ArticleDraftRow:
    row = session.get(ArticleDraftRow, draft_id, with_for_update=True)
    if row is None:
        raise NotFound("draft_id")
    return row


def _require(row: ArticleDraftRow, state: DraftState) -> None:
    if row.state is not state:
        raise InvalidValue("state", f"is {row.state}; should be {state}")


def _require_seen(session: Session, row: ArticleDraftRow, seen_at: datetime | None) -> None:
    if seen_at is not None and seen_at != row.updated_at:
        writer = session.get_one(AgentRow, row.updated_by)
        raise ChangedMeanwhile(writer.display_name, row.updated_at)


def _require_complete(row: ArticleDraftRow) -> None:
    if not (row.title and row.answer and row.questions):
        raise InvalidValue("draft", "should have a title, a question and an answer")


def _retire_published(session: Session, article_id: str) -> None:
    session.execute(
        update(ArticleDraftRow)
        .where(
            ArticleDraftRow.article_id == article_id,
            ArticleDraftRow.state == DraftState.published,
        )
        .values(state=DraftState.retired)
    )


def _remember(session: Session, row: ArticleDraftRow) -> None:
    if row.ticket_id is not None:
        ticket = session.get_one(TicketRow, row.ticket_id, with_for_update=True)
        ticket.born_article_id = row.article_id


def _was_published(session: Session, article_id: str) -> bool:
    query = select(ArticleDraftRow.id).where(
        ArticleDraftRow.article_id == article_id, ArticleDraftRow.published_at.is_not(None)
    )
    return session.scalar(query.limit(1)) is not None


def _free_id(session: Session, title: str, taken: Collection[str], own_id: int = 0) -> str:
    """An id after the title that no article has, but perhaps the draft `own_id` itself."""
    stem = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:60].strip("-") or "article"
    query = select(ArticleDraftRow.article_id).where(
        ArticleDraftRow.article_id.startswith(stem), ArticleDraftRow.id != own_id
    )
    used = {*session.scalars(query), *taken}
    candidates = [stem, *(f"{stem}-{number}" for number in range(2, len(used) + 3))]
    return next(candidate for candidate in candidates if candidate not in used)


def _clean_questions(questions: Sequence[str]) -> list[str]:
    cleaned = dict.fromkeys(" ".join(storable(question).split()) for question in questions)
    kept = [question[:MAX_QUESTION_CHARS] for question in cleaned if question]
    if len(kept) > MAX_QUESTIONS:
        raise InvalidValue("questions", f"should be at most {MAX_QUESTIONS}")
    return kept


def _limited(field: str, given: str, max_chars: int) -> str:
    text = storable(given).replace("\r\n", "\n").strip()
    if len(text) > max_chars:
        raise InvalidValue(field, f"should hold at most {max_chars} characters")
    return text
