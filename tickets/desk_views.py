"""What the desk's callers get back: frozen copies of rows, safe to keep after the transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tickets.desk_schema import (
    ArticleDraftRow,
    CannedReplyRow,
    CorrectionRow,
    NotificationRow,
    NotificationTargetRow,
    TicketNoteRow,
)
from tickets.people_schema import AgentRow, AuditEventRow, TeamRow
from tickets.vocabulary import (
    CorrectionField,
    DraftState,
    NotificationChannel,
    NotificationKind,
    Priority,
    Role,
    Theme,
    Visibility,
)


@dataclass(frozen=True)
class AgentView:
    """A person on the operator's side; never the password's hash."""

    id: int
    login: str
    display_name: str
    role: Role
    team_id: int | None
    is_active: bool
    must_change_password: bool
    preferences: dict[str, Any]

    @classmethod
    def of(cls, row: AgentRow) -> AgentView:
        return cls(
            id=row.id,
            login=row.login,
            display_name=row.display_name,
            role=row.role,
            team_id=row.team_id,
            is_active=row.is_active,
            must_change_password=row.must_change_password,
            preferences=dict(row.preferences),
        )


@dataclass(frozen=True)
class TeamView:
    """A team and the themes whose tickets come to it."""

    id: int
    name: str
    themes: tuple[Theme, ...]

    @classmethod
    def of(cls, row: TeamRow) -> TeamView:
        return cls(row.id, row.name, tuple(Theme(theme) for theme in row.themes))


@dataclass(frozen=True)
class AuditView:
    """Who did what to what, and when; `agent_id` is None for an act before any sign-in."""

    id: int
    at: datetime
    agent_id: int | None
    action: str
    subject_kind: str
    subject: str
    detail: dict[str, Any]

    @classmethod
    def of(cls, row: AuditEventRow) -> AuditView:
        return cls(
            row.id,
            row.at,
            row.agent_id,
            row.action,
            row.subject_kind,
            row.subject,
            dict(row.detail),
        )


@dataclass(frozen=True)
class NoteView:
    """One internal note."""

    id: int
    agent_id: int
    text: str
    created_at: datetime

    @classmethod
    def of(cls, row: TicketNoteRow) -> NoteView:
        return cls(row.id, row.agent_id, row.text, row.created_at)


@dataclass(frozen=True)
class CorrectionView:
    """One judgement of the machine that an agent changed."""

    agent_id: int
    field: CorrectionField
    from_value: str
    to_value: str
    at: datetime

    @classmethod
    def of(cls, row: CorrectionRow) -> CorrectionView:
        return cls(row.agent_id, row.field, row.from_value, row.to_value, row.at)


@dataclass(frozen=True)
class CannedReplyView:
    """A reply to send often; its placeholders are those of `tickets.canned.PLACEHOLDERS`."""

    id: int
    title: str
    text: str
    language: str
    updated_at: datetime

    @classmethod
    def of(cls, row: CannedReplyRow) -> CannedReplyView:
        return cls(row.id, row.title, row.text, row.language, row.updated_at)


@dataclass(frozen=True)
class NotificationView:
    """One notification as a worker needs it; `attempts` counts this one.

    `dedupe_key` is the same at every try, and no other entry's.
    """

    id: int
    kind: NotificationKind
    channel: NotificationChannel
    target: str
    payload: dict[str, Any]
    attempts: int
    dedupe_key: str

    @classmethod
    def of(cls, row: NotificationRow) -> NotificationView:
        return cls(
            row.id,
            row.kind,
            row.channel,
            row.target,
            dict(row.payload),
            row.attempts,
            row.dedupe_key,
        )


@dataclass(frozen=True)
class TargetView:
    """Who is told of one team's tickets, or of all when `team_id` is None.

    One `from_settings` follows them; it is neither added nor removed by hand.
    """

    id: int
    team_id: int | None
    min_priority: Priority
    channel: NotificationChannel
    address: str
    from_settings: bool

    @classmethod
    def of(cls, row: NotificationTargetRow) -> TargetView:
        return cls(
            row.id, row.team_id, row.min_priority, row.channel, row.address, row.from_settings
        )


@dataclass(frozen=True)
class DraftView:
    """An article written in the console; `reference` is the ticket it came from."""

    id: int
    reference: str | None
    article_id: str
    title: str
    theme: Theme
    questions: tuple[str, ...]
    answer: str
    visibility: Visibility
    title_en: str | None
    answer_en: str | None
    state: DraftState
    created_by: int
    updated_by: int
    updated_at: datetime
    published_at: datetime | None

    @classmethod
    def of(cls, row: ArticleDraftRow, reference: str | None) -> DraftView:
        return cls(
            id=row.id,
            reference=reference,
            article_id=row.article_id,
            title=row.title,
            theme=row.theme,
            questions=tuple(row.questions),
            answer=row.answer,
            visibility=row.visibility,
            title_en=row.title_en,
            answer_en=row.answer_en,
            state=row.state,
            created_by=row.created_by,
            updated_by=row.updated_by,
            updated_at=row.updated_at,
            published_at=row.published_at,
        )
