"""A mention is judged: what it is, whether it is answered, and the reply, in one transaction.

What is worth an answer is the collector's rule; here it is only written down, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.mentions import author_hash
from tickets.templates import pick
from tickets.vocabulary import Theme, Tone
from tickets.x_schema import MentionRow, OptOutRow, PostReplyRow
from tickets.x_views import MentionView
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


class Judging:
    """Writes judgements down; the same mention judged twice at once is written once."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def history_of(self, mention: MentionView) -> History:
        of_author = (
            select(func.count())
            .select_from(PostReplyRow)
            .join(MentionRow, MentionRow.id == PostReplyRow.mention_id)
            .where(MentionRow.author_id == mention.author_id)
            .where(PostReplyRow.state != ReplyState.rejected)
            .where(PostReplyRow.created_at > self._clock() - A_DAY)
        )
        same = select(PostReplyRow.id).filter_by(interaction_key=mention.interaction_key)
        with self._database.reading() as session:
            opted_out = session.get(OptOutRow, author_hash(mention.author_id or ""))
            return History(
                has_opted_out=opted_out is not None,
                is_answered=session.scalar(same) is not None,
                author_replies_today=session.scalar(of_author) or 0,
            )

    def record(
        self, mention_id: int, judgement: Judgement, verdict: str, mode: CollectorMode | None
    ) -> bool:
        """Write it down, with a reply in the state that the mode asks for; None means no reply.

        False when somebody else judged the mention, or it was edited or erased, meanwhile.
        """
        with self._database.session() as session:
            row = session.get(MentionRow, mention_id, with_for_update=True)
            if row is None or row.state is not MentionState.received:
                return False
            for name in ("complaint", "theme", "tone", "respond", "classification"):
                setattr(row, name, getattr(judgement, name))
            row.state, row.judged_at, row.verdict = MentionState.judged, self._clock(), verdict
            if mode is not None:
                template = pick(session, row, is_alone=mode is CollectorMode.automatic)
                if template is None:
                    row.verdict = NO_TEMPLATE
                else:
                    template.used_at = self._clock()
                    session.add(self._reply(row, template.id, template.text, mode))
            return True

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
