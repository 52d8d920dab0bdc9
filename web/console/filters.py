"""Which tickets an agent looks at, as the address of the page says it, and back. Pure.

A value that is none of ours is left out: an old bookmark still opens.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from starlette.datastructures import QueryParams

from tickets.queue_filters import QueueFilters
from tickets.vocabulary import Priority, QueueView, Theme, TicketState, Tone
from web.console.reading import day, number, start_of

Word = TypeVar("Word", bound=StrEnum)
MAX_SEARCH_CHARS = 100
SOLVED_STATES = frozenset({TicketState.resolved, TicketState.closed})


class View(StrEnum):
    """The tabs over the list."""

    queue = "queue"
    mine = "mine"
    all = "all"
    solved = "solved"


@dataclass(frozen=True)
class Filters:
    view: View = View.queue
    text: str = ""
    states: tuple[TicketState, ...] = ()
    themes: tuple[Theme, ...] = ()
    priorities: tuple[Priority, ...] = ()
    tones: tuple[Tone, ...] = ()
    agent_id: int | None = None
    opened_from: date | None = None
    opened_to: date | None = None

    @classmethod
    def of(cls, params: QueryParams) -> Filters:
        return cls(
            view=next(iter(_words(View, params.getlist("view"))), View.queue),
            text=params.get("q", "").strip()[:MAX_SEARCH_CHARS],
            states=_words(TicketState, params.getlist("state")),
            themes=_words(Theme, params.getlist("theme")),
            priorities=_words(Priority, params.getlist("priority")),
            tones=_words(Tone, params.getlist("tone")),
            agent_id=number(params.get("agent", "")),
            opened_from=day(params.get("from", "")),
            opened_to=day(params.get("to", "")),
        )

    @property
    def narrowing(self) -> list[tuple[str, str]]:
        """What is chosen beside the view and the search, as pairs of the address."""
        lists = (
            ("state", self.states),
            ("theme", self.themes),
            ("priority", self.priorities),
            ("tone", self.tones),
        )
        pairs = [(name, word.value) for name, words in lists for word in words]
        values = (("agent", self.agent_id), ("from", self.opened_from), ("to", self.opened_to))
        return pairs + [(name, str(value)) for name, value in values if value is not None]

    @property
    def query(self) -> str:
        """The address again, without what is as usual."""
        pairs = [("view", self.view.value)] if self.view is not View.queue else []
        return urlencode(pairs + ([("q", self.text)] if self.text else []) + self.narrowing)

    def viewing(self, view: View) -> Filters:
        return replace(self, view=view)

    def without(self, name: str, value: str) -> Filters:
        """These filters with one choice taken back."""
        kept = [pair for pair in self.narrowing if pair != (name, value)]
        head = [("view", self.view.value), ("q", self.text)]
        return Filters.of(QueryParams(head + kept))

    def without_choices(self) -> Filters:
        return Filters(view=self.view)

    def for_queue(self, zone: ZoneInfo) -> QueueFilters:
        """What the domain's queue understands; a search looks everywhere, closed tickets too."""
        is_solved = self.view is View.solved
        return QueueFilters(
            view=QueueView.all if is_solved else QueueView(self.view.value),
            states=frozenset(self.states) or (SOLVED_STATES if is_solved else frozenset()),
            themes=frozenset(self.themes),
            priorities=frozenset(self.priorities),
            tones=frozenset(self.tones),
            assignee_id=self.agent_id,
            text=self.text,
            opened_from_at=start_of(self.opened_from, zone),
            opened_to_at=start_of(self.opened_to, zone, days_later=1),
        )


def _words(kind: type[Word], values: Iterable[str]) -> tuple[Word, ...]:
    chosen = set(values)
    return tuple(word for word in kind if word.value in chosen)
