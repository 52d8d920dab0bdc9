"""Mentions: stored once each, judged once, emptied when their post disappears.

It reads no post from X and judges nothing itself. What it erases leaves the figures: times, theme,
tone, verdict.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tickets import audit
from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.errors import NotFound
from tickets.folding import storable
from tickets.post_replies import give_up_unsent
from tickets.vocabulary import Theme, Tone
from tickets.x_schema import ChatLinkRow, MentionRow, OptOutRow
from tickets.x_views import MentionView
from tickets.x_vocabulary import MentionSource, MentionState, ReplyRejection


@dataclass(frozen=True)
class NewMention:
    """A post as X tells it; `thread_id` names the exchange on X that it belongs to."""

    post_id: str
    edit_ids: tuple[str, ...]
    thread_id: str
    author_id: str
    author_handle: str | None
    text: str
    language: str
    reply_settings: str
    names_us: bool
    created_at: datetime
    source: MentionSource

    @property
    def root_id(self) -> str:
        """The id of the post's first version."""
        return self.edit_ids[0] if self.edit_ids else self.post_id

    @property
    def interaction_key(self) -> str:
        """One per author and exchange, whatever the versions of the post that began it."""
        is_opening = self.thread_id in (self.post_id, *self.edit_ids)
        thread = self.root_id if is_opening else self.thread_id
        return hashlib.sha256(f"{thread}:{self.author_id}".encode()).hexdigest()


class Arrival(StrEnum):
    """What storing a post came to."""

    stored = "stored"
    duplicate = "duplicate"
    edited = "edited"


