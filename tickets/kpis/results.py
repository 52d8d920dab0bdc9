"""What the figures come to: frozen, ready to show. None means no data, and is never shown as 0."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tickets.kpis.definitions import Kpi, Part
from tickets.vocabulary import EscalationReason, Theme
from tickets.x_vocabulary import SpendKind


@dataclass(frozen=True)
class Point:
    """One step of a series, from `starts_at` on."""

    starts_at: datetime
    value: float | None
    sample: int


@dataclass(frozen=True)
class Figure:
    """A KPI over a view: `value` in the KPI's unit (the median, of seconds), `sample` what it
    rests on, `previous` the value one window earlier, which it `has_moved` from when chance is no
    good reason, `companion` the share shown beside it."""

    kpi: Kpi
    value: float | None
    sample: int
    previous: float | None
    p95: float | None = None
    companion: float | None = None
    has_moved: bool = False
    points: tuple[Point, ...] = ()

    @property
    def is_on_target(self) -> bool | None:
        """None without a value or a target."""
        if self.value is None or self.kpi.target is None:
            return None
        return self.kpi.target.is_met_by(self.value)


@dataclass(frozen=True)
class Volume:
    """Mentions and tickets of one theme from `starts_at` on, for one step; a theme of None are
    mentions not classified yet."""

    starts_at: datetime
    theme: Theme | None
    mentions: int
    tickets: int


@dataclass(frozen=True)
class Funnel:
    """Not every stage is within the one before: requests are answered beside complaints, a link may
    open several chats, and a chat several tickets."""

    mentions: int
    complaints: int
    replies: int
    clicks: int
    chats: int
    tickets: int
    resolved: int


@dataclass(frozen=True)
class Stage:
    """How many of the window's posts have come this far, each counted once and by what it is.

    Every stage is within the one before; `others` are worth no answer.
    """

    name: str
    complaints: int
    requests: int
    others: int = 0

    @property
    def posts(self) -> int:
        return self.complaints + self.requests + self.others


@dataclass(frozen=True)
class ReasonCount:
    """How many tickets were escalated for this reason."""

    reason: EscalationReason
    tickets: int


@dataclass(frozen=True)
class AttemptsCount:
    """How many tickets the bot resolved with this many solutions proposed; 0: none was needed."""

    attempts: int
    tickets: int


@dataclass(frozen=True)
class ArticleCount:
    """How often an article was proposed, solved the problem, or was refused."""

    article_id: str
    proposed: int
    solved: int
    refused: int

    @property
    def solved_share(self) -> float | None:
        """Solved ÷ judged; None when no customer judged it yet."""
        judged = self.solved + self.refused
        return self.solved / judged if judged else None


@dataclass(frozen=True)
class Workload:
    """One agent: tickets in hand now, and of the view's tickets those taken and resolved."""

    agent_id: int
    display_name: str
    open_now: int
    taken: int
    resolved: int


@dataclass(frozen=True)
class SpendCount:
    """Units paid for of one kind, and their cost."""

    kind: SpendKind
    units: int
    dollars: float


@dataclass(frozen=True)
class Spend:
    """What X cost in the window; `today_dollars` of the cap is spent, the day being UTC as X's."""

    dollars: float | None
    cap_dollars: int
    today_dollars: float
    today_cap_dollars: int
    kinds: tuple[SpendCount, ...]


@dataclass(frozen=True)
class UnansweredQuestion:
    """What customers asked and no article answered, without personal data."""

    text: str
    theme: Theme
    times: int
    last_asked_at: datetime


@dataclass(frozen=True)
class Behind:
    """One ticket, by reference, or one mention, by id, behind a figure."""

    reference: str | None
    mention_id: int | None
    at: datetime
    theme: Theme | None
    value: float | None


@dataclass(frozen=True)
class BehindPage:
    """One page of them, the newest first; `total` counts all."""

    kpi: Kpi
    part: Part
    total: int
    items: tuple[Behind, ...]


@dataclass(frozen=True)
class Freshness:
    """Until when the figures are complete; None before the first refresh."""

    refreshed_at: datetime | None
    is_behind: bool
