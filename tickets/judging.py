"""A mention is judged: what it is, whether it is answered, and the reply, in one transaction.

What is worth an answer is the collector's rule, asked within that transaction; here it is only
written down, once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.mentions import author_hash
from tickets.templates import pick
from tickets.vocabulary import Theme, Tone
from tickets.x_schema import MentionRow, OptOutRow, PostReplyRow
from tickets.x_vocabulary import CollectorMode, MentionState, ReplyRejection, ReplyState

A_DAY = timedelta(days=1)
NO_TEMPLATE = "no_template"


@dataclass(frozen=True)
class Judgement:
    """What the classifiers say of a mention."""

    complaint: bool
    theme: Theme
    tone: Tone
    respond: bool
    classification: dict[str, Any]


@dataclass(frozen=True)
class History:
    """What happened with the author and the exchange before."""

    has_opted_out: bool
    is_answered: bool
    author_replies_today: int


@dataclass(frozen=True)
class Decision:
    """The verdict, and the mode that a reply is made in; None means no reply."""

    verdict: str
    mode: CollectorMode | None = None


class Judging:
    """Writes judgements down; of two who judge the same mention, one is heard."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def record(
        self,
        mention_id: int,
        holder: str,
        judgement: Judgement,
        decide: Callable[[History], Decision],
    ) -> Decision | None:
        """Decide by what happened with the author up to now, and write it down.

        None when `holder` no longer has the mention: its claim ran out and another took it, or it
        was judged, edited or erased meanwhile.
        """
        with self._database.session() as session:
            self._hold_author(session, mention_id)
            row = session.get_one(MentionRow, mention_id, with_for_update=True)
            if row.state is not MentionState.received or row.claimed_by != holder:
                return None
            decision = decide(self._history(session, row))
            self._write(session, row, judgement, decision)
            return decision

    def _hold_author(self, session: Session, mention_id: int) -> None:
        # Two mentions of an author are judged one after the other, or neither would see the other's
        # reply. Their first mention is what both wait for.
        author_id = select(MentionRow.author_id).filter_by(id=mention_id).scalar_subquery()
        first = select(MentionRow.id).filter_by(author_id=author_id).order_by(MentionRow.id)
        session.scalar(first.limit(1).with_for_update(key_share=True))

    def _history(self, session: Session, row: MentionRow) -> History:
        of_author = (
            select(func.count())
            .select_from(PostReplyRow)
            .join(MentionRow, MentionRow.id == PostReplyRow.mention_id)
            .where(MentionRow.author_id == row.author_id)
            .where(PostReplyRow.state != ReplyState.rejected)
            .where(PostReplyRow.created_at > self._clock() - A_DAY)
        )
        opted_out = select(OptOutRow).filter_by(author_hash=author_hash(row.author_id or ""))
        same = select(PostReplyRow.id).filter_by(interaction_key=row.interaction_key)
        told = select(opted_out.exists(), same.exists(), of_author.scalar_subquery())
        return History(*session.execute(told).one())

    def _write(
        self, session: Session, row: MentionRow, judgement: Judgement, decision: Decision
    ) -> None:
        for name in ("complaint", "theme", "tone", "respond", "classification"):
            setattr(row, name, getattr(judgement, name))
        row.state, row.judged_at = MentionState.judged, self._clock()
        row.verdict = decision.verdict
        row.claimed_by = row.claimed_until = None
        if decision.mode is None:
            return
        template = pick(session, row, is_alone=decision.mode is CollectorMode.automatic)
        if template is None:
            row.verdict = NO_TEMPLATE
            return
        template.used_at = self._clock()
        session.add(self._reply(row, template.id, template.text, decision.mode))

    def _reply(
        self, mention: MentionRow, template_id: int, text: str, mode: CollectorMode
    ) -> PostReplyRow:
        now = self._clock()
        is_dry = mode is CollectorMode.dry_run
        return PostReplyRow(
            mention_id=mention.id,
            interaction_key=mention.interaction_key,
            template_id=template_id,
            text=text,
            state=_FIRST_STATE[mode],
            rejection=ReplyRejection.dry_run if is_dry else None,
            created_at=now,
            next_try_at=now,
        )


_FIRST_STATE = {
    CollectorMode.dry_run: ReplyState.rejected,
    CollectorMode.approval: ReplyState.pending,
    CollectorMode.automatic: ReplyState.approved,
}