class Mentions:
    """The store of mentions."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def store(self, posts: Sequence[NewMention]) -> list[Arrival]:
        """Keep each post once, all in one transaction; a newer version takes an older's place."""
        try:
            return self._store(posts)
        except IntegrityError:  # another process stored one of them between our look and our insert
            return self._store(posts)

    def get(self, mention_id: int) -> MentionView:
        with self._database.reading() as session:
            row = session.get(MentionRow, mention_id)
            if row is None:
                raise NotFound("mention_id")
            return MentionView.of(row)

    def texts(self, mention_ids: Collection[int]) -> dict[int, str]:
        """The words of these mentions, by id; none are left of one that is gone."""
        query = select(MentionRow.id, MentionRow.text).where(MentionRow.id.in_(mention_ids))
        with self._database.reading() as session:
            return dict(session.execute(query).all())

    def to_check(self, before: datetime, limit: int = 100) -> list[MentionView]:
        """Those still kept that were last seen on X before then, the longest unseen first."""
        is_due = MentionRow.checked_at < before
        replayed = MentionRow.source == MentionSource.replay
        return self._list(is_due, _IS_KEPT, ~replayed, limit=limit, order=MentionRow.checked_at)

    def seen(self, mention_ids: Collection[int]) -> None:
        """They are still on X."""
        with self._database.session() as session:
            for row in session.scalars(select(MentionRow).where(MentionRow.id.in_(mention_ids))):
                row.checked_at = self._clock()

    def erase(self, mention_ids: Collection[int], reason: ReplyRejection) -> int:
        """Keep nothing of them but figures; replies not yet under way are given up."""
        query = select(MentionRow).where(MentionRow.id.in_(mention_ids), _IS_KEPT)
        query = query.order_by(MentionRow.id)  # as judges hold them, lest each wait for the other
        with self._database.session() as session:
            rows = session.scalars(query.with_for_update()).all()
            for row in rows:
                self._erase_one(session, row, reason)
        self._database.empty_the_log()
        return len(rows)

    def kept_of(self, author: str) -> list[int]:
        """Ids of the mentions kept of an author, by X's id or by handle."""
        handle = author.removeprefix("@").lower()
        is_theirs = or_(
            MentionRow.author_id == author, func.lower(MentionRow.author_handle) == handle
        )
        return [mention.id for mention in self._list(is_theirs, _IS_KEPT)]

    def kept_from_before(self, before: datetime) -> list[int]:
        """Ids of the mentions kept that were posted before then."""
        return [mention.id for mention in self._list(MentionRow.created_at < before, _IS_KEPT)]

    def opt_out(self, author_id: str) -> None:
        """This author is never answered again."""
        with self._database.session() as session:
            if session.get(OptOutRow, author_hash(author_id)) is None:
                session.add(OptOutRow(author_hash=author_hash(author_id), since_at=self._clock()))
            query = select(MentionRow).where(MentionRow.author_id == author_id)
            for row in session.scalars(query):
                give_up_unsent(session, row.id, ReplyRejection.opted_out, self._clock())

    def correct(
        self,
        mention_id: int,
        agent_id: int,
        *,
        complaint: bool | None = None,
        theme: Theme | None = None,
        tone: Tone | None = None,
    ) -> None:
        """A person's judgement beside the machine's, the same one included; None leaves that part
        as it is."""
        with self._database.session() as session:
            row = session.get(MentionRow, mention_id, with_for_update=True)
            if row is None:
                raise NotFound("mention_id")
            given = {"complaint": complaint, "theme": theme, "tone": tone}
            for name, value in given.items():
                if value is not None:
                    setattr(row, f"corrected_{name}", value)
                    row.corrected_by, row.corrected_at = agent_id, self._clock()
            audit.record(
                session,
                self._clock(),
                "mention_corrected",
                agent_id=agent_id,
                subject_kind="mention",
                subject=str(mention_id),
            )

    def counts_by_state(self) -> dict[MentionState, int]:
        query = select(MentionRow.state, func.count()).group_by(MentionRow.state)
        with self._database.reading() as session:
            counts = dict(session.execute(query).all())
        return {state: counts.get(state, 0) for state in MentionState}

    def _store(self, posts: Sequence[NewMention]) -> list[Arrival]:
        with self._database.session() as session:
            return [self._store_one(session, post) for post in posts]

    def _list(
        self, *conditions: ColumnElement[bool], limit: int | None = None, order: Any = MentionRow.id
    ) -> list[MentionView]:
        query = select(MentionRow).where(*conditions).order_by(order, MentionRow.id).limit(limit)
        with self._database.reading() as session:
            return [MentionView.of(row) for row in session.scalars(query)]

    def _store_one(self, session: Session, post: NewMention) -> Arrival:
        versions = {post.post_id, *post.edit_ids}
        row = session.scalar(
            select(MentionRow).where(
                or_(MentionRow.root_id.in_(versions), MentionRow.post_id.in_(versions))
            )
        )
        if row is None:
            session.add(self._new_row(post))
            session.flush()
            return Arrival.stored
        if int(post.post_id) <= int(row.post_id or "0") or row.state is MentionState.gone:
            return Arrival.duplicate
        self._take_edit(session, row, post)
        return Arrival.edited

    def _new_row(self, post: NewMention) -> MentionRow:
        now = self._clock()
        return MentionRow(
            post_id=post.post_id,
            root_id=post.root_id,
            edit_ids=list(post.edit_ids or (post.post_id,)),
            interaction_key=post.interaction_key,
            author_id=post.author_id,
            author_handle=post.author_handle,
            text=storable(post.text),
            language=post.language[:8],
            reply_settings=post.reply_settings[:32],
            names_us=post.names_us,
            source=post.source,
            created_at=post.created_at,
            stored_at=now,
            checked_at=now,
        )

    def _take_edit(self, session: Session, row: MentionRow, post: NewMention) -> None:
        row.post_id = post.post_id
        row.edit_ids = list(post.edit_ids)
        row.text = storable(post.text)
        row.names_us = post.names_us
        row.state = MentionState.received
        row.claimed_by = row.claimed_until = None  # who judges the older words is not heard
        row.checked_at = self._clock()
        give_up_unsent(session, row.id, ReplyRejection.post_edited, self._clock())

    def _erase_one(self, session: Session, row: MentionRow, reason: ReplyRejection) -> None:
        row.state = MentionState.gone
        row.text = ""
        row.post_id = row.root_id = row.author_id = row.author_handle = None
        row.edit_ids = []
        row.classification = None
        row.claimed_by = row.claimed_until = None
        row.checked_at = self._clock()
        give_up_unsent(session, row.id, reason, self._clock())
        unused = select(ChatLinkRow).where(
            ChatLinkRow.mention_id == row.id, ChatLinkRow.clicked_at.is_(None)
        )
        for link in session.scalars(unused):
            link.revoked_at = link.revoked_at or self._clock()


def author_hash(author_id: str) -> str:
    """How an author is known in the list of those who opted out."""
    return hashlib.sha256(f"x-author:{author_id}".encode()).hexdigest()


_IS_KEPT = MentionRow.state != MentionState.gone
