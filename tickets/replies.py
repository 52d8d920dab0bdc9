"""Public replies: approved by a person or the rules, sent once, settled when their fate is unclear.

`sending` is committed, with the link and the cost, before anything leaves; from there a reply can
only become sent, rejected (X said that it did not take it) or unknown. It speaks to no network.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from tickets import audit
from tickets.agents import active_agent
from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.errors import InvalidValue
from tickets.folding import storable
from tickets.post_replies import held_reply, mention_of, reject
from tickets.spending import charge, spent_micros
from tickets.x_schema import MentionRow, PostReplyRow
from tickets.x_views import LINK, ReplyView
from tickets.x_vocabulary import ReplyRejection, ReplyState, SpendKind

MAX_CHARS = 280
LINK_CHARS = 23  # what X counts for an address, however long
_UNDER_WAY = (ReplyState.sending, ReplyState.unknown)
MakeLink = Callable[[Session, MentionRow], tuple[int, str]]


@dataclass(frozen=True)
class Outgoing:
    """What leaves now: `text` with the link in it."""

    reply_id: int
    post_id: str
    text: str


@dataclass(frozen=True)
class Traffic:
    """What went out lately, as the caps count it: what may be on X counts as sent."""

    last_hour: int
    last_day: int
    spent_today_micros: int


class Replies:
    """The outbox of public replies; any number of agents and senders may share it."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    # What people do

    def approve(self, reply_id: int, agent_id: int, text: str | None = None) -> None:
        """Let it go, in these words if they are given."""
        with self._database.session() as session:
            active_agent(session, agent_id)
            row = held_reply(session, reply_id, ReplyState.pending)
            row.text = valid_text(text) if text is not None else row.text
            row.state = ReplyState.approved
            row.next_try_at = self._clock()
            self._decided(session, row, agent_id, "reply_approved")

    def refuse(self, reply_id: int, agent_id: int) -> None:
        """It never leaves."""
        with self._database.session() as session:
            active_agent(session, agent_id)
            row = held_reply(session, reply_id, ReplyState.pending, ReplyState.approved)
            reject(row, ReplyRejection.refused)
            self._decided(session, row, agent_id, "reply_refused")

    def settle(self, reply_id: int, agent_id: int, *, was_sent: bool) -> None:
        """A person looked on X whether an unknown one is there."""
        with self._database.session() as session:
            active_agent(session, agent_id)
            row = held_reply(session, reply_id, ReplyState.unknown)
            if was_sent:
                row.state, row.sent_at = ReplyState.sent, row.sending_at
            else:
                reject(row, ReplyRejection.not_sent)
            row.target_id = None
            self._decided(session, row, agent_id, "reply_settled")

    # What the sender does

    def due(self, limit: int = 10) -> list[ReplyView]:
        """Approved ones whose time has come, oldest first."""
        is_due = PostReplyRow.next_try_at <= self._clock()
        return self._list(PostReplyRow.state == ReplyState.approved, is_due, limit=limit)

    def traffic(self) -> Traffic:
        now = self._clock()
        with self._database.reading() as session:
            return Traffic(
                last_hour=_gone_out_since(session, now - timedelta(hours=1)),
                last_day=_gone_out_since(session, now - timedelta(days=1)),
                spent_today_micros=spent_micros(session, now),
            )

    def begin_sending(self, reply_id: int, make_link: MakeLink) -> Outgoing | None:
        """Claim it for this sender; None when it is no longer to be sent.

        The link is made now, so that its token is never stored in clear.
        """
        with self._database.session() as session:
            row = session.get(PostReplyRow, reply_id, with_for_update=True)
            if row is None or row.state is not ReplyState.approved:
                return None
            mention = mention_of(session, row)
            if mention.post_id is None:
                return None
            text = row.text
            if LINK in text:
                row.link_id, address = make_link(session, mention)
                text = text.replace(LINK, address)
            row.state = ReplyState.sending
            row.sending_at, row.target_id = self._clock(), mention.post_id
            row.attempts += 1
            row.cost_micros += charge(session, _kind(row), 1, self._clock())
            return Outgoing(row.id, mention.post_id, text)

    def mark_sent(self, reply_id: int, sent_post_id: str) -> bool:
        """It is on X; False when that was settled already."""
        with self._database.session() as session:
            row = session.get(PostReplyRow, reply_id, with_for_update=True)
            if row is None or row.state not in _UNDER_WAY:
                return False
            row.state, row.sent_post_id = ReplyState.sent, sent_post_id
            row.sent_at, row.target_id, row.last_error = self._clock(), None, None
            return True

    def mark_unsent(self, reply_id: int, error: str, retry_at: datetime | None) -> None:
        """X did not take it, for certain: later again, or never when there is no time for that."""
        with self._database.session() as session:
            row = held_reply(session, reply_id, ReplyState.sending)
            row.cost_micros += charge(session, _kind(row), -1, self._clock())
            row.last_error = storable(error)[:200]
            row.sending_at = row.target_id = None
            if retry_at is None:
                reject(row, ReplyRejection.refused_by_x)
            else:
                row.state, row.next_try_at = ReplyState.approved, retry_at

    def mark_unclear(self, reply_id: int, error: str) -> None:
        """Nobody knows yet whether X took it; it stays `sending` until `under_way` is settled."""
        with self._database.session() as session:
            held_reply(session, reply_id, ReplyState.sending).last_error = storable(error)[:200]

    def mark_unknown(self, reply_id: int) -> None:
        """The own timeline does not show it: a person decides."""
        with self._database.session() as session:
            row = session.get(PostReplyRow, reply_id, with_for_update=True)
            if row is not None and row.state is ReplyState.sending:
                row.state = ReplyState.unknown

    def give_up(self, reply_id: int, reason: ReplyRejection) -> None:
        """It will not be sent."""
        with self._database.session() as session:
            row = session.get(PostReplyRow, reply_id, with_for_update=True)
            if row is not None and row.state in (ReplyState.pending, ReplyState.approved):
                reject(row, reason)

    def give_up_older_than(self, before: datetime) -> int:
        """What nobody approved, or what waited, for too long is not sent any more."""
        waiting = PostReplyRow.state.in_((ReplyState.pending, ReplyState.approved))
        query = select(PostReplyRow).where(waiting, PostReplyRow.created_at < before)
        with self._database.session() as session:
            rows = session.scalars(query.with_for_update()).all()
            for row in rows:
                reject(row, ReplyRejection.too_old)
            return len(rows)

    # What is shown

    def pending(self, limit: int = 50) -> list[ReplyView]:
        return self._list(PostReplyRow.state == ReplyState.pending, limit=limit)

    def to_decide(self) -> int:
        """How many wait for a person: pending ones, and those of unclear fate."""
        waiting = PostReplyRow.state.in_((ReplyState.pending, ReplyState.unknown))
        count = select(func.count()).select_from(PostReplyRow).where(waiting)
        with self._database.reading() as session:
            return session.scalar(count) or 0

    def unknown(self) -> list[ReplyView]:
        return self._list(PostReplyRow.state == ReplyState.unknown)

    def sending(self) -> list[ReplyView]:
        """Those under way, or whose sender died on the way."""
        return self._list(PostReplyRow.state == ReplyState.sending)

    def targets(self) -> dict[int, str]:
        """The post on X that each reply of unclear fate answers."""
        query = select(PostReplyRow.id, PostReplyRow.target_id).where(
            PostReplyRow.state.in_(_UNDER_WAY)
        )
        with self._database.reading() as session:
            return {id_: target for id_, target in session.execute(query) if target}

    def recent(self, limit: int = 20) -> list[ReplyView]:
        """The latest that are neither pending nor unknown, newest first."""
        shown = PostReplyRow.state.not_in((ReplyState.pending, ReplyState.unknown))
        return self._list(shown, limit=limit, newest_first=True)

    def counts_by_state(self) -> dict[ReplyState, int]:
        query = select(PostReplyRow.state, func.count()).group_by(PostReplyRow.state)
        with self._database.reading() as session:
            counts = dict(session.execute(query).all())
        return {state: counts.get(state, 0) for state in ReplyState}

    def _list(
        self,
        *conditions: ColumnElement[bool],
        limit: int | None = None,
        newest_first: bool = False,
    ) -> list[ReplyView]:
        order = PostReplyRow.id.desc() if newest_first else PostReplyRow.id
        query = (
            select(PostReplyRow, MentionRow)
            .join(MentionRow, MentionRow.id == PostReplyRow.mention_id)
            .where(*conditions)
            .order_by(order)
            .limit(limit)
        )
        with self._database.reading() as session:
            return [ReplyView.of(row, mention) for row, mention in session.execute(query)]

    def _decided(self, session: Session, row: PostReplyRow, agent_id: int, action: str) -> None:
        row.decided_by, row.decided_at = agent_id, self._clock()
        audit.record(
            session,
            self._clock(),
            action,
            agent_id=agent_id,
            subject_kind="post_reply",
            subject=str(row.id),
        )


def valid_text(text: str) -> str:
    """A reply that X takes; the link counts for 23 signs."""
    text = storable(text).strip()
    length = len(text) - text.count(LINK) * (len(LINK) - LINK_CHARS)
    if not 1 <= length <= MAX_CHARS:
        raise InvalidValue("text", f"should hold 1 to {MAX_CHARS} signs, {LINK_CHARS} for a link")
    if text.count(LINK) > 1:
        raise InvalidValue("text", f"should hold {LINK} at most once")
    return text


def _kind(row: PostReplyRow) -> SpendKind:
    return SpendKind.post_with_link if LINK in row.text else SpendKind.post


def _gone_out_since(session: Session, since: datetime) -> int:
    query = select(func.count()).where(PostReplyRow.sending_at > since)
    return session.scalar(query) or 0
