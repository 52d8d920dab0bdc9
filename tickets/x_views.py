"""What the callers of the services on mentions and replies get: frozen copies of rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tickets.vocabulary import Theme, Tone
from tickets.x_schema import MentionRow, PostReplyRow, ReplyTemplateRow
from tickets.x_vocabulary import MentionSource, MentionState, ReplyRejection, ReplyState, ToneGroup


@dataclass(frozen=True)
class MentionView:
    """A mention; `theme`, `tone` and `complaint` are a person's where one corrected them."""

    id: int
    post_id: str | None
    edit_ids: tuple[str, ...]
    interaction_key: str
    author_id: str | None
    author_handle: str | None
    text: str
    language: str
    reply_settings: str
    names_us: bool
    source: MentionSource
    state: MentionState
    created_at: datetime
    complaint: bool | None
    theme: Theme | None
    tone: Tone | None
    respond: bool | None
    classification: dict[str, Any] | None
    verdict: str | None

    @classmethod
    def of(cls, row: MentionRow) -> MentionView:
        corrected = row.corrected_complaint
        return cls(
            id=row.id,
            post_id=row.post_id,
            edit_ids=tuple(row.edit_ids),
            interaction_key=row.interaction_key,
            author_id=row.author_id,
            author_handle=row.author_handle,
            text=row.text,
            language=row.language,
            reply_settings=row.reply_settings,
            names_us=row.names_us,
            source=row.source,
            state=row.state,
            created_at=row.created_at,
            complaint=row.complaint if corrected is None else corrected,
            theme=row.corrected_theme or row.theme,
            tone=row.corrected_tone or row.tone,
            respond=row.respond,
            classification=row.classification,
            verdict=row.verdict,
        )


@dataclass(frozen=True)
class ReplyView:
    """A public reply with the mention that it answers; `text` has {link} where the link goes."""

    id: int
    state: ReplyState
    rejection: ReplyRejection | None
    text: str
    template_id: int | None
    link_id: int | None
    attempts: int
    created_at: datetime
    next_try_at: datetime
    decided_by: int | None
    sending_at: datetime | None
    sent_at: datetime | None
    sent_post_id: str | None
    last_error: str | None
    mention: MentionView

    @property
    def has_link(self) -> bool:
        return LINK in self.text

    @classmethod
    def of(cls, row: PostReplyRow, mention: MentionRow) -> ReplyView:
        return cls(
            id=row.id,
            state=row.state,
            rejection=row.rejection,
            text=row.text,
            template_id=row.template_id,
            link_id=row.link_id,
            attempts=row.attempts,
            created_at=row.created_at,
            next_try_at=row.next_try_at,
            decided_by=row.decided_by,
            sending_at=row.sending_at,
            sent_at=row.sent_at,
            sent_post_id=row.sent_post_id,
            last_error=row.last_error,
            mention=MentionView.of(mention),
        )


LINK = "{link}"


@dataclass(frozen=True)
class TemplateView:
    """One wording of a reply."""

    id: int
    theme: Theme
    tone_group: ToneGroup
    language: str
    text: str
    is_active: bool
    is_approved: bool

    @classmethod
    def of(cls, row: ReplyTemplateRow) -> TemplateView:
        return cls(
            id=row.id,
            theme=row.theme,
            tone_group=row.tone_group,
            language=row.language,
            text=row.text,
            is_active=row.is_active,
            is_approved=row.approved_by is not None,
        )
