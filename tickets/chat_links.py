"""Links from a public reply into the chat: random, expiring, revocable, with no id of X in them.

Everybody can read the reply, so a link opens no conversation of somebody else's: each browser that
comes through it gets its own. The public post is no secret; the handle is kept only on consent.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.vocabulary import Theme
from tickets.x_schema import ChatLinkRow, ChatOpeningRow, MentionRow

TOKEN_BYTES = 16


@dataclass(frozen=True)
class KnownProblem:
    """What the chat knows of the post that it was opened from."""

    text: str
    theme: Theme | None
    language: str


@dataclass(frozen=True)
class Origin:
    """Where a conversation came from; the handle only when the customer agreed."""

    handle: str | None
    has_consent: bool


class ChatLinks:
    """Makes links, opens them, and tells a conversation what it was opened from."""

    def __init__(self, database: Database, days: int = 7, clock: Clock = utc_now) -> None:
        self._database = database
        self._days = days
        self._clock = clock

    def make(self, session: Session, mention: MentionRow) -> tuple[int, str]:
        """A link's id and its token, in the caller's transaction; only the hash is kept."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        row = ChatLinkRow(
            token_hash=_hash(token),
            mention_id=mention.id,
            created_at=self._clock(),
            expires_at=self._clock() + timedelta(days=self._days),
        )
        session.add(row)
        session.flush()
        return row.id, token

    def look(self, token: str) -> KnownProblem | None:
        """What a valid link leads to; looking is no click."""
        with self._database.reading() as session:
            row = self._valid(session, token)
            return _known(session, row) if row else None

    def open(self, token: str, conversation_id: str, *, has_consent: bool) -> bool:
        """Bind a conversation to the link; the first time is the click. False: no valid link."""
        with self._database.session() as session:
            row = self._valid(session, token)
            if row is None:
                return False
            row.clicked_at = row.clicked_at or self._clock()
            mention = session.get_one(MentionRow, row.mention_id)
            session.add(
                ChatOpeningRow(
                    conversation_id=conversation_id,
                    link_id=row.id,
                    opened_at=self._clock(),
                    has_consent=has_consent,
                    handle=mention.author_handle if has_consent else None,
                )
            )
            return True

    def known_problem(self, conversation_id: str) -> KnownProblem | None:
        """What this conversation was opened from, while its post is kept."""
        with self._database.reading() as session:
            row = session.scalar(
                select(ChatLinkRow)
                .join(ChatOpeningRow, ChatOpeningRow.link_id == ChatLinkRow.id)
                .where(ChatOpeningRow.conversation_id == conversation_id)
            )
            return _known(session, row) if row else None

    def origin(self, conversation_id: str) -> Origin | None:
        """None when the conversation did not come through a link."""
        with self._database.reading() as session:
            row = session.get(ChatOpeningRow, conversation_id)
            return Origin(row.handle, row.has_consent) if row else None

    def revoke(self, link_id: int) -> None:
        """The link opens nothing any more."""
        with self._database.session() as session:
            is_open = ChatLinkRow.revoked_at.is_(None)
            revoked = update(ChatLinkRow).where(ChatLinkRow.id == link_id, is_open)
            session.execute(revoked.values(revoked_at=self._clock()))

    def _valid(self, session: Session, token: str) -> ChatLinkRow | None:
        row = session.scalar(select(ChatLinkRow).filter_by(token_hash=_hash(token)))
        if row is None or row.revoked_at is not None or row.expires_at <= self._clock():
            return None
        return row


def _known(session: Session, link: ChatLinkRow) -> KnownProblem:
    mention = session.get_one(MentionRow, link.mention_id)
    theme = mention.corrected_theme or mention.theme
    return KnownProblem(mention.text, theme, "en" if mention.language == "en" else "fr")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
