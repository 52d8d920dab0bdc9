"""Canned replies: written once with placeholders, filled for each customer."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from tickets import audit
from tickets.agents import active_agent
from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.desk_schema import CannedReplyRow
from tickets.desk_views import CannedReplyView
from tickets.errors import InvalidValue, NotFound
from tickets.folding import storable
from tickets.rights import require_role
from tickets.vocabulary import Role

PLACEHOLDERS = ("customer_name", "reference", "agent_name", "operator_name")
MAX_TITLE_CHARS = 100
MAX_TEXT_CHARS = 4000
_PLACEHOLDER = re.compile(r"\{\{\s*(.*?)\s*\}\}")


def fill(text: str, values: Mapping[str, str | None]) -> str:
    """The reply with each `{{ placeholder }}` replaced; one without a value leaves no gap."""
    filled = _PLACEHOLDER.sub(lambda match: values.get(match[1]) or "", text)
    return re.sub(r" +([,.])", r"\1", re.sub(r"[ \t]{2,}", " ", filled)).strip()


class CannedReplies:
    """The store of canned replies; supervisors write them, everyone sends them."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def add(self, title: str, text: str, language: str, agent_id: int) -> CannedReplyView:
        """A new reply; a placeholder that nothing fills is refused."""
        row = CannedReplyRow(created_by=agent_id)
        with self._database.session() as session:
            require_role(active_agent(session, agent_id), Role.supervisor)
            session.add(row)
            return self._written(session, row, title, text, language, agent_id)

    def change(
        self, canned_id: int, title: str, text: str, language: str, agent_id: int
    ) -> CannedReplyView:
        """Another wording."""
        with self._database.session() as session:
            require_role(active_agent(session, agent_id), Role.supervisor)
            row = _held(session, canned_id)
            return self._written(session, row, title, text, language, agent_id)

    def remove(self, canned_id: int, agent_id: int) -> None:
        """Nobody sends it any more."""
        with self._database.session() as session:
            require_role(active_agent(session, agent_id), Role.supervisor)
            session.delete(_held(session, canned_id))
            self._record(session, "canned_removed", canned_id, agent_id)

    def list(self, language: str | None = None) -> list[CannedReplyView]:
        """The replies of one language, or all, by title."""
        query = select(CannedReplyRow).order_by(CannedReplyRow.title, CannedReplyRow.id)
        if language is not None:
            query = query.where(CannedReplyRow.language == language)
        with self._database.reading() as session:
            return [CannedReplyView.of(row) for row in session.scalars(query)]

    def _written(
        self,
        session: Session,
        row: CannedReplyRow,
        title: str,
        text: str,
        language: str,
        agent_id: int,
    ) -> CannedReplyView:
        row.title = _limited("title", title, MAX_TITLE_CHARS)
        row.text = _with_known_placeholders(_limited("text", text, MAX_TEXT_CHARS))
        row.language = _limited("language", language, 8)
        row.updated_at = self._clock()
        session.flush()
        self._record(session, "canned_written", row.id, agent_id)
        return CannedReplyView.of(row)

    def _record(self, session: Session, action: str, canned_id: int, agent_id: int) -> None:
        audit.record(
            session,
            self._clock(),
            action,
            agent_id=agent_id,
            subject_kind="canned_reply",
            subject=str(canned_id),
        )


def _held(session: Session, canned_id: int) -> CannedReplyRow:
    row = session.get(CannedReplyRow, canned_id, with_for_update=True)
    if row is None:
        raise NotFound("canned_id")
    return row


def _with_known_placeholders(text: str) -> str:
    for name in _PLACEHOLDER.findall(text):
        if name not in PLACEHOLDERS:
            known = ", ".join(f"{{{{ {known} }}}}" for known in PLACEHOLDERS)
            raise InvalidValue("text", f"should hold no placeholder but {known}")
    return text


def _limited(field: str, given: str, max_chars: int) -> str:
    text = storable(given).strip()
    if not 1 <= len(text) <= max_chars:
        raise InvalidValue(field, f"should hold 1 to {max_chars} characters")
    return text
