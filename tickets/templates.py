"""The wordings of public replies: read in from a file, approved by people, never twice in a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tickets import audit
from tickets.agents import active_agent
from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.errors import NotFound
from tickets.rights import require_role
from tickets.vocabulary import Role, Theme, Tone
from tickets.x_schema import MentionRow, PostReplyRow, ReplyTemplateRow
from tickets.x_views import TemplateView
from tickets.x_vocabulary import ToneGroup

# Of the posts whose theme scores less, every other one is about something else (docs/x.md).
SURE_OF_THEME = 0.6


@dataclass(frozen=True)
class Wording:
    """One entry of the file."""

    theme: Theme
    tone_group: ToneGroup
    language: str
    text: str


def group_of(tone: Tone | None) -> ToneGroup:
    """For which kind of template a tone asks."""
    return ToneGroup.calm if tone is Tone.calm else ToneGroup.upset


def subject_of(mention: MentionRow) -> Theme | None:
    """What a reply may name: nothing in particular while the theme is doubtful."""
    score = (mention.classification or {}).get("scores", {}).get("theme", 1.0)
    return mention.theme if score >= SURE_OF_THEME else Theme.autre


def pick(session: Session, mention: MentionRow, *, is_alone: bool) -> ReplyTemplateRow | None:
    """The wording that fits and rested longest, never that of the latest reply.

    `is_alone`: nobody reads the reply before it leaves, so the wording itself needs an approval.
    """
    query = (
        select(ReplyTemplateRow)
        .filter_by(
            theme=subject_of(mention),
            tone_group=group_of(mention.tone),
            language="en" if mention.language == "en" else "fr",
            is_active=True,
        )
        .order_by(ReplyTemplateRow.used_at.is_not(None), ReplyTemplateRow.used_at)
        .order_by(ReplyTemplateRow.id)
    )
    if is_alone:
        query = query.where(ReplyTemplateRow.approved_by.is_not(None))
    # Held before the latest reply is looked at: two judges at once would both miss the other's.
    fitting = session.scalars(query.with_for_update(key_share=True)).all()
    newest = select(PostReplyRow.template_id).order_by(PostReplyRow.id.desc()).limit(1)
    latest = session.scalar(newest)
    return next((row for row in fitting if row.id != latest), None)


class ReplyTemplates:
    """The store of wordings."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def take_in(self, wordings: Sequence[Wording]) -> int:
        """Add those that are new, not yet approved; one that left the file is used no more."""
        with self._database.session() as session:
            known = {_key(row): row for row in session.scalars(select(ReplyTemplateRow))}
            wanted = {_key(wording): wording for wording in wordings}
            for key in known.keys() - wanted.keys():
                known[key].is_active = False
            fresh = [wanted[key] for key in wanted if key not in known]
            session.add_all(
                ReplyTemplateRow(
                    theme=wording.theme,
                    tone_group=wording.tone_group,
                    language=wording.language,
                    text=wording.text,
                )
                for wording in fresh
            )
            return len(fresh)

    def list(self) -> list[TemplateView]:
        query = select(ReplyTemplateRow).filter_by(is_active=True)
        order = (ReplyTemplateRow.theme, ReplyTemplateRow.tone_group, ReplyTemplateRow.language)
        with self._database.reading() as session:
            rows = session.scalars(query.order_by(*order, ReplyTemplateRow.id))
            return [TemplateView.of(row) for row in rows]

    def approve(self, template_ids: Sequence[int], agent_id: int) -> int:
        """A supervisor read them and lets them go out alone; how many were not approved before."""
        query = select(ReplyTemplateRow).where(
            ReplyTemplateRow.id.in_(template_ids), ReplyTemplateRow.approved_by.is_(None)
        )
        with self._database.session() as session:
            require_role(active_agent(session, agent_id), Role.supervisor)
            rows = session.scalars(query).all()
            for row in rows:
                row.approved_by, row.approved_at = agent_id, self._clock()
                self._record(session, "template_approved", row.id, agent_id)
            return len(rows)

    def withdraw(self, template_id: int, agent_id: int) -> None:
        """The rules may no longer send this one alone."""
        with self._database.session() as session:
            require_role(active_agent(session, agent_id), Role.supervisor)
            row = session.get(ReplyTemplateRow, template_id)
            if row is None:
                raise NotFound("template_id")
            row.approved_by = row.approved_at = None
            self._record(session, "template_withdrawn", row.id, agent_id)

    def _record(self, session: Session, action: str, template_id: int, agent_id: int) -> None:
        audit.record(
            session,
            self._clock(),
            action,
            agent_id=agent_id,
            subject_kind="reply_template",
            subject=str(template_id),
        )


def _key(entry: Wording | ReplyTemplateRow) -> tuple[str, str, str, str]:
    return entry.theme, entry.tone_group, entry.language, entry.text
